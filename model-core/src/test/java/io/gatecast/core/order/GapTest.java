package io.gatecast.core.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.Checkpoint;
import io.gatecast.core.Forecast;
import io.gatecast.core.Forecaster;
import io.gatecast.core.Model;
import io.gatecast.core.Observation;
import io.gatecast.core.SeriesState;
import io.gatecast.core.SeriesStateCodec;
import io.gatecast.core.TestModels;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.scale.Transform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GapTest {
    private static final long HOUR = 3_600_000;
    private static final Model MODEL =
            TestModels.random(TestModels.spec(CellKind.GRU, 4, 1, Transform.IDENTITY, "value"), 1);

    private final Forecaster forecaster = new Forecaster(MODEL);
    private final SeriesStateCodec codec = new SeriesStateCodec(forecaster, "model");

    @Test
    void shouldStepThroughMissingStepsAsIfTheyHadBeenObservedToBeMissing() {
        SavedSeries series = new SavedSeries(MODEL, hourly(5), 32);
        SeriesState expected = forecaster.initialState();
        for (int hour = 0; hour < 60; hour++) {
            boolean missing = hour == 20 || hour > 30 && hour < 36;
            Observation observation = new Observation(hour * HOUR, missing ? Double.NaN : value(hour));
            forecaster.step(expected, observation);
            if (!missing) {
                series.offer(observation);
            }
        }
        series.closeUntil(60 * HOUR);

        assertThat(series.state()).isEqualTo(codec.encode(new Checkpoint(expected, 0)));
        assertThat(series.told).doesNotContainKeys(20 * HOUR, 31 * HOUR).hasSize(54);
    }

    @Test
    void shouldCountMissingStepsBetweenEventsToTheNearest() {
        TimeRules rules = new TimeRules(0, List.of(), 0, HOUR, 3, 10);

        assertThat(List.of(
                        rules.missing(0, HOUR * 3 / 2 - 1),
                        rules.missing(0, HOUR * 3 / 2),
                        rules.missing(0, HOUR / 10),
                        rules.missing(0, 4 * HOUR + 1)))
                .containsExactly(0L, 1L, 0L, 3L);
    }

    @Test
    void shouldNotCountMissingStepsBetweenEventsUnlessTold() {
        SavedSeries series = new SavedSeries(MODEL, TimeRules.EVERY_EVENT, 32);

        series.offer(new Observation(0, 1));
        series.offer(new Observation(1_000 * HOUR, 2));

        assertThat(series.series.state().steps()).isEqualTo(2);
    }

    @Test
    void shouldBeginAgainAfterALongGapWithTheScaleRemembered() {
        SavedSeries series = new SavedSeries(MODEL, hourly(5), 32);
        for (int hour = 0; hour < 60; hour++) {
            series.offer(new Observation(hour * HOUR, noisy(hour)));
        }
        series.offer(new Observation(100 * HOUR, noisy(100)));
        series.closeUntil(101 * HOUR);
        double before = width(series, 58 * HOUR);

        SeriesState cold = forecaster.initialState();
        Forecast first =
                forecaster.step(cold, new Observation(100 * HOUR, noisy(100))).forecast();
        double coldWidth = first.quantile(4, 1) - first.quantile(0, 1);
        double after = width(series, 100 * HOUR);

        assertThat(series.series.state().steps()).isEqualTo(1);
        assertThat(coldWidth).as("width of a series never seen").isGreaterThan(20 * before);
        assertThat(after).as("width after the gap").isBetween(before / 3, before * 3);
    }

    @Test
    void shouldRememberTheScaleThroughACheckpoint() {
        SavedSeries kept = new SavedSeries(MODEL, hourly(2), 1_000);
        SavedSeries saved = new SavedSeries(MODEL, hourly(2), 1);
        for (int hour : new int[] {0, 1, 2, 3, 10, 11, 12, 30, 31, 32}) {
            kept.offer(new Observation(hour * HOUR, value(hour)));
            saved.offer(new Observation(hour * HOUR, value(hour)));
            saved.evict();
        }

        assertThat(saved.state()).isEqualTo(kept.state());
        assertThat(saved.told).isEqualTo(kept.told);
    }

    @Test
    void shouldWaitForAWholeObservationToBeginAgain() {
        SavedSeries series = new SavedSeries(MODEL, new TimeRules(0, List.of(), 0, HOUR, 2, 10), 32);
        series.offer(new Observation(0, 1));

        assertThat(series.offer(new Observation(10 * HOUR, Double.NaN))).isEqualTo(new Placement.Incomplete());
        assertThat(series.offer(new Observation(HOUR, Double.NaN))).isInstanceOf(Placement.Placed.class);
    }

    @Test
    void shouldCountAndSumNothingInStepsWithoutEvents() {
        TimeRules rules =
                TimeRules.fixedSteps(HOUR, List.of(Aggregation.SUM, Aggregation.COUNT, Aggregation.MEAN), 0, 5);

        Observation missing = rules.missing(HOUR, new Observation(2 * HOUR, 1, 2, 3));

        assertThat(missing).isEqualTo(new Observation(HOUR, 0, 0, Double.NaN));
    }

    @Test
    void shouldNeverLetAMissingValueReachTheState() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 200; round++) {
            SavedSeries series = new SavedSeries(MODEL, hourly(random.nextInt(4)), 1);
            long timestampMs = 0;
            for (int i = 0; i < 30; i++) {
                series.offer(new Observation(timestampMs, random.nextInt(3) == 0 ? Double.NaN : random.nextDouble()));
                timestampMs += 1 + random.nextLong(5 * HOUR);
            }
            if (series.series.state().steps() > 0) {
                assertThat(hidden(series.state())).as("round %d", round).doesNotContain(Float.NaN);
            }
        }
    }

    private static float[] hidden(byte[] state) {
        try {
            ByteBuffer bytes = io.gatecast.schema.SeriesState.getDecoder()
                    .decode(state)
                    .getHidden()
                    .order(ByteOrder.LITTLE_ENDIAN);
            float[] hidden = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(hidden);
            return hidden;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TimeRules hourly(int maxGap) {
        return TimeRules.fixedSteps(HOUR, List.of(Aggregation.LAST), 0, maxGap);
    }

    private static double value(int hour) {
        return 1_000 + 3 * Math.sin(hour * Math.PI / 6);
    }

    private static double width(SavedSeries series, long issuedAtMs) {
        List<Double> numbers = series.told.get(issuedAtMs).numbers();
        return numbers.get(4 * 5) - numbers.get(0);
    }

    /** No rule repeats it. */
    private static double noisy(int hour) {
        return value(hour) + 2 * Math.sin(hour * hour);
    }
}
