package io.gatecast.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ApproximationsTest {
    @Test
    void shouldApproximateTheLogarithmOverTheWholeRange() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            double x = StrictMath.exp(random.nextDouble(-300, 300));

            assertThat(Approximations.log(x)).isCloseTo(StrictMath.log(x), within(1e-9));
        }
        assertThat(Approximations.log(1)).isZero();
    }

    @Test
    void shouldApproximateTheInverseHyperbolicSine() {
        for (double x = -50; x < 50; x += 0.001) {
            double exact = Math.copySign(StrictMath.log(Math.abs(x) + StrictMath.sqrt(x * x + 1)), x);

            assertThat(Approximations.asinh(x)).isCloseTo(exact, within(2e-9));
        }
        assertThat(Approximations.asinh(0)).isZero();
    }

    @Test
    void shouldApproximateSineAndCosineInTurns() {
        for (double turns = -3; turns < 3; turns += 0.0001) {
            assertThat(Approximations.sine(turns)).isCloseTo(StrictMath.sin(2 * Math.PI * turns), within(1e-8));
            assertThat(Approximations.cosine(turns)).isCloseTo(StrictMath.cos(2 * Math.PI * turns), within(1e-8));
        }
    }

    @Test
    void shouldKeepTwoAndAHalfDigitsInSixteenBits() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 10_000; i++) {
            float x = (float) (random.nextDouble(-1, 1) * StrictMath.exp(random.nextDouble(-60, 60)));

            assertThat(HalfWidth.expand(HalfWidth.round(x))).isCloseTo(x, within(Math.abs(x) / 256));
        }
        assertThat(HalfWidth.expand(HalfWidth.round(0f))).isZero();
        assertThat(HalfWidth.expand(HalfWidth.round(-1.5f))).isEqualTo(-1.5f);
    }
}
