package io.gatecast.core.imported;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.lang.ref.Cleaner;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The only class that knows ONNX Runtime, so that all others load without it. Its session may be used by many threads. */
final class OnnxSession {
    private static final Cleaner CLEANER = Cleaner.create();

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final GraphBody.Port input;
    private final GraphBody.Port output;
    private final GraphBody.Memory[] memories;
    private final Set<String> wanted;

    private OnnxSession(GraphBody body, byte[] graph) throws OrtException {
        input = body.input();
        output = body.output();
        memories = body.memories().toArray(GraphBody.Memory[]::new);
        wanted = new LinkedHashSet<>();
        wanted.add(output.name());
        for (GraphBody.Memory memory : memories) {
            wanted.add(memory.output().name());
        }
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            // One thread: sums in one order, and the topology's own threads are the parallelism.
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            session = environment.createSession(graph, options);
        }
        CLEANER.register(this, new Closing(session));
    }

    static OnnxSession open(GraphBody body, byte[] graph) {
        try {
            return new OnnxSession(body, graph);
        } catch (OrtException e) {
            throw new EngineUnavailableException("ONNX Runtime cannot load the graph: " + e.getMessage(), e);
        }
    }

    void step(float[] x, float[][] state, float[][] next, float[] out) {
        Map<String, OnnxTensor> feeds = new LinkedHashMap<>();
        try {
            feeds.put(input.name(), tensor(input, x));
            for (int m = 0; m < memories.length; m++) {
                feeds.put(memories[m].input().name(), tensor(memories[m].input(), state[m]));
            }
            try (OrtSession.Result result = session.run(feeds, wanted)) {
                read(result, output, out);
                for (int m = 0; m < memories.length; m++) {
                    read(result, memories[m].output(), next[m]);
                }
            }
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot take a step: " + e.getMessage(), e);
        } finally {
            feeds.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor tensor(GraphBody.Port port, float[] values) throws OrtException {
        long[] shape = port.shape().stream().mapToLong(Integer::longValue).toArray();
        return OnnxTensor.createTensor(environment, FloatBuffer.wrap(values, 0, port.size()), shape);
    }

    private static void read(OrtSession.Result result, GraphBody.Port port, float[] into) {
        OnnxValue value = result.get(port.name()).orElseThrow();
        FloatBuffer buffer = value instanceof OnnxTensor tensor ? tensor.getFloatBuffer() : null;
        if (buffer == null || buffer.remaining() != port.size()) {
            throw new IllegalStateException("output " + port.name() + " of the graph: expected float32 " + port.shape()
                    + ", found " + value.getInfo());
        }
        buffer.get(into, 0, port.size());
    }

    /** Must not hold the object whose end it waits for. */
    private record Closing(OrtSession session) implements Runnable {
        @Override
        public void run() {
            try {
                session.close();
            } catch (OrtException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
