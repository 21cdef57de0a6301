package io.gatecast.core.imports;

import io.gatecast.core.imported.DenseLayer;
import io.gatecast.core.kernel.Activation;
import io.gatecast.core.kernel.ColumnMatrix;

/**
 * Weights of one fully connected layer.
 *
 * @param name what the layer is called in its file
 * @param weight W, row-major [output, input]
 * @param bias b [output]
 * @param activation what the layer ends in
 */
record DenseWeights(String name, float[] weight, float[] bias, Activation activation) {
    int inputSize() {
        return weight.length / bias.length;
    }

    DenseLayer toLayer() {
        DenseLayer layer = new DenseLayer(inputSize(), bias.length, activation);
        layer.weight().set(ColumnMatrix.ofRowMajor(bias.length, inputSize(), weight));
        layer.bias().set(ColumnMatrix.ofRowMajor(bias.length, 1, bias));
        return layer;
    }

    /** Turns a row-major [inputs, outputs] into [outputs, inputs]. */
    static float[] transposed(float[] values, int outputs) {
        int inputs = outputs == 0 ? 0 : values.length / outputs;
        float[] out = new float[values.length];
        for (int i = 0; i < inputs; i++) {
            for (int o = 0; o < outputs; o++) {
                out[o * inputs + i] = values[i * outputs + o];
            }
        }
        return out;
    }
}
