package io.gatecast.streams.encode;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.schema.Breach;
import io.gatecast.schema.Forecast;
import io.gatecast.schema.LimitSide;

/** Turns estimates of when limits will be crossed into records of the output contract. Safe for use by many threads. */
public final class BreachEncoder {
    private final int horizon;

    /**
     * Creates an encoder.
     *
     * @param artifact the model that makes the forecasts
     */
    public BreachEncoder(Artifact artifact) {
        horizon = artifact.model().spec().horizon();
    }

    /**
     * Copies an estimate into a record.
     *
     * @param forecast record of the forecast it was made from
     * @param seenStepMs length of a step as the series shows it, where the model has none; 0 = unknown
     * @param breach the estimate
     * @param observed latest value; NaN if it is missing
     * @param muted whether the latest step lies in a maintenance window
     * @return the record
     */
    public Breach encode(
            Forecast forecast, long seenStepMs, io.gatecast.core.breach.Breach breach, double observed, boolean muted) {
        long stepMs = forecast.getStepMs() > 0 ? forecast.getStepMs() : seenStepMs;
        return new Breach(
                forecast.getKey(),
                forecast.getIssuedAtMs(),
                stepMs,
                forecast.getTarget(),
                LimitSide.valueOf(breach.side().name()),
                breach.limit(),
                observed,
                breach.probability(),
                breach.expectedStep(),
                expectedMs(forecast.getIssuedAtMs(), stepMs, breach.expectedStep()),
                horizon,
                muted,
                forecast.getModelId(),
                forecast.getSourceTopic(),
                forecast.getSourcePartition(),
                forecast.getSourceOffset(),
                forecast.getRevision());
    }

    private static long expectedMs(long issuedAtMs, long stepMs, double step) {
        boolean known = step == 0 || stepMs > 0 && !Double.isNaN(step);
        return known ? issuedAtMs + Math.round(step * stepMs) : 0;
    }
}
