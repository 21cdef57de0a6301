package io.gatecast.core.imports;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Map;

/** ONNX Runtime as an oracle: runs a graph from x to y. */
final class OnnxRuntime {
    private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

    private OnnxRuntime() {}

    /** Runs a whole series at once: [time, 1, inputs] to [time, 1, outputs]. */
    static float[][] series(byte[] graph, float[][] inputs) {
        return chunked(run(graph, inputs, inputs.length, 1, inputs[0].length), inputs.length);
    }

    /** Runs a series as a batch of one, [1, time, inputs], and gives its only forecast. */
    static float[] last(byte[] graph, float[][] inputs) {
        return run(graph, inputs, 1, inputs.length, inputs[0].length);
    }

    private static float[] run(byte[] graph, float[][] inputs, long... shape) {
        FloatBuffer flat = FloatBuffer.allocate(inputs.length * inputs[0].length);
        for (float[] input : inputs) {
            flat.put(input);
        }
        try (OrtSession session = ENVIRONMENT.createSession(graph);
                OnnxTensor x = OnnxTensor.createTensor(ENVIRONMENT, flat.flip(), shape);
                OrtSession.Result result = session.run(Map.of("x", x))) {
            FloatBuffer y = ((OnnxTensor) result.get("y").orElseThrow()).getFloatBuffer();
            float[] outputs = new float[y.remaining()];
            y.get(outputs);
            return outputs;
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    static float[][] chunked(float[] flat, int parts) {
        int size = flat.length / parts;
        float[][] chunks = new float[parts][size];
        for (int p = 0; p < parts; p++) {
            System.arraycopy(flat, p * size, chunks[p], 0, size);
        }
        return chunks;
    }
}
