package io.gatecast.core.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatecast.core.artifact.ModelFormatException;
import io.gatecast.core.kernel.Activation;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.recurrent.GateActivations;
import io.gatecast.core.recurrent.ResetVariant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a chain of GRU, LSTM or SimpleRNN layers, and Dense layers after them, in the configuration of a Keras model.
 *
 * <p>Keras keeps kernels as [inputs, gates × units], gates in the order z, r, h (GRU) and i, f, c, o (LSTM). With {@code
 * reset_after} a GRU has two biases [2, 3 × units].
 *
 * @see <a href="https://keras.io/api/layers/recurrent_layers/gru/">Keras GRU</a>
 */
final class KerasNetwork {
    private static final int[] GRU_ORDER = {1, 0, 2};
    private static final int[] LSTM_ORDER = {0, 1, 2, 3};

    private final KerasFile file;
    private final List<RecurrentWeights> recurrent = new ArrayList<>();
    private final List<DenseWeights> dense = new ArrayList<>();
    private final Map<String, Integer> occurrences = new HashMap<>();

    private KerasNetwork(KerasFile file) {
        this.file = file;
    }

    static LayeredNetwork of(KerasFile file) {
        return new KerasNetwork(file).read();
    }

    private LayeredNetwork read() {
        String model = file.config().path("class_name").asText();
        if (!model.equals("Sequential") && !model.equals("Functional") && !model.equals("Model")) {
            throw new ModelFormatException(
                    "model: expected Sequential or Functional, found " + model + ", in " + file.place());
        }
        JsonNode layers = file.config().path("config").path("layers");
        if (!layers.isArray()) {
            layers = file.config().path("config"); // Sequential models of Keras before 2.2.3
        }
        if (!model.equals("Sequential")) {
            requireChain(layers);
        }
        for (JsonNode layer : layers) {
            add(layer.path("class_name").asText(), layer.path("config"));
        }
        return new LayeredNetwork(recurrent, dense);
    }

    /** Every layer must take what the one before it gives, and nothing else. */
    private void requireChain(JsonNode layers) {
        String previous = "";
        for (JsonNode layer : layers) {
            String name = layer.path("config").path("name").asText();
            List<String> sources = new ArrayList<>();
            collectSources(layer.path("inbound_nodes"), sources, 0);
            boolean first = sources.isEmpty() && previous.isEmpty();
            if (!first && !sources.equals(List.of(previous))) {
                throw new ModelFormatException("layer " + name + ": expected its only input to come from "
                        + (previous.isEmpty() ? "the input" : "layer " + previous) + ", found " + sources + ", in "
                        + file.place());
            }
            previous = name;
        }
    }

    /** Keras 2 has [[["gru", 0, 0, {}]]], Keras 3 has keras_history: ["gru", 0, 0] inside the arguments. */
    private static void collectSources(JsonNode node, List<String> sources, int depth) {
        if (depth > 32) {
            return;
        }
        if (node.isArray()
                && node.size() >= 3
                && node.get(0).isTextual()
                && node.get(1).isInt()
                && node.get(2).isInt()) {
            sources.add(node.get(0).asText());
            return;
        }
        node.forEach(child -> collectSources(child, sources, depth + 1));
    }

    private void add(String type, JsonNode config) {
        int occurrence = occurrences.merge(type, 1, Integer::sum) - 1;
        switch (type) {
            case "InputLayer", "Dropout", "GaussianNoise", "ActivityRegularization" -> {
                // do nothing when forecasting
            }
            case "GRU", "LSTM", "SimpleRNN" -> addRecurrent(type, config, occurrence);
            case "Dense" -> addDense(config, occurrence);
            case "Activation" -> activate(config);
            default ->
                throw unsupported(
                        config, "GRU, LSTM or SimpleRNN layers, then Dense ones", type.isEmpty() ? "no class" : type);
        }
    }

    private ModelFormatException unsupported(JsonNode config, String expected, String found) {
        return new ModelFormatException(
                "layer " + name(config) + ": expected " + expected + ", found " + found + ", in " + file.place());
    }

    private static String name(JsonNode config) {
        return config.path("name").asText();
    }

    private void addRecurrent(String type, JsonNode config, int occurrence) {
        if (!dense.isEmpty()) {
            throw unsupported(config, "recurrent layers before Dense ones", type + " after Dense");
        }
        if (config.path("go_backwards").asBoolean()) {
            throw unsupported(config, "go_backwards false", "true");
        }
        CellKind kind = switch (type) {
            case "GRU" -> CellKind.GRU;
            case "LSTM" -> CellKind.LSTM;
            default -> CellKind.RNN;
        };
        int gates = switch (kind) {
            case GRU -> 3;
            case LSTM -> 4;
            default -> 1;
        };
        // Models saved before the option came had it off.
        boolean after = kind == CellKind.GRU && config.path("reset_after").asBoolean(false);
        WeightTensor kernel = require(config, type, occurrence, "cell", 0, "kernel");
        if (kernel.dimensions() != 2 || kernel.size(0) == 0 || kernel.size(1) == 0 || kernel.size(1) % gates != 0) {
            throw kernel.mismatch("[inputs, " + gates + " × units]");
        }
        int units = kernel.size(1) / gates;
        if (config.path("units").asInt(units) != units) {
            throw kernel.mismatch(
                    "[inputs, " + gates + " × " + config.path("units").asInt() + " units]");
        }
        float[] inputBias = new float[gates * units];
        float[] recurrentBias = new float[gates * units];
        if (config.path("use_bias").asBoolean(true)) {
            readBias(require(config, type, occurrence, "cell", 2, "bias"), after, inputBias, recurrentBias);
        }
        recurrent.add(new RecurrentWeights(
                "layer " + name(config),
                kind,
                after ? ResetVariant.RESET_AFTER : ResetVariant.RESET_BEFORE,
                activations(config, kind),
                switch (kind) {
                    case GRU -> GRU_ORDER;
                    case LSTM -> LSTM_ORDER;
                    default -> new int[1];
                },
                DenseWeights.transposed(kernel.values(kernel.size(0), gates * units), gates * units),
                DenseWeights.transposed(
                        require(config, type, occurrence, "cell", 1, "recurrent_kernel")
                                .values(units, gates * units),
                        gates * units),
                inputBias,
                recurrentBias,
                new float[0]));
    }

    private static void readBias(WeightTensor bias, boolean two, float[] input, float[] recurrent) {
        float[] values = two ? bias.values(2, input.length) : bias.values(input.length);
        System.arraycopy(values, 0, input, 0, input.length);
        if (two) {
            System.arraycopy(values, input.length, recurrent, 0, recurrent.length);
        }
    }

    private GateActivations activations(JsonNode config, CellKind kind) {
        Activation activation = activation(config, "activation", "tanh");
        if (activation == Activation.LINEAR) {
            throw unsupported(config, "activation tanh, relu or sigmoid", "linear");
        }
        if (kind == CellKind.RNN) {
            return GateActivations.plain(activation);
        }
        Activation gate = activation(config, "recurrent_activation", "hard_sigmoid");
        if (gate == Activation.LINEAR) {
            throw unsupported(config, "recurrent_activation sigmoid, tanh or relu", "linear");
        }
        return new GateActivations(
                gate, activation, kind == CellKind.LSTM ? activation : GateActivations.USUAL.output());
    }

    private Activation activation(JsonNode config, String property, String otherwise) {
        String name = config.path(property).isObject()
                ? config.path(property)
                        .path("config")
                        .asText(config.path(property).path("class_name").asText())
                : config.path(property).asText(otherwise);
        return switch (name) {
            case "linear", "null" -> Activation.LINEAR;
            case "sigmoid" -> Activation.SIGMOID;
            case "tanh" -> Activation.TANH;
            case "relu" -> Activation.RELU;
            default -> throw unsupported(config, property + " sigmoid, tanh, relu or linear", name);
        };
    }

    private WeightTensor require(JsonNode config, String type, int occurrence, String part, int index, String name) {
        Optional<WeightTensor> found = file.weight(name(config), type, occurrence, part, index, name);
        return found.orElseThrow(
                () -> new ModelFormatException(name(config) + "/" + name + ": weight is missing in " + file.place()));
    }

    private void addDense(JsonNode config, int occurrence) {
        WeightTensor kernel = require(config, "Dense", occurrence, "", 0, "kernel");
        if (kernel.dimensions() != 2 || kernel.size(0) == 0 || kernel.size(1) == 0) {
            throw kernel.mismatch("[inputs, units]");
        }
        int units = kernel.size(1);
        if (config.path("units").asInt(units) != units) {
            throw kernel.mismatch("[inputs, " + config.path("units").asInt() + " units]");
        }
        float[] bias = config.path("use_bias").asBoolean(true)
                ? require(config, "Dense", occurrence, "", 1, "bias").values(units)
                : new float[units];
        dense.add(new DenseWeights(
                "layer " + name(config),
                DenseWeights.transposed(kernel.values(kernel.size(0), units), units),
                bias,
                activation(config, "activation", "linear")));
    }

    private void activate(JsonNode config) {
        Activation activation = activation(config, "activation", "linear");
        if (activation == Activation.LINEAR) {
            return;
        }
        DenseWeights below = dense.isEmpty() ? null : dense.get(dense.size() - 1);
        if (below == null || below.activation() != Activation.LINEAR) {
            throw unsupported(config, "an activation directly after a Dense layer without one", activation.name());
        }
        dense.set(dense.size() - 1, new DenseWeights(below.name(), below.weight(), below.bias(), activation));
    }
}
