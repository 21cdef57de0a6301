package io.gatecast.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.gatecast.core.kernel.ColumnMatrix;
import io.gatecast.core.recurrent.GruCell;
import io.gatecast.core.recurrent.OnnxModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/** A GRU in ONNX Runtime on one thread, stepped as fast as its Java interface allows: all tensors stay where they are. */
final class OnnxGru implements AutoCloseable {
    private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();
    private static final int[] ORDER = {1, 0, 2}; // ours is r, z, candidate; ONNX is z, r, candidate

    private final OrtSession session;
    private final FloatBuffer hidden;
    private final FloatBuffer last;
    private final OnnxTensor input;
    private final OnnxTensor state;
    private final OnnxTensor result;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;

    OnnxGru(GruCell cell, float[] x) {
        int size = cell.hiddenSize();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            session = ENVIRONMENT.createSession(graph(cell), options);
            FloatBuffer values = floats(x.length);
            values.put(x).rewind();
            hidden = floats(size);
            last = floats(size);
            input = OnnxTensor.createTensor(ENVIRONMENT, values, new long[] {1, 1, x.length});
            state = OnnxTensor.createTensor(ENVIRONMENT, hidden, new long[] {1, 1, size});
            result = OnnxTensor.createTensor(ENVIRONMENT, last, new long[] {1, 1, size});
            inputs = Map.of("x", input, "h", state);
            outputs = Map.of("last", result);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FloatBuffer floats(int length) {
        return ByteBuffer.allocateDirect(length * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    private static byte[] graph(GruCell cell) {
        int h = cell.hiddenSize();
        Map<String, ColumnMatrix> weights = cell.parameters();
        float[] recurrentBias = new float[3 * h];
        System.arraycopy(weights.get("candidate_bias").column(0), 0, recurrentBias, 2 * h, h);
        float[] bias = new float[6 * h];
        System.arraycopy(reordered(weights.get("bias").column(0)), 0, bias, 0, 3 * h);
        System.arraycopy(reordered(recurrentBias), 0, bias, 3 * h, 3 * h);
        return new OnnxModel()
                .input("x", 1, 1, cell.inputSize())
                .input("h", 1, 1, h)
                .output("last", 1, 1, h)
                .constant("w", reordered(weights.get("input_weight").toRowMajor()), 1, 3L * h, cell.inputSize())
                .constant("r", reordered(weights.get("recurrent_weight").toRowMajor()), 1, 3L * h, h)
                .constant("b", bias, 1, 6L * h)
                .node(
                        "GRU",
                        List.of("x", "w", "r", "b", "", "h"),
                        List.of("", "last"),
                        OnnxModel.Attribute.ofInt("hidden_size", h),
                        OnnxModel.Attribute.ofInt("linear_before_reset", 1))
                .toBytes();
    }

    private static float[] reordered(float[] gates) {
        int length = gates.length / ORDER.length;
        float[] out = new float[gates.length];
        for (int g = 0; g < ORDER.length; g++) {
            System.arraycopy(gates, ORDER[g] * length, out, g * length, length);
        }
        return out;
    }

    /** Takes a step; what comes out goes in next time. */
    void step() {
        try {
            session.run(inputs, outputs).close();
            hidden.put(0, last, 0, hidden.capacity());
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The hidden state after the latest step. */
    float[] hidden() {
        float[] h = new float[hidden.capacity()];
        hidden.get(0, h);
        return h;
    }

    @Override
    public void close() {
        input.close();
        state.close();
        result.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
