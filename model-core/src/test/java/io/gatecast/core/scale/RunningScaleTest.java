package io.gatecast.core.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunningScaleTest {
    private static final double PRIOR = 0.5;

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 24, 168})
    void shouldEqualATwoPassComputationOverTheWindowAtEveryStep(int length) {
        SplittableRandom random = new SplittableRandom(length);

        assertEqualsTwoPass(length, 5 * length + 7, 1e-7, i -> random.nextDouble(-3, 5));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7, 24, 168})
    void shouldForgetASpikeAsSoonAsItHasLeftTheWindow(int length) {
        for (double spike : new double[] {1e4, -1e9, 1e30}) {
            SplittableRandom random = new SplittableRandom(length);
            int at = length + length / 2 + 1;

            assertEqualsTwoPass(
                    length, 6 * length, 1e-7, i -> i == at || i == at + 1 ? spike : random.nextDouble(-1, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 168, 1000})
    void shouldFollowASeriesThatFadesByManyOrdersOfMagnitude(int length) {
        SplittableRandom random = new SplittableRandom(length);
        for (double fade : new double[] {0.5, 0.8, 0.9, 0.95, 0.99}) {
            int start = length / 3;
            assertEqualsTwoPass(
                    length,
                    4 * length,
                    1e-6,
                    i -> random.nextDouble(-1, 1) + 1e9 * (i < start ? 0 : Math.pow(fade, i - start)));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e2, 1e4, 1e6})
    void shouldKeepTheDeviationFarFromTheAnchor(double offset) {
        SplittableRandom random = new SplittableRandom(3);

        // The window's float32 values themselves are no finer than offset · 6e-8, and their squares' sum than offset² ·
        // 1e-16.
        assertEqualsTwoPass(
                168, 3_000, 1e-14 * offset * offset + 1e-7, i -> (i == 0 ? 0 : offset) + random.nextDouble(-1, 1));
    }

    @Test
    void shouldGiveAConstantSeriesItsFadingPrior() {
        Window window = Window.empty(9);
        RunningScale scale = new RunningScale(8);
        for (int step = 1; step <= 40; step++) {
            window.push(3f);
            scale.update(window, step, PRIOR);

            assertThat(scale.mean()).isEqualTo(3);
            assertThat(scale.deviation()).as("step %d", step).isCloseTo(fadingPrior(step), within(1e-15));
        }
    }

    @Test
    void shouldContinueWithTheSameBitsFromSavedSums() {
        SplittableRandom random = new SplittableRandom(4);
        Window window = Window.empty(12);
        RunningScale scale = new RunningScale(11);
        for (int step = 1; step <= 100; step++) {
            window.push((float) random.nextDouble(-1e3, 1e3));
            RunningScale restored = new RunningScale(11);
            if (step > 1) {
                restored.restore(scale.sum(), scale.sumOfSquares(), step - 1L, PRIOR);
                assertThat(restored.mean()).isEqualTo(scale.mean());
                assertThat(restored.deviation()).isEqualTo(scale.deviation());
            }
            scale.update(window, step, PRIOR);
            restored.update(window, step, PRIOR);

            assertThat(restored.mean()).as("seed 4, step %d", step).isEqualTo(scale.mean());
            assertThat(restored.deviation()).as("seed 4, step %d", step).isEqualTo(scale.deviation());
        }
    }

    private static void assertEqualsTwoPass(int length, int steps, double tolerance, IntToDoubleFunction values) {
        float[] series = new float[steps];
        Window window = Window.empty(length + 1);
        RunningScale scale = new RunningScale(length);
        for (int step = 1; step <= steps; step++) {
            series[step - 1] = (float) values.applyAsDouble(step - 1);
            window.push(series[step - 1]);
            scale.update(window, step, PRIOR);

            int count = Math.min(step, length);
            double mean = 0;
            for (int i = step - count; i < step; i++) {
                mean += (double) series[i] / count;
            }
            double variance = 0;
            for (int i = step - count; i < step; i++) {
                variance += (series[i] - mean) * (series[i] - mean) / count;
            }
            double deviation = Math.sqrt(variance + fadingPrior(step) * fadingPrior(step));
            assertThat(scale.mean())
                    .as("mean of %d at step %d", length, step)
                    .isCloseTo(mean, within(tolerance * (deviation + Math.abs(mean))));
            assertThat(scale.deviation())
                    .as("deviation of %d at step %d", length, step)
                    .isCloseTo(deviation, within(tolerance * deviation));
        }
    }

    /** Halved every other value, until 64 were seen. */
    private static double fadingPrior(int steps) {
        return PRIOR * Math.pow(2, -(Math.min(steps, 64) - 1) / 2.0);
    }
}
