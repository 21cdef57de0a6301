package io.gatecast.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationsTest {
    /** An odd stride through the bit patterns, so that every exponent and both parities of the mantissa occur. */
    private static final int STRIDE = 1_021;

    /** Where the error was largest when every float was tried. */
    private static final float WORST_TANH = 5.126039f;

    private static final float WORST_SIGMOID = 8.003398f;
    private static final float WORST_EXP = 26.690403f;

    private interface Function {
        float of(float x);
    }

    @Test
    void shouldKeepTanhWithinItsStatedError() {
        double largest = largestAbsoluteError(Activations::tanh, StrictMath::tanh, WORST_TANH);

        assertThat(largest).isBetween(2.91e-7, 2.92e-7);
    }

    @Test
    void shouldKeepSigmoidWithinItsStatedError() {
        double largest = largestAbsoluteError(Activations::sigmoid, x -> 1 / (1 + StrictMath.exp(-x)), WORST_SIGMOID);

        assertThat(largest).isBetween(1.69e-7, 1.70e-7);
    }

    @Test
    void shouldKeepExpWithinItsStatedErrorUpToTheClamp() {
        double largest = Math.abs(Activations.exp(WORST_EXP) / StrictMath.exp(WORST_EXP) - 1);
        for (int bits = Float.floatToIntBits(1e-9f); bits <= Float.floatToIntBits(87f); bits += STRIDE) {
            float x = Float.intBitsToFloat(bits);
            largest = Math.max(largest, Math.abs(Activations.exp(x) / StrictMath.exp(x) - 1));
            largest = Math.max(largest, Math.abs(Activations.exp(-x) / StrictMath.exp(-x) - 1));
        }

        assertThat(largest).isBetween(8.45e-8, 8.46e-8);
    }

    private static double largestAbsoluteError(Function function, DoubleUnaryOperator truth, float worst) {
        double largest = Math.abs(function.of(worst) - truth.applyAsDouble(worst));
        for (int bits = 0; bits <= Float.floatToIntBits(100f); bits += STRIDE) {
            float x = Float.intBitsToFloat(bits);
            largest = Math.max(largest, Math.abs(function.of(x) - truth.applyAsDouble(x)));
            largest = Math.max(largest, Math.abs(function.of(-x) - truth.applyAsDouble(-x)));
        }
        for (float x : new float[] {7.90531f, 7.9053111f, 7.905312f, 7.99f, 8f, 15.81f, 15.810622f, 15.82f}) {
            largest = Math.max(largest, Math.abs(function.of(x) - truth.applyAsDouble(x)));
            largest = Math.max(largest, Math.abs(function.of(-x) - truth.applyAsDouble(-x)));
        }
        return largest;
    }

    @Test
    void shouldStayInRangeAtTheExtremes() {
        for (float x : new float[] {20f, 1e4f, 1e30f, Float.MAX_VALUE, Float.POSITIVE_INFINITY}) {
            assertThat(Activations.tanh(x)).as("tanh(%s)", x).isBetween(0.999999f, 1f);
            assertThat(Activations.tanh(-x)).as("tanh(-%s)", x).isBetween(-1f, -0.999999f);
            assertThat(Activations.sigmoid(x)).as("sigmoid(%s)", x).isBetween(0.999999f, 1f);
            assertThat(Activations.sigmoid(-x)).as("sigmoid(-%s)", x).isBetween(0f, 1e-6f);
        }
    }

    @Test
    void shouldKeepExactValuesAtZero() {
        assertThat(Float.floatToRawIntBits(Activations.tanh(0f))).isEqualTo(Float.floatToRawIntBits(0f));
        assertThat(Float.floatToRawIntBits(Activations.tanh(-0f))).isEqualTo(Float.floatToRawIntBits(-0f));
        assertThat(Activations.sigmoid(0f)).isEqualTo(0.5f);
        assertThat(Activations.sigmoid(-0f)).isEqualTo(0.5f);
        assertThat(Activations.exp(0f)).isEqualTo(1f);
        assertThat(Activations.exp(-0f)).isEqualTo(1f);
    }

    @Test
    void shouldBeOddAndKeepTheSmallestNumbers() {
        for (float x : new float[] {Float.MIN_VALUE, Float.MIN_NORMAL, 1e-30f, 1e-5f, 0.3f, 3f, 7.9f, 30f}) {
            assertThat(Activations.tanh(-x)).as("tanh(-%s)", x).isEqualTo(-Activations.tanh(x));
        }
        assertThat(Activations.tanh(1e-30f)).isBetween(0.999999e-30f, 1.000001e-30f);
    }

    @Test
    void shouldClampTheExponent() {
        assertThat(Activations.exp(88f)).isEqualTo(Activations.exp(Activations.EXP_CLAMP));
        assertThat(Activations.exp(Float.POSITIVE_INFINITY)).isEqualTo(Activations.exp(Activations.EXP_CLAMP));
        assertThat(Activations.exp(-88f)).isEqualTo(Activations.exp(-Activations.EXP_CLAMP));
        assertThat(Activations.exp(Float.NEGATIVE_INFINITY)).isPositive();
    }

    @Test
    void shouldPassOnNotANumber() {
        assertThat(Activations.tanh(Float.NaN)).isNaN();
        assertThat(Activations.sigmoid(Float.NaN)).isNaN();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 8, 15, 16, 17, 31, 33, 64, 65, 70, 257, 4099})
    void shouldGiveTheSameBitsForArraysAsForSingleValues(int length) {
        long seed = 20260101L + length;
        SplittableRandom random = new SplittableRandom(seed);
        // Often enough that the array forms are compiled, and vectorised, on the way.
        for (int round = 0; round < 2_000_000 / (length + 1_000); round++) {
            float[] x = new float[length];
            for (int i = 0; i < length; i++) {
                x[i] = (float) random.nextDouble(-20, 20);
            }
            float[] tanh = x.clone();
            float[] sigmoid = x.clone();
            Activations.tanh(tanh);
            Activations.sigmoid(sigmoid);
            for (int i = 0; i < length; i++) {
                if (Float.floatToRawIntBits(tanh[i]) != Float.floatToRawIntBits(Activations.tanh(x[i]))
                        || Float.floatToRawIntBits(sigmoid[i]) != Float.floatToRawIntBits(Activations.sigmoid(x[i]))) {
                    throw new AssertionError(
                            "seed " + seed + ", round " + round + ": array and scalar form differ at " + x[i]);
                }
            }
        }
    }
}
