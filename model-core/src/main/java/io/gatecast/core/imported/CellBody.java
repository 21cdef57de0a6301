package io.gatecast.core.imported;

import io.gatecast.core.kernel.ColumnMatrix;
import io.gatecast.core.recurrent.CellTrace;
import io.gatecast.core.recurrent.RecurrentCell;
import io.gatecast.core.recurrent.RecurrentStack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An imported network of recurrent layers followed by dense ones, computed by our own cells. */
public final class CellBody implements NetworkBody {
    private final List<RecurrentLayer> layers;
    private final RecurrentStack stack;
    private final List<DenseLayer> dense;
    private final List<ColumnMatrix> initial;

    /**
     * Creates a network with all parameters zero.
     *
     * @param layers recurrent layers, lowest first, at least one
     * @param dense dense layers that follow; without any, the hidden state is the output
     * @throws IllegalArgumentException if a layer does not take what the one below gives
     */
    public CellBody(List<RecurrentLayer> layers, List<DenseLayer> dense) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("an imported network needs at least one recurrent layer, has none");
        }
        this.layers = List.copyOf(layers);
        this.dense = List.copyOf(dense);
        stack = new RecurrentStack(layers.stream().map(RecurrentLayer::newCell).toList());
        initial = new ArrayList<>();
        for (RecurrentCell cell : stack.layers()) {
            initial.add(new ColumnMatrix(cell.stateSize(), 1));
        }
        int size = stack.outputSize();
        for (int d = 0; d < dense.size(); d++) {
            if (dense.get(d).inputSize() != size) {
                throw new IllegalArgumentException("dense layer " + d + " must take the " + size
                        + " outputs below it, takes " + dense.get(d).inputSize());
            }
            size = dense.get(d).outputSize();
        }
    }

    /**
     * Shapes of the recurrent layers.
     *
     * @return layers, lowest first
     */
    public List<RecurrentLayer> layers() {
        return layers;
    }

    /**
     * The dense layers.
     *
     * @return layers, lowest first
     */
    public List<DenseLayer> dense() {
        return dense;
    }

    /**
     * Parameters of a recurrent layer, named as {@link RecurrentCell#parameters()} does.
     *
     * @param layer index of the layer
     * @return live matrices
     */
    public Map<String, ColumnMatrix> cell(int layer) {
        return stack.layers().get(layer).parameters();
    }

    /**
     * Memory of a layer before the first step.
     *
     * @param layer index of the layer
     * @return live matrix [stateSize, 1]
     */
    public ColumnMatrix initial(int layer) {
        return initial.get(layer);
    }

    @Override
    public int inputSize() {
        return layers.get(0).inputSize();
    }

    @Override
    public int outputSize() {
        return dense.isEmpty()
                ? stack.outputSize()
                : dense.get(dense.size() - 1).outputSize();
    }

    @Override
    public float[][] initialState() {
        return initial.stream().map(m -> m.column(0).clone()).toArray(float[][]::new);
    }

    @Override
    public Map<String, ColumnMatrix> parameters() {
        Map<String, ColumnMatrix> all = new LinkedHashMap<>();
        stack.parameters().forEach((name, m) -> all.put("recurrent." + name, m));
        for (int l = 0; l < initial.size(); l++) {
            all.put("initial." + l, initial.get(l));
        }
        for (int d = 0; d < dense.size(); d++) {
            all.put("dense." + d + ".weight", dense.get(d).weight());
            all.put("dense." + d + ".bias", dense.get(d).bias());
        }
        return all;
    }

    @Override
    public CellBody copy() {
        CellBody copy = new CellBody(
                layers,
                dense.stream()
                        .map(layer -> new DenseLayer(layer.inputSize(), layer.outputSize(), layer.activation()))
                        .toList());
        Map<String, ColumnMatrix> target = copy.parameters();
        parameters().forEach((name, m) -> target.get(name).set(m));
        return copy;
    }

    @Override
    public Run newRun() {
        return new CellRun();
    }

    private final class CellRun implements Run {
        private final CellTrace[] traces = stack.newTraces();
        private final float[][] between = new float[Math.max(0, dense.size() - 1)][];

        CellRun() {
            for (int d = 0; d < between.length; d++) {
                between[d] = new float[dense.get(d).outputSize()];
            }
        }

        @Override
        public void step(float[] x, float[][] state, float[][] next, float[] out) {
            stack.step(x, state, next, traces);
            float[] below = next[stack.layers().size() - 1];
            if (dense.isEmpty()) {
                System.arraycopy(below, 0, out, 0, out.length);
            }
            for (int d = 0; d < dense.size(); d++) {
                float[] above = d < between.length ? between[d] : out;
                dense.get(d).apply(below, above);
                below = above;
            }
        }
    }
}
