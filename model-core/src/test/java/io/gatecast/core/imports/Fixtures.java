package io.gatecast.core.imports;

import io.gatecast.core.imported.NetworkBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** Files made by {@code src/test/fixtures} with PyTorch, onnx and h5py, and what is done with them in every test. */
final class Fixtures {
    private Fixtures() {}

    static byte[] bytes(String name) {
        try (InputStream in = Fixtures.class.getResourceAsStream("/imports/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no fixture " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a network without regard to what its numbers mean; flags are name, value, name, value. */
    static NetworkBody body(String name, String... flags) {
        Map<String, String> properties = new HashMap<>(Map.of("horizon", "1", "scaling", "none"));
        for (int i = 0; i < flags.length; i += 2) {
            properties.put(flags[i], flags[i + 1]);
        }
        byte[] bytes = bytes(name);
        return Source.of(bytes, name).read(bytes, name, ImportOptions.of("", properties));
    }

    /** Steps a network through a series from its initial state. */
    static float[][] run(NetworkBody body, float[][] inputs) {
        NetworkBody.Run run = body.newRun();
        float[][] state = body.initialState();
        float[][] next = body.initialState();
        float[][] outputs = new float[inputs.length][body.outputSize()];
        for (int t = 0; t < inputs.length; t++) {
            run.step(inputs[t], state, next, outputs[t]);
            float[][] swap = state;
            state = next;
            next = swap;
        }
        return outputs;
    }

    /** The inputs that {@code keras_fixtures.py} has recorded outputs for. */
    static float[][] waves(int steps, int size) {
        float[][] inputs = new float[steps][size];
        for (int t = 0; t < steps; t++) {
            for (int i = 0; i < size; i++) {
                inputs[t][i] = (float) Math.sin(0.37 * t + i);
            }
        }
        return inputs;
    }

    static float largestDifference(float[][] a, float[][] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(a.length + " steps against " + b.length);
        }
        float largest = 0;
        for (int t = 0; t < a.length; t++) {
            if (a[t].length != b[t].length) {
                throw new IllegalArgumentException(a[t].length + " outputs against " + b[t].length);
            }
            for (int i = 0; i < a[t].length; i++) {
                float difference = Math.abs(a[t][i] - b[t][i]);
                largest = Float.isNaN(difference) ? Float.POSITIVE_INFINITY : Math.max(largest, difference);
            }
        }
        return largest;
    }
}
