package io.gatecast.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.gatecast.core.kernel.ColumnMatrix;
import io.gatecast.core.recurrent.GruCell;
import java.util.Map;

/** A GRU in libtorch through DJL, one step of {@code torch.gru} at a time on one thread. */
final class LibtorchGru implements AutoCloseable {
    private static final String ENGINE = "PyTorch";

    private final NDManager manager = NDManager.newBaseManager(ENGINE);
    private final NDArray input;
    private final NDList weights;
    private NDArray state;

    /** Its gates are in the order of ours, r, z, candidate. */
    LibtorchGru(GruCell cell, float[] x) {
        int h = cell.hiddenSize();
        Map<String, ColumnMatrix> own = cell.parameters();
        float[] recurrentBias = new float[3 * h];
        System.arraycopy(own.get("candidate_bias").column(0), 0, recurrentBias, 2 * h, h);
        weights = new NDList(
                manager.create(own.get("input_weight").toRowMajor(), new Shape(3L * h, x.length)),
                manager.create(own.get("recurrent_weight").toRowMajor(), new Shape(3L * h, h)),
                manager.create(own.get("bias").column(0), new Shape(3L * h)),
                manager.create(recurrentBias, new Shape(3L * h)));
        input = manager.create(x, new Shape(1, 1, x.length));
        state = manager.zeros(new Shape(1, 1, h));
    }

    /** Takes a step. */
    void step() {
        NDList result = input.getNDArrayInternal().gru(input, state, weights, true, 1, 0, false, false, false);
        NDArray last = result.get(1);
        last.attach(manager);
        state.close();
        state = last;
        result.get(0).close();
    }

    /** The hidden state after the latest step. */
    float[] hidden() {
        return state.toFloatArray();
    }

    @Override
    public void close() {
        manager.close();
    }
}
