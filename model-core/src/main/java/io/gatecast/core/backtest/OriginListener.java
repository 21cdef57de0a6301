package io.gatecast.core.backtest;

import java.util.List;

/** Sees every forecast that is scored. */
public interface OriginListener {
    /** Looks at nothing. */
    OriginListener NONE = (key, row, issuedAtMs, predictions) -> {};

    /**
     * Called at every origin.
     *
     * @param key name of the series
     * @param row row of the last observation used
     * @param issuedAtMs its event time, milliseconds since 1970-01-01T00:00:00Z
     * @param predictions one per contender, overwritten at the next origin
     */
    void origin(String key, long row, long issuedAtMs, List<Prediction> predictions);
}
