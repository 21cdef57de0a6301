package io.gatecast.streams.encode;

import io.gatecast.core.anomaly.Detection;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.schema.Forecast;
import io.gatecast.schema.ForecastStep;
import java.util.ArrayList;
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
        return Forecast.newBuilder()
                .setKey(key)
                .setIssuedAtMs(forecast.issuedAtMs())
                .setStepMs(stepMs)
                .setTarget(forecast.target())
                .setLevels(forecast.levels())
                .setSteps(steps(forecast))
                .setModelId(modelId)
                .setStepCount(forecast.steps())
                .setWarmup(forecast.warmup())
                .setAnomalyScore(detection.map(Detection::score).orElse(NOT_DETECTED))
                .setSourceTopic(topic)
                .setSourcePartition(partition)
                .setSourceOffset(offset)
                .setRevision(revision)
                .setWarmedUpAfter(forecast.warmedUpAfter())
                .build();
    }

    private static List<ForecastStep> steps(io.gatecast.core.Forecast forecast) {
        int levels = forecast.levels().size();
        List<ForecastStep> steps = new ArrayList<>(forecast.horizon());
        for (int step = 1; step <= forecast.horizon(); step++) {
            List<Double> quantiles = new ArrayList<>(levels);
            for (int level = 0; level < levels; level++) {
                quantiles.add(forecast.quantile(level, step));
            }
            steps.add(new ForecastStep(forecast.mean(step), quantiles));
        }
        return steps;
    }
}
