package io.gatecast.streams.encode;

import io.gatecast.core.anomaly.Detection;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.ledger.Fallback;
import io.gatecast.schema.Forecast;
import io.gatecast.schema.ForecastFallback;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Turns a model's forecasts into records of the output contract. Safe for use by many threads. */
public final class ForecastEncoder {
    private static final double NOT_DETECTED = -1;

    private final String modelId;
    private final long stepMs;

    /**
     * Creates an encoder.
     *
     * @param artifact the model that makes the forecasts
     * @param fixedStepMs length of a step in milliseconds; 0 = every event is a step, as long as the model says
     */
    public ForecastEncoder(Artifact artifact, long fixedStepMs) {
        modelId = artifact.id();
        stepMs = fixedStepMs > 0 ? fixedStepMs : artifact.model().spec().stepMs();
    }

    /**
     * Copies a forecast into a record.
     *
     * @param key series key
     * @param forecast what the forecaster filled
     * @param revision number of times the series' forecast of this time was issued before
     * @param detection what was detected in the last observation used; empty if nothing is detected
     * @param topic topic of the record that caused the forecast; empty if a clock did
     * @param partition its partition; -1 if there is no record
     * @param offset its offset; -1 if there is no record
     * @return the record, which keeps nothing of the forecast
     */
    public Forecast encode(
            String key,
            io.gatecast.core.Forecast forecast,
            int revision,
            Optional<Detection> detection,
            String topic,
            int partition,
            long offset) {
        // Not by the builder, which checks every field against the schema and takes as long as writing the record.
        return new Forecast(
                key,
                forecast.issuedAtMs(),
                stepMs,
                forecast.target(),
                forecast.levels(),
                steps(forecast),
                modelId,
                forecast.steps(),
                forecast.warmup(),
                detection.map(Detection::score).orElse(NOT_DETECTED),
                topic,
                partition,
                offset,
                revision,
                forecast.warmedUpAfter(),
                fallbacks(forecast),
                HexFormat.of().toHexDigits(forecast.stateHash()));
    }

    private static List<ForecastFallback> fallbacks(io.gatecast.core.Forecast forecast) {
        List<Fallback> parts = forecast.fallbacks();
        return parts.isEmpty()
                ? List.of()
                : parts.stream()
                        .map(part -> new ForecastFallback(
                                part.fromStep(), part.toStep(), part.season(), (double) part.share()))
                        .toList();
    }

    private static ForecastSteps steps(io.gatecast.core.Forecast forecast) {
        int levels = forecast.levels().size();
        double[] numbers = new double[forecast.horizon() * (1 + levels)];
        forecast.copyTo(numbers);
        return new ForecastSteps(numbers, levels);
    }
}
