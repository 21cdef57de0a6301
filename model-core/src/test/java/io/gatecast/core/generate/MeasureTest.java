package io.gatecast.core.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class MeasureTest {
    @Test
    void shouldShowMultiplesOfItsResolutionInShortDecimals() {
        Measure tenths = new Measure(20, 3, 1, 1, Double.NEGATIVE_INFINITY);
        assertThat(tenths.show(0.123)).isEqualTo(20.4);
        assertThat(tenths.show(-7)).isEqualTo(-1);

        Measure fives = new Measure(0, 1000, 5, -1, Double.NEGATIVE_INFINITY);
        assertThat(fives.show(0.374)).isEqualTo(350);

        Measure twoHundredths = new Measure(0, 1, 2, 2, Double.NEGATIVE_INFINITY);
        assertThat(twoHundredths.show(0.309)).isEqualTo(0.3);
    }

    @Test
    void shouldShowNothingBelowItsFloorAndNoNegativeZero() {
        Measure measure = new Measure(0, 1, 1, 1, 0);

        assertThat(measure.show(-3)).isEqualTo(0.0);
        assertThat(Double.doubleToRawLongBits(new Measure(0, 1, 1, 1, Double.NEGATIVE_INFINITY).show(-0.01)))
                .isZero();
    }

    @Test
    void shouldDrawResolutionsThatFitTheUnit() {
        Randomness random = new Randomness(1);
        for (int i = 0; i < 2_000; i++) {
            Measure measure = Measure.draw(random);
            double resolution = measure.mantissa() * Math.pow(10, -measure.decimals());

            assertThat(measure.unit() / resolution).isBetween(0.2, 400_000.0);
            assertThat(BigDecimal.valueOf(measure.show(random.gaussian()))
                            .stripTrailingZeros()
                            .scale())
                    .isLessThanOrEqualTo(Math.max(0, measure.decimals()));
        }
    }
}
