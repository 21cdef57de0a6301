package io.gatecast.core.recurrent;

import io.gatecast.core.kernel.ColumnMatrix;
import java.util.LinkedHashMap;
import java.util.Map;

/** Weights of a cell whose input and hidden state meet in one pre-activation per gate: {@code a = W·x + U·h + b}. */
final class GateWeights {
    /** W, [gates·hidden, input]. */
    final ColumnMatrix input;

    /** U, [gates·hidden, hidden]. */
    final ColumnMatrix recurrent;

    /** b, [gates·hidden, 1]. */
    final ColumnMatrix bias;

    GateWeights(int gates, int inputSize, int hiddenSize) {
        input = new ColumnMatrix(gates * hiddenSize, inputSize);
        recurrent = new ColumnMatrix(gates * hiddenSize, hiddenSize);
        bias = new ColumnMatrix(gates * hiddenSize, 1);
    }

    int inputSize() {
        return input.columns();
    }

    int hiddenSize() {
        return recurrent.columns();
    }

    void preActivate(float[] x, float[] h, float[] a) {
        System.arraycopy(bias.column(0), 0, a, 0, a.length);
        input.multiplyAdd(x, a);
        recurrent.multiplyAdd(h, a);
    }

    Map<String, ColumnMatrix> parameters() {
        Map<String, ColumnMatrix> p = new LinkedHashMap<>();
        p.put("input_weight", input);
        p.put("recurrent_weight", recurrent);
        p.put("bias", bias);
        return p;
    }
}
