package io.gatecast.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.spec.ModelSpec;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The settings that are chosen by trying them on the linear part. */
class SpecFinderTest {
    private static final int ROWS = 4_000;

    private static ModelSpec find(TrainingOptions.Builder options, IntToDoubleFunction value) {
        long[] times = new long[ROWS];
        double[][] values = new double[1][ROWS];
        for (int row = 0; row < ROWS; row++) {
            times[row] = row * 3_600_000L;
            values[0][row] = value.applyAsDouble(row);
        }
        List<TrainingSeries> series = List.of(new TrainingSeries("s", times, values, List.of("value")));
        int[] validationStarts = ValidationSplit.starts(series, 24);
        return new SpecFinder(options.build(), series, validationStarts, new Settings(TrainingProgress.SILENT)).find();
    }

    private static TrainingOptions.Builder options() {
        return TrainingOptions.builder(24).seasons(List.of(24)).calendar(false);
    }

    private static double day(int row) {
        return Math.sin(2 * Math.PI * row / 24) + 0.5 * Math.sin(4 * Math.PI * row / 24 + 1);
    }

    /** Swings back to its mean within some hundred steps, which a short window mistakes for a level of its own. */
    private static IntToDoubleFunction slowlyReverting(long seed) {
        Random random = new Random(seed);
        double[] level = {0};
        return row -> {
            level[0] = 0.99 * level[0] + 0.3 * random.nextGaussian();
            return 20 + day(row) + level[0];
        };
    }

    @Test
    void shouldTakeTheScaleOverLongerWhereAValueRevertsToAFarMean() {
        assertThat(find(options(), slowlyReverting(3)).scaleWindow()).isGreaterThanOrEqualTo(192);
    }

    @Test
    void shouldKeepTheShortWindowWhereALongerOneHelpsNothing() {
        Random random = new Random(4);

        ModelSpec spec = find(options(), row -> 20 + 3 * day(row) + random.nextGaussian());

        assertThat(spec.scaleWindow()).isEqualTo(48);
    }

    @Test
    void shouldLookAtMorePeriodsWhereEachIsNoisy() {
        Random random = new Random(5);

        ModelSpec spec = find(options().scaleWindow(48), row -> 20 + 3 * day(row) + 2 * random.nextGaussian());

        assertThat(spec.seasonalRepeats()).isEqualTo(4);
        assertThat(spec.ringLength()).isEqualTo(97);
    }

    @Test
    void shouldTakeWhatIsGiven() {
        ModelSpec spec = find(options().scaleWindow(60).seasonalRepeats(3), slowlyReverting(3));

        assertThat(spec.scaleWindow()).isEqualTo(60);
        assertThat(spec.seasonalRepeats()).isEqualTo(3);
    }
}
