package io.gatecast.core.imported;

import io.gatecast.core.kernel.ColumnMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * An imported ONNX graph that takes a step of the input and its memory and gives the output and the new memory, computed by
 * ONNX Runtime, which is an optional library.
 *
 * <p>Unlike everything else in this program its bits are ONNX Runtime's: the same on one machine, perhaps not on another.
 */
public final class GraphBody implements NetworkBody {
    /**
     * One of the graph's inputs or outputs.
     *
     * @param name its name in the graph
     * @param shape its dimensions, 1 where the graph leaves them open
     */
    public record Port(String name, List<Integer> shape) {
        public Port {
            shape = List.copyOf(shape);
            long size = 1;
            for (int dimension : shape) {
                size *= dimension;
                if (dimension < 1 || size > RecurrentLayer.MAX_SIZE * 16L) {
                    throw new IllegalArgumentException(name + ": dimensions must be positive and their product at most "
                            + RecurrentLayer.MAX_SIZE * 16L + ", were " + shape);
                }
            }
        }

        /**
         * Number of elements.
         *
         * @return product of the dimensions
         */
        public int size() {
            return shape.stream().reduce(1, Math::multiplyExact);
        }
    }

    /**
     * A vector of memory.
     *
     * @param input where it goes in
     * @param output where it comes out, of the same size
     */
    public record Memory(Port input, Port output) {
        public Memory {
            if (input.size() != output.size()) {
                throw new IllegalArgumentException("memory " + input.name() + " " + input.shape()
                        + " must come out with the same number of elements, comes out as " + output.name() + " "
                        + output.shape());
            }
        }
    }

    private final byte[] graph;
    private final Port input;
    private final Port output;
    private final List<Memory> memories;
    private OnnxSession session;

    /**
     * Wraps a graph.
     *
     * @param graph bytes of the ONNX file; copied
     * @param input where the values of a step go in
     * @param output where the forecast comes out
     * @param memories what is kept from step to step; may be empty
     */
    public GraphBody(byte[] graph, Port input, Port output, List<Memory> memories) {
        this.graph = graph.clone();
        this.input = input;
        this.output = output;
        this.memories = List.copyOf(memories);
    }

    /**
     * The ONNX file.
     *
     * @return a copy of its bytes
     */
    public byte[] graph() {
        return graph.clone();
    }

    /**
     * Where the values of a step go in.
     *
     * @return the port
     */
    public Port input() {
        return input;
    }

    /**
     * Where the forecast comes out.
     *
     * @return the port
     */
    public Port output() {
        return output;
    }

    /**
     * What is kept from step to step.
     *
     * @return memories, in the order of the state
     */
    public List<Memory> memories() {
        return memories;
    }

    @Override
    public int inputSize() {
        return input.size();
    }

    @Override
    public int outputSize() {
        return output.size();
    }

    @Override
    public float[][] initialState() {
        return memories.stream().map(memory -> new float[memory.input().size()]).toArray(float[][]::new);
    }

    @Override
    public Map<String, ColumnMatrix> parameters() {
        return Map.of();
    }

    @Override
    public GraphBody copy() {
        return this;
    }

    @Override
    public Run newRun() {
        return session()::step;
    }

    private synchronized OnnxSession session() {
        if (session == null) {
            try {
                session = OnnxSession.open(this, graph);
            } catch (LinkageError e) {
                throw new EngineUnavailableException(
                        "this model runs in ONNX Runtime, which is not on the class path (" + e
                                + "): start gatecast with GATECAST_ONNXRUNTIME=yes, or put the jar of"
                                + " com.microsoft.onnxruntime:onnxruntime on GATECAST_CLASS_PATH",
                        e);
            }
        }
        return session;
    }

    @Override
    public String toString() {
        return "GraphBody[" + graph.length + " bytes, hash " + Arrays.hashCode(graph) + "]";
    }
}
