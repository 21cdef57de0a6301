package io.gatecast.core.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class RandomnessTest {
    private static final int DRAWS = 200_000;

    private final Randomness random = new Randomness(5);

    @Test
    void shouldDrawTheRecordedNumbers() {
        Randomness recorded = Randomness.of(1, 0);

        assertThat(new long[] {recorded.next(), recorded.next(), recorded.next()})
                .containsExactly(4720248854425330031L, 1629287585893752162L, 5358695149628781184L);
    }

    @Test
    void shouldDrawFromEachDistributionWithItsMeanAndVariance() {
        check("uniform", random::uniform, 0.5, 1.0 / 12);
        check("gaussian", random::gaussian, 0, 1);
        check("exponential", random::exponential, 1, 1);
        check("gamma of 0.3", () -> random.gamma(0.3), 0.3, 0.3);
        check("gamma of 4", () -> random.gamma(4), 4, 4);
        check("t of 10", () -> random.studentT(10), 0, 1.25);
        check("poisson of 0.7", () -> random.poisson(0.7), 0.7, 0.7);
        check("poisson of 200", () -> random.poisson(200), 200, 200);
        check("between 3 and 5", () -> random.between(3, 5), 4, 2.0 / 3);
    }

    private static void check(String name, DoubleSupplier draw, double mean, double variance) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < DRAWS; i++) {
            double value = draw.getAsDouble();
            sum += value - mean;
            squares += (value - mean) * (value - mean);
        }
        double deviation = Math.sqrt(variance);
        assertThat(sum / DRAWS).as("mean of %s", name).isCloseTo(0, within(0.01 * deviation));
        assertThat(squares / DRAWS).as("variance of %s", name).isCloseTo(variance, within(0.03 * variance));
    }

    @Test
    void shouldMakeSourcesThatHaveNothingToDoWithEachOther() {
        double product = 0;
        for (int i = 0; i < DRAWS; i++) {
            product += (Randomness.of(3, i).uniform() - 0.5)
                    * (Randomness.of(3, i + 1).uniform() - 0.5);
        }

        assertThat(12 * product / DRAWS).isCloseTo(0, within(0.01));
    }
}
