package io.gatecast.core.imported;

import io.gatecast.core.kernel.ColumnMatrix;
import java.util.Map;

/** What computes an imported network: our own cells, or ONNX Runtime. Immutable, shared by all threads. */
public sealed interface NetworkBody permits CellBody, GraphBody {
    /**
     * Length of the input of a step.
     *
     * @return input size
     */
    int inputSize();

    /**
     * Length of the output of a step.
     *
     * @return output size
     */
    int outputSize();

    /**
     * Memory before the first step.
     *
     * @return new vectors
     */
    float[][] initialState();

    /**
     * Weights by name; live, not copies.
     *
     * @return parameters, empty if they are not ours to know
     */
    Map<String, ColumnMatrix> parameters();

    /**
     * A copy whose weights are its own.
     *
     * @return the copy
     */
    NetworkBody copy();

    /**
     * Working space to take steps with.
     *
     * @return a new one, for one thread
     * @throws EngineUnavailableException if what computes this network is not on the class path
     */
    Run newRun();

    /** Takes steps; one owner, one thread. */
    interface Run {
        /**
         * Takes one step.
         *
         * @param x input in the network's scale [inputSize]
         * @param state memory before, unchanged
         * @param next receives the memory after; must not be {@code state}
         * @param out receives the output in the network's scale [outputSize]
         */
        void step(float[] x, float[][] state, float[][] next, float[] out);
    }
}
