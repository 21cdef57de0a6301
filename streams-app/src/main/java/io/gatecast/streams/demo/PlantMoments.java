package io.gatecast.streams.demo;

import io.gatecast.streams.plant.Fault;
import io.gatecast.streams.plant.FaultKind;
import io.gatecast.streams.plant.SimulatedPlant;
import io.gatecast.streams.plant.SimulatedPlant.ReadingConsumer;
import java.util.EnumMap;
import java.util.Map;

/** The moments of a simulated plant, without end. */
public final class PlantMoments implements Moments {
    private final SimulatedPlant plant;

    /**
     * Starts with the plant's next readings.
     *
     * @param plant the plant
     */
    public PlantMoments(SimulatedPlant plant) {
        this.plant = plant;
    }

    @Override
    public boolean next(ReadingConsumer readings) {
        plant.advance(readings);
        return true;
    }

    @Override
    public Map<FaultKind, Integer> faults() {
        Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);
        for (Fault fault : plant.faults()) {
            counts.merge(fault.kind(), 1, Integer::sum);
        }
        return counts;
    }
}
