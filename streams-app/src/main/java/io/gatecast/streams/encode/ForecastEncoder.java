package io.gatecast.streams.encode;

import io.gatecast.core.anomaly.Detection;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.schema.Forecast;
import io.gatecast.schema.ForecastFallback;
import io.gatecast.schema.ForecastStep;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.RandomAccess;

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
        return forecast.fallbacks().stream()
                .map(part -> new ForecastFallback(part.fromStep(), part.toStep(), part.season(), (double) part.share()))
                .toList();
    }

    private static List<ForecastStep> steps(io.gatecast.core.Forecast forecast) {
        int levels = forecast.levels().size();
        List<ForecastStep> steps = new ArrayList<>(forecast.horizon());
        for (int step = 1; step <= forecast.horizon(); step++) {
            double[] quantiles = new double[levels];
            for (int level = 0; level < levels; level++) {
                quantiles[level] = forecast.quantile(level, step);
            }
            steps.add(new ForecastStep(forecast.mean(step), new Quantiles(quantiles)));
        }
        return steps;
    }

    /** Numbers that become objects only where somebody asks for them as such. */
    private static final class Quantiles extends AbstractList<Double> implements RandomAccess {
        private final double[] values;

        Quantiles(double[] values) {
            this.values = values;
        }

        @Override
        public Double get(int level) {
            return values[level];
        }

        @Override
        public int size() {
            return values.length;
        }

        /** Of its own, so that C2 sees through it to the numbers. */
        @Override
        public Iterator<Double> iterator() {
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < values.length;
                }

                @Override
                public Double next() {
                    if (next == values.length) {
                        throw new NoSuchElementException();
                    }
                    return values[next++];
                }
            };
        }
    }
}
