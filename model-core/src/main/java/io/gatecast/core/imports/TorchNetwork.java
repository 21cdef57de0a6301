package io.gatecast.core.imports;

import io.gatecast.core.artifact.ModelFormatException;
import io.gatecast.core.kernel.Activation;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.recurrent.GateActivations;
import io.gatecast.core.recurrent.ResetVariant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds {@code nn.GRU}, {@code nn.LSTM}, {@code nn.RNN} or their cells, and {@code nn.Linear}, in the tensors of a
 * PyTorch state dict. PyTorch's gates come in the order of ours, with two biases each.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.GRU.html">torch.nn.GRU</a>
 */
final class TorchNetwork {
    private static final Pattern RECURRENT = Pattern.compile("(.*?)(weight|bias)_(ih|hh|hr)(_l\\d+)?(_reverse)?");
    private static final Pattern DENSE = Pattern.compile("(.*?)(weight|bias)");

    private final Weights weights;
    private final ImportOptions options;
    private final Set<String> recurrent = new LinkedHashSet<>();
    private final Set<String> dense = new LinkedHashSet<>();

    private TorchNetwork(Weights weights, ImportOptions options) {
        this.weights = weights;
        this.options = options;
    }

    static LayeredNetwork of(Weights weights, ImportOptions options) {
        return new TorchNetwork(weights, options).read();
    }

    private LayeredNetwork read() {
        boolean chosen = !options.recurrent().isEmpty();
        for (String name : weights.names()) {
            sort(name, chosen);
        }
        List<RecurrentWeights> layers = new ArrayList<>();
        for (String prefix : chosenRecurrent()) {
            layers.addAll(layers(prefix));
        }
        return new LayeredNetwork(layers, denseLayers());
    }

    private void sort(String name, boolean chosen) {
        WeightTensor tensor = weights.require(name);
        Matcher matcher = RECURRENT.matcher(name);
        if (matcher.matches()) {
            recurrent.add(matcher.group(1));
            return;
        }
        matcher = DENSE.matcher(name);
        if (matcher.matches()
                && weights.find(matcher.group(1) + "weight")
                        .filter(weight -> weight.dimensions() == 2)
                        .isPresent()) {
            dense.add(matcher.group(1));
        } else if (!chosen) {
            throw new ModelFormatException(name + ": expected tensors of GRU, LSTM, RNN and linear layers only, found "
                    + tensor.shape() + " in " + weights.place()
                    + "; name the layers to use with recurrent and dense to leave others out");
        }
    }

    private List<String> chosenRecurrent() {
        if (options.recurrent().isEmpty()) {
            if (recurrent.size() != 1) {
                throw new ModelFormatException(
                        recurrent.isEmpty()
                                ? "weight_ih_l0 or weight_ih: tensor is missing in " + weights.place()
                                : "recurrent layers: expected one, found " + names(recurrent) + " in " + weights.place()
                                        + "; name them with recurrent in the order they are applied");
            }
            return List.copyOf(recurrent);
        }
        return matched("recurrent", options.recurrent(), recurrent);
    }

    private List<String> matched(String what, List<String> wanted, Set<String> found) {
        List<String> prefixes = new ArrayList<>();
        for (String name : wanted) {
            String prefix = name.isEmpty() || name.endsWith(".") ? name : name + ".";
            if (!found.contains(prefix)) {
                throw new ModelFormatException(
                        what + " layer " + name + ": expected one of " + names(found) + " in " + weights.place());
            }
            prefixes.add(prefix);
        }
        return prefixes;
    }

    private static List<String> names(Set<String> prefixes) {
        return prefixes.stream()
                .map(prefix -> prefix.endsWith(".") ? prefix.substring(0, prefix.length() - 1) : prefix)
                .toList();
    }

    private List<RecurrentWeights> layers(String prefix) {
        for (String name : weights.names()) {
            Matcher matcher = RECURRENT.matcher(name);
            if (matcher.matches() && matcher.group(1).equals(prefix)) {
                if (matcher.group(5) != null) {
                    throw unsupported(name, "a bidirectional layer");
                }
                if (matcher.group(3).equals("hr")) {
                    throw unsupported(name, "an LSTM with projections");
                }
            }
        }
        List<RecurrentWeights> layers = new ArrayList<>();
        if (weights.find(prefix + "weight_ih").isPresent()) {
            layers.add(layer(prefix, ""));
            return layers;
        }
        for (int l = 0; weights.find(prefix + "weight_ih_l" + l).isPresent(); l++) {
            layers.add(layer(prefix, "_l" + l));
        }
        if (layers.isEmpty()) {
            throw new ModelFormatException(prefix + "weight_ih_l0: tensor is missing in " + weights.place());
        }
        return layers;
    }

    private ModelFormatException unsupported(String name, String what) {
        return new ModelFormatException(
                name + ": expected a one-directional GRU, LSTM or RNN without projections, found " + what + ", in "
                        + weights.place());
    }

    private RecurrentWeights layer(String prefix, String suffix) {
        WeightTensor input = weights.require(prefix + "weight_ih" + suffix);
        WeightTensor hidden = weights.require(prefix + "weight_hh" + suffix);
        if (hidden.dimensions() != 2 || hidden.size(1) == 0 || hidden.size(0) % hidden.size(1) != 0) {
            throw hidden.mismatch("[gates × hidden, hidden]");
        }
        int size = hidden.size(1);
        int gates = hidden.size(0) / size;
        CellKind kind = switch (gates) {
            case 1 -> CellKind.RNN;
            case 3 -> CellKind.GRU;
            case 4 -> CellKind.LSTM;
            default -> throw hidden.mismatch("1 (RNN), 3 (GRU) or 4 (LSTM) times " + size + " rows");
        };
        if (input.dimensions() != 2 || input.size(0) != gates * size || input.size(1) == 0) {
            throw input.mismatch("[" + gates * size + ", inputs]");
        }
        int[] order = new int[gates];
        Arrays.setAll(order, g -> g);
        return new RecurrentWeights(
                prefix + "weight_ih" + suffix,
                kind,
                ResetVariant.RESET_AFTER,
                kind == CellKind.RNN ? GateActivations.plain(options.nonlinearity()) : GateActivations.USUAL,
                order,
                input.values(gates * size, input.size(1)),
                hidden.values(gates * size, size),
                bias(prefix + "bias_ih" + suffix, gates * size),
                bias(prefix + "bias_hh" + suffix, gates * size),
                new float[0]);
    }

    private float[] bias(String name, int size) {
        return weights.find(name).map(tensor -> tensor.values(size)).orElseGet(() -> new float[size]);
    }

    private List<DenseWeights> denseLayers() {
        List<String> prefixes = List.copyOf(dense);
        if (!options.dense().isEmpty()) {
            prefixes = matched("dense", options.dense(), dense);
        } else if (dense.size() > 1) {
            throw new ModelFormatException("linear layers: expected one, found " + names(dense) + " in "
                    + weights.place() + "; name them with dense in the order they are applied");
        }
        List<Activation> activations = options.activations();
        if (activations.size() > prefixes.size() || activations.size() < prefixes.size() - 1) {
            throw new ModelFormatException("activations: expected one after each of " + prefixes
                    + " but perhaps the last, found " + activations + "; a state dict does not tell them");
        }
        List<DenseWeights> layers = new ArrayList<>();
        for (int d = 0; d < prefixes.size(); d++) {
            layers.add(denseLayer(prefixes.get(d), d < activations.size() ? activations.get(d) : Activation.LINEAR));
        }
        return layers;
    }

    private DenseWeights denseLayer(String prefix, Activation activation) {
        WeightTensor weight = weights.require(prefix + "weight");
        if (weight.dimensions() != 2 || weight.size(0) == 0 || weight.size(1) == 0) {
            throw weight.mismatch("[outputs, inputs]");
        }
        return new DenseWeights(
                prefix + "weight",
                weight.values(weight.size(0), weight.size(1)),
                bias(prefix + "bias", weight.size(0)),
                activation);
    }
}
