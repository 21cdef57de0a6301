package io.gatecast.core.imports;

import io.gatecast.core.artifact.ModelFormatException;
import io.gatecast.core.imports.OnnxFile.Constant;
import io.gatecast.core.imports.OnnxFile.Node;
import io.gatecast.core.kernel.Activation;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.recurrent.GateActivations;
import io.gatecast.core.recurrent.ResetVariant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds a chain of GRU, LSTM or RNN nodes, and dense layers after them, in an ONNX graph.
 *
 * <p>The graph is followed in the order it is computed, with a note for every value of what it is: how far along
 * the chain, a constant, or something computed from shapes alone, as exporters do for initial states. Nodes that
 * only change the shape are passed through. Anything else between input and output is refused by name.
 *
 * <p>ONNX's gates are in the order z, r, h (GRU) and i, o, f, c (LSTM).
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__GRU.html">GRU</a>
 */
final class OnnxNetwork {
    private static final int[] GRU_ORDER = {1, 0, 2};
    private static final int[] LSTM_ORDER = {0, 2, 3, 1};
    private static final Set<String> RESHAPES = Set.of(
            "Identity",
            "Transpose",
            "Squeeze",
            "Unsqueeze",
            "Reshape",
            "Flatten",
            "Dropout",
            "Cast",
            "Gather",
            "Slice");
    private static final Set<String> KEEPS_ZEROS = Set.of(
            "Identity", "Transpose", "Squeeze", "Unsqueeze", "Reshape", "Cast", "Gather", "Slice", "Expand", "Tile");

    private final OnnxFile file;
    private final Map<String, Value> values = new HashMap<>();
    private final List<RecurrentWeights> recurrent = new ArrayList<>();
    private final List<DenseWeights> dense = new ArrayList<>();

    /** Whether the latest dense layer still lacks the bias that an Add may bring. */
    private boolean pending;

    private OnnxNetwork(OnnxFile file) {
        this.file = file;
    }

    /** What a value of the graph is. */
    private sealed interface Value permits Data, States, Known, Input, Shape {}

    /**
     * What the network computes from its input.
     *
     * @param recurrent number of recurrent layers behind it
     * @param dense number of dense layers behind it
     * @param series whether it may hold several steps
     * @param open whether a bias or an activation may follow
     */
    private record Data(int recurrent, int dense, boolean series, boolean open) implements Value {}

    /** Last hidden states of several layers on top of each other. */
    private record States(List<Data> layers) implements Value {}

    private record Known(Constant constant) implements Value {}

    /** An input of the graph: values if a recurrent node takes it as such, else a memory that begins with zeros. */
    private record Input(String name) implements Value {}

    /** Something that does not depend on the input's values. */
    private record Shape(boolean zero) implements Value {}

    static LayeredNetwork of(OnnxFile file) {
        return new OnnxNetwork(file).read();
    }

    private LayeredNetwork read() {
        file.initializers().forEach((name, constant) -> values.put(name, new Known(constant)));
        file.inputs().forEach(input -> values.put(input.name(), new Input(input.name())));
        for (Node node : file.nodes()) {
            follow(node);
        }
        boolean reached = file.outputs().stream()
                .anyMatch(output -> values.get(output.name()) instanceof Data data
                        && data.recurrent == recurrent.size()
                        && data.dense == dense.size());
        if (!recurrent.isEmpty() && !reached) {
            throw new ModelFormatException("outputs: expected what the last layer gives among "
                    + file.outputs().stream().map(OnnxFile.Value::name).toList() + ", found it in none, in "
                    + file.place());
        }
        return new LayeredNetwork(recurrent, dense);
    }

    private void follow(Node node) {
        switch (node.operator()) {
            case "GRU", "LSTM", "RNN" -> addRecurrent(node);
            case "Gemm" -> addGemm(node);
            case "MatMul" -> addMatMul(node);
            case "Add" -> addBias(node);
            case "Relu" -> activate(node, Activation.RELU);
            case "Tanh" -> activate(node, Activation.TANH);
            case "Sigmoid" -> activate(node, Activation.SIGMOID);
            case "Concat" -> concatenate(node);
            case "Constant" ->
                put(node, 0, node.tensor("value").<Value>map(Known::new).orElse(new Shape(false)));
            case "ConstantOfShape" ->
                put(
                        node,
                        0,
                        new Shape(node.tensor("value").map(Constant::isZero).orElse(true)));
            case "Shape", "Size" -> put(node, 0, new Shape(false));
            default -> passThrough(node);
        }
    }

    private void put(Node node, int output, Value value) {
        if (output < node.outputs().size() && !node.outputs().get(output).isEmpty()) {
            values.put(node.outputs().get(output), value);
        }
    }

    private Value value(Node node, int input) {
        String name = node.input(input);
        Value value = values.get(name);
        if (value == null && !name.isEmpty()) {
            throw node.unsupported("an input computed before it", name);
        }
        return value;
    }

    private Data data(Node node, int input) {
        Value value = value(node, input);
        if (value instanceof Input) {
            return new Data(0, 0, true, false);
        }
        if (value instanceof Data data) {
            return data;
        }
        throw node.unsupported("input " + input + " to come from the layer below", "'" + node.input(input) + "'");
    }

    private WeightTensor weights(Node node, int input, String what) {
        if (value(node, input) instanceof Known known) {
            return known.constant().weights();
        }
        throw node.unsupported(
                "a constant for " + what + " (export with constants folded)", "'" + node.input(input) + "'");
    }

    private void passThrough(Node node) {
        boolean fromData = false;
        for (int i = 0; i < node.inputs().size(); i++) {
            Value value = value(node, i);
            fromData |= value instanceof Data || value instanceof States || value instanceof Input;
        }
        if (!fromData) {
            put(node, 0, new Shape(KEEPS_ZEROS.contains(node.operator()) && isZero(value(node, 0))));
            return;
        }
        if (!RESHAPES.contains(node.operator())) {
            throw node.unsupported(
                    "GRU, LSTM, RNN, then Gemm or MatMul with Add, Relu, Tanh or Sigmoid", node.operator());
        }
        put(node, 0, reshaped(node));
    }

    private static boolean isZero(Value value) {
        return value instanceof Shape shape && shape.zero
                || value instanceof Known known && known.constant().isZero();
    }

    private Value reshaped(Node node) {
        Value value = value(node, 0);
        boolean selects = node.operator().equals("Gather") || node.operator().equals("Slice");
        if (value instanceof Input) {
            return selects ? new Shape(true) : value; // one layer's part of an initial memory: zeros as well
        }
        if (selects) {
            return selected(node, value, selection(node));
        }
        return value;
    }

    /** Which one a node takes: the index of a Gather, the start of a Slice. */
    private long selection(Node node) {
        List<Long> indices;
        if (node.operator().equals("Slice") && node.has("starts")) {
            indices = node.integers("starts");
        } else {
            indices = value(node, 1) instanceof Known known ? known.constant().integers() : List.of();
        }
        if (indices.size() != 1) {
            throw node.unsupported("one constant index", indices.toString());
        }
        return indices.get(0);
    }

    private static Value selected(Node node, Value value, long index) {
        if (value instanceof States states) {
            int layer = (int) (index < 0 ? states.layers.size() + index : index);
            if (layer < 0 || layer >= states.layers.size()) {
                throw node.unsupported("an index of " + states.layers.size() + " layers", Long.toString(index));
            }
            return states.layers.get(layer);
        }
        if (value instanceof Data data && (index == -1 || index == 0 && !data.series)) {
            return new Data(data.recurrent, data.dense, false, data.open);
        }
        throw node.unsupported("the last step, -1", Long.toString(index));
    }

    private void concatenate(Node node) {
        List<Data> layers = new ArrayList<>();
        boolean allData = true;
        for (int i = 0; i < node.inputs().size(); i++) {
            if (value(node, i) instanceof Data data) {
                layers.add(data);
            } else {
                allData = false;
            }
        }
        if (layers.isEmpty()) {
            passThrough(node);
        } else if (!allData || layers.stream().anyMatch(data -> data.series || data.dense > 0)) {
            throw node.unsupported("last states of layers only", node.inputs().toString());
        } else {
            put(node, 0, layers.size() == 1 ? layers.get(0) : new States(layers));
        }
    }

    private void addRecurrent(Node node) {
        Data below = data(node, 0);
        if (below.recurrent != recurrent.size() || !dense.isEmpty()) {
            throw node.unsupported("layers in one chain, recurrent ones first", "'" + node.input(0) + "'");
        }
        requirePlain(node);
        CellKind kind = CellKind.valueOf(node.operator());
        int gates = switch (kind) {
            case GRU -> 3;
            case LSTM -> 4;
            default -> 1;
        };
        WeightTensor w = weights(node, 1, "W");
        if (w.dimensions() != 3 || w.size(0) != 1 || w.size(1) == 0 || w.size(1) % gates != 0 || w.size(2) == 0) {
            throw w.mismatch("[1, " + gates + " × hidden, inputs]");
        }
        int hidden = w.size(1) / gates;
        if (node.integer("hidden_size", hidden) != hidden) {
            throw w.mismatch("hidden_size " + node.integer("hidden_size", 0) + " times " + gates + " rows");
        }
        float[] biases = node.input(3).isEmpty()
                ? new float[2 * gates * hidden]
                : weights(node, 3, "B").values(1, 2 * gates * hidden);
        float[] inputBias = new float[gates * hidden];
        float[] recurrentBias = new float[gates * hidden];
        System.arraycopy(biases, 0, inputBias, 0, gates * hidden);
        System.arraycopy(biases, gates * hidden, recurrentBias, 0, gates * hidden);
        recurrent.add(new RecurrentWeights(
                "node " + node.outputs(),
                kind,
                node.integer("linear_before_reset", 0) == 0 ? ResetVariant.RESET_BEFORE : ResetVariant.RESET_AFTER,
                activations(node, kind),
                switch (kind) {
                    case GRU -> GRU_ORDER;
                    case LSTM -> LSTM_ORDER;
                    default -> new int[1];
                },
                w.values(1, gates * hidden, w.size(2)),
                weights(node, 2, "R").values(1, gates * hidden, hidden),
                inputBias,
                recurrentBias,
                initial(node, kind, hidden)));
        put(node, 0, new Data(recurrent.size(), 0, true, false));
        put(node, 1, new Data(recurrent.size(), 0, false, false));
        put(node, 2, new Shape(false)); // the memory of an LSTM, of use as the next initial state only
    }

    private void requirePlain(Node node) {
        String direction = node.text("direction", "forward");
        if (!direction.equals("forward")) {
            throw node.unsupported("direction forward", direction);
        }
        if (node.has("clip")) {
            throw node.unsupported("no clip", Float.toString(node.real("clip", 0)));
        }
        if (node.has("activation_alpha") || node.has("activation_beta")) {
            throw node.unsupported("activations without alpha and beta", "such");
        }
        if (node.integer("input_forget", 0) != 0) {
            throw node.unsupported("input_forget 0", "1");
        }
        if (!node.input(4).isEmpty()) {
            throw node.unsupported("no sequence_lens", "'" + node.input(4) + "'");
        }
        if (!node.input(7).isEmpty()) {
            throw node.unsupported("no peephole weights P", "'" + node.input(7) + "'");
        }
    }

    private static GateActivations activations(Node node, CellKind kind) {
        List<String> names = node.texts("activations");
        int expected = switch (kind) {
            case GRU -> 2;
            case LSTM -> 3;
            default -> 1;
        };
        if (names.isEmpty()) {
            return GateActivations.USUAL;
        }
        if (names.size() != expected) {
            throw node.unsupported(expected + " activations", names.toString());
        }
        List<Activation> given = new ArrayList<>();
        for (String name : names) {
            given.add(
                    switch (name.toLowerCase(Locale.ROOT)) {
                        case "sigmoid" -> Activation.SIGMOID;
                        case "tanh" -> Activation.TANH;
                        case "relu" -> Activation.RELU;
                        default -> throw node.unsupported("activations Sigmoid, Tanh or Relu", names.toString());
                    });
        }
        return kind == CellKind.RNN
                ? GateActivations.plain(given.get(0))
                : new GateActivations(
                        given.get(0),
                        given.get(1),
                        kind == CellKind.LSTM ? given.get(2) : GateActivations.USUAL.output());
    }

    private float[] initial(Node node, CellKind kind, int hidden) {
        int parts = kind == CellKind.LSTM ? 2 : 1;
        float[] state = new float[parts * hidden];
        for (int part = 0; part < parts; part++) {
            Value value = value(node, 5 + part);
            if (value instanceof Known known && !known.constant().isZero()) {
                System.arraycopy(known.constant().weights().values(1, 1, hidden), 0, state, part * hidden, hidden);
            } else if (value != null && !(value instanceof Input) && !isZero(value)) {
                throw node.unsupported("a constant or zero initial state", "'" + node.input(5 + part) + "'");
            }
        }
        return state;
    }

    private void addGemm(Node node) {
        Data below = data(node, 0);
        WeightTensor b = weights(node, 1, "B");
        if (b.dimensions() != 2) {
            throw b.mismatch("[inputs, outputs]");
        }
        if (node.integer("transA", 0) != 0) {
            throw node.unsupported("transA 0", "1");
        }
        boolean transposed = node.integer("transB", 0) != 0;
        int outputs = b.size(transposed ? 0 : 1);
        float[] bias = node.input(2).isEmpty() ? new float[outputs] : vector(weights(node, 2, "C"), outputs);
        float[] weight = b.values(b.size(0), b.size(1));
        scale(weight, node.real("alpha", 1));
        scale(bias, node.real("beta", 1));
        addDense(node, below, transposed ? weight : DenseWeights.transposed(weight, outputs), bias, false);
    }

    private void addMatMul(Node node) {
        if (!(value(node, 0) instanceof Data) && !(value(node, 0) instanceof Input)) {
            passThrough(node);
            return;
        }
        Data below = data(node, 0);
        WeightTensor b = weights(node, 1, "B");
        if (b.dimensions() != 2) {
            throw b.mismatch("[inputs, outputs]");
        }
        addDense(
                node,
                below,
                DenseWeights.transposed(b.values(b.size(0), b.size(1)), b.size(1)),
                new float[b.size(1)],
                true);
    }

    private void addDense(Node node, Data below, float[] weight, float[] bias, boolean biasMayFollow) {
        if (bias.length == 0 || weight.length == 0) {
            throw node.unsupported("a dense layer of at least one output", "none");
        }
        if (recurrent.isEmpty() || below.recurrent != recurrent.size() || below.dense != dense.size()) {
            throw node.unsupported("dense layers in one chain after the recurrent ones", "'" + node.input(0) + "'");
        }
        dense.add(new DenseWeights("node " + node.outputs(), weight, bias, Activation.LINEAR));
        pending = biasMayFollow;
        put(node, 0, new Data(recurrent.size(), dense.size(), below.series, true));
    }

    private void addBias(Node node) {
        int data = value(node, 0) instanceof Data ? 0 : 1;
        if (!(value(node, data) instanceof Data below)) {
            passThrough(node);
            return;
        }
        DenseWeights layer = latest(node, below);
        if (!pending) {
            throw node.unsupported("one bias per dense layer", "another");
        }
        float[] bias = vector(weights(node, 1 - data, "the bias"), layer.bias().length);
        dense.set(dense.size() - 1, new DenseWeights(layer.name(), layer.weight(), bias, Activation.LINEAR));
        pending = false;
        put(node, 0, below);
    }

    private void activate(Node node, Activation activation) {
        if (!(value(node, 0) instanceof Data below)) {
            passThrough(node);
            return;
        }
        DenseWeights layer = latest(node, below);
        dense.set(dense.size() - 1, new DenseWeights(layer.name(), layer.weight(), layer.bias(), activation));
        pending = false;
        put(node, 0, new Data(below.recurrent, below.dense, below.series, false));
    }

    private DenseWeights latest(Node node, Data below) {
        if (!below.open
                || below.dense != dense.size()
                || dense.get(dense.size() - 1).activation() != Activation.LINEAR) {
            throw node.unsupported("it directly after a dense layer", "'" + node.inputs() + "'");
        }
        return dense.get(dense.size() - 1);
    }

    /** Takes [n], [1, n] and [1, 1, n] as a vector. */
    private static float[] vector(WeightTensor tensor, int length) {
        int last = tensor.dimensions() - 1;
        boolean fits = last >= 0 && tensor.size(last) == length;
        for (int d = 0; d < last; d++) {
            fits &= tensor.size(d) == 1;
        }
        if (!fits) {
            throw tensor.mismatch("[" + length + "]");
        }
        return tensor.values(tensor.shape().toArray(Integer[]::new));
    }

    private static void scale(float[] values, float factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }
}
