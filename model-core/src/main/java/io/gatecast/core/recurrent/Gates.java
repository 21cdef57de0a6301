package io.gatecast.core.recurrent;

import io.gatecast.core.kernel.Activations;

/**
 * Element-wise arithmetic of gates. One output array per loop: C2 vectorises each of these, but not one loop that writes
 * all gates.
 */
final class Gates {
    private Gates() {}

    static void sigmoidOfSum(float[] a, float[] u, int offset, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = Activations.sigmoid(a[offset + i] + u[offset + i]);
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
