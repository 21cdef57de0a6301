package io.gatecast.core.kernel;

/** The activation functions a layer can end in; see {@link Activations} for their accuracy. */
public enum Activation {
    /** {@code x}. */
    LINEAR {
        @Override
        public void apply(float[] x) {
            // stays as it is
        }
    },
    /** {@code 1 / (1 + e^−x)}. */
    SIGMOID {
        @Override
        public void apply(float[] x) {
            Activations.sigmoid(x);
        }
    },
    /** {@code tanh(x)}. */
    TANH {
        @Override
        public void apply(float[] x) {
            Activations.tanh(x);
        }
    },
    /** {@code max(0, x)}. */
    RELU {
        @Override
        public void apply(float[] x) {
            for (int i = 0; i < x.length; i++) {
                x[i] = Math.max(0f, x[i]);
            }
        }
    };

    /**
     * Replaces every element by its activation.
     *
     * @param x values, overwritten
     */
    public abstract void apply(float[] x);
}
