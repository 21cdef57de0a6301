package io.gatecast.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.recurrent.ResetVariant;
import io.gatecast.core.scale.Transform;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelSpecTest {
    @Test
    void shouldNameTheFirstSettingThatIsOutOfRange() {
        refuses("hidden size must be in [0, 4096], was -1", -1, 1, 3, List.of(0.5), List.of(), 8, 1);
        refuses("layers must be in [1, 16], was 0", 2, 0, 3, List.of(0.5), List.of(), 8, 1);
        refuses("horizon must be in [1, 20000], was 0", 2, 1, 0, List.of(0.5), List.of(), 8, 1);
        refuses("scale window must be in [2, 20000], was 1", 2, 1, 3, List.of(0.5), List.of(), 1, 1);
        refuses("recent lags must be in [1, 20000], was 0", 2, 1, 3, List.of(0.5), List.of(), 8, 0);
        refuses("season must be in [2, 20000], was 1", 2, 1, 3, List.of(0.5), List.of(1), 8, 1);
        refuses("seasons must ascend without repetition, were [7, 7]", 2, 1, 3, List.of(0.5), List.of(7, 7), 8, 1);
        refuses("quantile level must be in (0, 1), was 1.0", 2, 1, 3, List.of(0.5, 1.0), List.of(), 8, 1);
        refuses("quantile level must be in (0, 1), was NaN", 2, 1, 3, List.of(0.5, Double.NaN), List.of(), 8, 1);
        refuses(
                "quantile levels must ascend without repetition, were [0.5, 0.1]",
                2,
                1,
                3,
                List.of(0.5, 0.1),
                List.of(),
                8,
                1);
        refuses(
                "quantile levels must contain the median 0.5, were [0.1, 0.9]",
                2,
                1,
                3,
                List.of(0.1, 0.9),
                List.of(),
                8,
                1);
    }

    private static void refuses(
            String message,
            int hidden,
            int layers,
            int horizon,
            List<Double> levels,
            List<Integer> seasons,
            int window,
            int lags) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelSpec(
                        CellKind.GRU,
                        ResetVariant.RESET_AFTER,
                        hidden,
                        layers,
                        horizon,
                        levels,
                        seasons,
                        window,
                        Transform.IDENTITY,
                        0,
                        1,
                        0,
                        false,
                        lags,
                        2,
                        List.of("value")))
                .withMessage(message);
    }

    @Test
    void shouldRefuseScalesThatAreNotPositiveAndFinite() {
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> withScales(Transform.IDENTITY, 0, bad))
                    .withMessage("prior scale must be positive and finite, was " + bad);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> withScales(Transform.LOG, bad, 1))
                    .withMessage("log floor must be positive and finite, was " + bad);
        }
    }

    private static ModelSpec withScales(Transform transform, double logFloor, double priorScale) {
        return new ModelSpec(
                CellKind.GRU,
                ResetVariant.RESET_AFTER,
                1,
                1,
                3,
                List.of(0.1, 0.5),
                List.of(7, 30),
                8,
                transform,
                logFloor,
                priorScale,
                0,
                false,
                1,
                2,
                List.of("value"));
    }

    @Test
    void shouldKeepTwoOfTheLongestSeasonAndTheValueThatLeavesTheScale() {
        ModelSpec spec = withScales(Transform.IDENTITY, 0, 1);

        assertThat(spec.ringLength()).isEqualTo(61);
        assertThat(spec.warmupSteps()).isEqualTo(30);
        assertThat(spec.medianIndex()).isEqualTo(1);
    }

    @Test
    void shouldAssumeAShareOfTheFirstValueUnlessItIsALogarithm() {
        assertThat(withScales(Transform.IDENTITY, 0, 0.25).prior(-8)).isEqualTo(2);
        assertThat(withScales(Transform.IDENTITY, 0, 0.25).prior(0)).isPositive();
        assertThat(withScales(Transform.LOG, 1, 0.25).prior(-8)).isEqualTo(0.25);
    }
}
