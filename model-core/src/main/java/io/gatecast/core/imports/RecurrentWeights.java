package io.gatecast.core.imports;

import io.gatecast.core.imported.CellBody;
import io.gatecast.core.imported.RecurrentLayer;
import io.gatecast.core.kernel.ColumnMatrix;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.recurrent.GateActivations;
import io.gatecast.core.recurrent.ResetVariant;
import java.util.Arrays;
import java.util.Map;

/**
 * Weights of one recurrent layer as its format has them, and in which order: the neutral form between the readers and
 * our cells. Every gate is {@code W·x + b + U·h + c}.
 *
 * @param name what the layer is called in its file
 * @param kind kind of cell
 * @param reset where a GRU applies its reset gate
 * @param activations activations inside the cell
 * @param order for each of our gates (GRU: r, z, candidate; LSTM: i, f, g, o), which of the file's it is
 * @param input W, row-major [gates × hidden, input]
 * @param recurrent U, row-major [gates × hidden, hidden]
 * @param inputBias b [gates × hidden]
 * @param recurrentBias c [gates × hidden]
 * @param initial state before the first step [state]; empty for zeros
 */
record RecurrentWeights(
        String name,
        CellKind kind,
        ResetVariant reset,
        GateActivations activations,
        int[] order,
        float[] input,
        float[] recurrent,
        float[] inputBias,
        float[] recurrentBias,
        float[] initial) {

    int hiddenSize() {
        return inputBias.length / order.length;
    }

    int inputSize() {
        return input.length / inputBias.length;
    }

    RecurrentLayer shape() {
        return new RecurrentLayer(kind, reset, activations, inputSize(), hiddenSize());
    }

    /** Writes the weights into a layer of our own. */
    void load(CellBody body, int layer) {
        int h = hiddenSize();
        float[] u = inOurOrder(recurrent);
        float[] b = inOurOrder(inputBias);
        float[] c = inOurOrder(recurrentBias);
        Map<String, ColumnMatrix> cell = body.cell(layer);
        set(cell.get("input_weight"), inOurOrder(input));
        boolean gru = kind == CellKind.GRU;
        if (gru && reset == ResetVariant.RESET_AFTER) {
            set(cell.get("recurrent_weight"), u);
            set(cell.get("candidate_bias"), Arrays.copyOfRange(c, 2 * h, 3 * h));
            Arrays.fill(c, 2 * h, 3 * h, 0f);
        } else if (gru) {
            set(cell.get("recurrent_weight"), Arrays.copyOf(u, 2 * h * h));
            set(cell.get("candidate_weight"), Arrays.copyOfRange(u, 2 * h * h, u.length));
        } else {
            set(cell.get("recurrent_weight"), u);
        }
        for (int i = 0; i < b.length; i++) {
            b[i] += c[i];
        }
        set(cell.get("bias"), b);
        if (initial.length > 0) {
            set(body.initial(layer), initial);
        }
    }

    private float[] inOurOrder(float[] gates) {
        int length = gates.length / order.length;
        float[] ours = new float[gates.length];
        for (int g = 0; g < order.length; g++) {
            System.arraycopy(gates, order[g] * length, ours, g * length, length);
        }
        return ours;
    }

    private static void set(ColumnMatrix matrix, float[] rowMajor) {
        matrix.set(ColumnMatrix.ofRowMajor(matrix.rows(), matrix.columns(), rowMajor));
    }
}
