package io.gatecast.streams.demo;

import io.gatecast.streams.plant.FaultKind;
import io.gatecast.streams.plant.SimulatedPlant.ReadingConsumer;
import java.util.Map;

/** Where the readings come from, one moment of all series after the other. */
public sealed interface Moments permits PlantMoments, RecordedMoments {

    /**
     * Gives the readings of the next moment.
     *
     * @param readings receives them
     * @return false if there was no further moment
     */
    boolean next(ReadingConsumer readings);

    /**
     * Faults that were injected into the readings given so far.
     *
     * @return number by kind; empty if nothing was injected
     */
    Map<FaultKind, Integer> faults();
}
