package io.gatecast.streams.state;

import java.util.OptionalLong;

/** Where a series must have a checkpoint beside the regular ones, so that another model can begin there. */
@FunctionalInterface
public interface CheckpointPlaces {
    /** Wherever it is convenient. */
    CheckpointPlaces ANY = key -> OptionalLong.empty();

    /**
     * The place of a series.
     *
     * @param key series key
     * @return number of observations behind the checkpoint; empty if any will do
     */
    OptionalLong of(String key);
}
