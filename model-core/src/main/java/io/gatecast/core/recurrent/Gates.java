package io.gatecast.core.recurrent;

import io.gatecast.core.kernel.Activations;

/**
 * Element-wise arithmetic of gates. One output array per loop, and every array read from its beginning: C2 vectorises each of
 * these, but neither one loop that writes all gates nor one that reads from an offset on.
 */
final class Gates {
    private Gates() {}

    /** Of the first elements, so many of them; {@code out} may be {@code a}. */
    static void sigmoidOfSum(float[] a, float[] u, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            out[i] = Activations.sigmoid(a[i] + u[i]);
        }
    }

    /** Replaces the candidate's input part by the candidate. */
    static void resetAndTanh(float[] reset, float[] recurrentPart, float[] candidate) {
        for (int i = 0; i < candidate.length; i++) {
            candidate[i] = Activations.tanh(Math.fma(reset[i], recurrentPart[i], candidate[i]));
        }
    }

    static void multiply(float[] a, float[] b, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = a[i] * b[i];
        }
    }

    /** Gives {@code from} where the share is 0 and {@code to} where it is 1. */
    static void mix(float[] share, float[] from, float[] to, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.fma(share[i], to[i] - from[i], from[i]);
        }
    }
}
