package io.gatecast.core.imported;

import io.gatecast.core.kernel.Activation;
import io.gatecast.core.kernel.ColumnMatrix;

/** A fully connected layer: {@code y = activation(W·x + b)}. */
public final class DenseLayer {
    private final ColumnMatrix weight;
    private final ColumnMatrix bias;
    private final Activation activation;

    /**
     * Creates a layer with all parameters zero.
     *
     * @param inputSize length of x
     * @param outputSize length of y
     * @param activation what the layer ends in
     */
    public DenseLayer(int inputSize, int outputSize, Activation activation) {
        weight = new ColumnMatrix(outputSize, inputSize);
        bias = new ColumnMatrix(outputSize, 1);
        this.activation = activation;
    }

    /**
     * Length of the input.
     *
     * @return input size
     */
    public int inputSize() {
        return weight.columns();
    }

    /**
     * Length of the output.
     *
     * @return output size
     */
    public int outputSize() {
        return weight.rows();
    }

    /**
     * What the layer ends in.
     *
     * @return activation
     */
    public Activation activation() {
        return activation;
    }

    /**
     * W.
     *
     * @return live matrix [outputSize, inputSize]
     */
    public ColumnMatrix weight() {
        return weight;
    }

    /**
     * b.
     *
     * @return live matrix [outputSize, 1]
     */
    public ColumnMatrix bias() {
        return bias;
    }

    void apply(float[] x, float[] y) {
        System.arraycopy(bias.column(0), 0, y, 0, y.length);
        weight.multiplyAdd(x, y);
        activation.apply(y);
    }
}
