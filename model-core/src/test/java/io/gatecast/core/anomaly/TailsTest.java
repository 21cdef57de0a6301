package io.gatecast.core.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TailsTest {
    private static final int BEFORE = 3000;
    private static final int TESTED = 2000;

    /** Critical value of Kolmogorov and Smirnov's statistic at one in a thousand. */
    private static final double CRITICAL = 1.95 / Math.sqrt(TESTED);

    enum Noise {
        NORMAL(SplittableRandom::nextGaussian),
        UNIFORM(random -> random.nextDouble()),
        EXPONENTIAL(random -> -Math.log(1 - random.nextDouble())),
        HEAVY_TAILED(TailsTest::studentOfThreeDegrees),
        TINY(random -> 1e-6 * random.nextGaussian()),
        HUGE(random -> 1e12 * random.nextGaussian());

        private final ToDoubleFunction<SplittableRandom> draw;

        Noise(ToDoubleFunction<SplittableRandom> draw) {
            this.draw = draw;
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveUniformProbabilitiesOnStationaryNoise(Noise noise) {
        SplittableRandom random = new SplittableRandom(noise.ordinal() + 1);
        Tails tails = new Tails(1);
        double[] p = new double[TESTED];
        for (int i = -BEFORE; i < TESTED; i++) {
            double probability = tails.probability(0, Math.abs(noise.draw.applyAsDouble(random)));
            tails.next();
            if (i >= 0) {
                p[i] = probability;
            }
        }

        assertThat(distanceFromUniform(p)).isLessThan(CRITICAL);
    }

    @Test
    void shouldTellNoiseThatHasGrown() {
        SplittableRandom random = new SplittableRandom(1);
        Tails tails = new Tails(1);
        double[] p = new double[TESTED];
        for (int i = -BEFORE; i < TESTED; i++) {
            double probability = tails.probability(0, Math.abs((i < 0 ? 1 : 1.3) * random.nextGaussian()));
            tails.next();
            if (i >= 0) {
                p[i] = probability;
            }
        }

        assertThat(distanceFromUniform(p)).isGreaterThan(CRITICAL);
    }

    private static double studentOfThreeDegrees(SplittableRandom random) {
        double squares = 0;
        for (int i = 0; i < 3; i++) {
            double normal = random.nextGaussian();
            squares += normal * normal;
        }
        return random.nextGaussian() / Math.sqrt(squares / 3);
    }

    private static double distanceFromUniform(double[] p) {
        Arrays.sort(p);
        double distance = 0;
        for (int i = 0; i < p.length; i++) {
            distance = Math.max(
                    distance, Math.max(Math.abs(p[i] - (double) i / p.length), Math.abs(p[i] - (i + 1.0) / p.length)));
        }
        return distance;
    }

    @Test
    void shouldSayNothingOfTheFirstFewValues() {
        Tails tails = new Tails(1);
        for (int i = 0; i < 5; i++) {
            assertThat(rarity(tails, Math.pow(10, i))).isZero();
            tails.next();
        }
        assertThat(rarity(tails, 1e6)).isPositive();
    }

    @Test
    void shouldFindNothingRareWhereAllValuesAreZero() {
        Tails tails = new Tails(1);
        double rarity = 0;
        for (int i = 0; i < 1000; i++) {
            rarity = rarity(tails, 0);
            tails.next();
        }
        assertThat(rarity).isCloseTo(Math.log10(2), within(0.01));
    }

    @Test
    void shouldFindARecordRarerTheFurtherItIsOut() {
        double twice = rarityOf(2);
        double tenfold = rarityOf(10);

        assertThat(tenfold - twice).isCloseTo(2 * Math.log10(5), within(1e-6));
    }

    private static double rarityOf(double record) {
        Tails tails = new Tails(1);
        for (int i = 1; i <= 1000; i++) {
            rarity(tails, i / 1000.0);
            tails.next();
        }
        return rarity(tails, record);
    }

    @Test
    void shouldForgetOldValuesOnVeryLongSeries() {
        Tails tails = new Tails(1);
        for (int i = 0; i < 1_000_000; i++) {
            rarity(tails, i < 500_000 ? 10 : 1);
            tails.next();
        }
        assertThat(rarity(tails, 10)).isGreaterThan(2);
    }

    @Test
    void shouldContinueWithTheSameBitsAfterBeingRestored() {
        SplittableRandom random = new SplittableRandom(5);
        Tails tails = new Tails(2);
        Tails restored = new Tails(2);
        for (int i = 0; i < 3000; i++) {
            double value = Math.abs(random.nextGaussian()) * (i % 100 == 99 ? 50 : 1);
            assertThat(restored.probability(i % 2, value)).isEqualTo(tails.probability(i % 2, value));
            tails.next();
            restored.next();
            if (i % 50 == 0) {
                ByteBuffer bytes = ByteBuffer.allocate(restored.size());
                restored.write(bytes);
                restored = new Tails(2);
                restored.read(bytes.flip());
            }
        }
    }

    private static double rarity(Tails tails, double value) {
        double[] values = {value};
        tails.rarities(values, new double[1]);
        return values[0];
    }
}
