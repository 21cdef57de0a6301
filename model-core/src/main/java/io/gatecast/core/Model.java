package io.gatecast.core;

import io.gatecast.core.feature.ColumnView;
import io.gatecast.core.feature.Features;
import io.gatecast.core.head.QuantileHead;
import io.gatecast.core.imported.ImportedNetwork;
import io.gatecast.core.imported.NetworkBody;
import io.gatecast.core.kernel.ColumnMatrix;
import io.gatecast.core.kernel.Int8Matrix;
import io.gatecast.core.recurrent.RecurrentStack;
import io.gatecast.core.scale.Window;
import io.gatecast.core.spec.ColumnRoles;
import io.gatecast.core.spec.ModelSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A specification with weights: features, recurrent layers and head of our own, or an imported network. Shared by all
 * threads; only the trainer changes the weights, before anyone else sees them.
 */
public final class Model {
    private final ModelSpec spec;
    private final Features features;
    private final RecurrentStack recurrent;
    private final List<QuantileHead> heads;
    private final ImportedNetwork imported;
    private LearnedRows learned = LearnedRows.NONE;

    /**
     * Creates a model with all parameters zero, which forecasts the seasonal base with no uncertainty.
     *
     * @param spec everything but the weights
     */
    public Model(ModelSpec spec) {
        this.spec = spec;
        features = new Features(spec);
        recurrent = RecurrentStack.create(
                spec.cell(), spec.reset(), features.recurrentSize(), spec.hidden(), spec.layers());
        List<QuantileHead> perTarget = new ArrayList<>();
        for (int t = 0; t < spec.roles().targets(); t++) {
            perTarget.add(new QuantileHead(
                    spec.horizon(),
                    spec.levels().size(),
                    recurrent.outputSize(),
                    features.linearSize(),
                    features.seasonalSize()));
        }
        heads = List.copyOf(perTarget);
        imported = null;
    }

    /**
     * Creates a model of an imported network.
     *
     * @param spec columns, horizon, levels, transform and window of the running scale; what it says of cells, seasons and
     *     lags is for people only
     * @param network the network
     * @throws IllegalArgumentException if the network's inputs or outputs do not fit
     */
    public Model(ModelSpec spec, ImportedNetwork network) {
        network.requireFits(spec);
        if (!spec.roles().equals(ColumnRoles.ONE_TARGET)) {
            throw new IllegalArgumentException(
                    "an imported network takes value columns only and forecasts the first, the roles were "
                            + spec.roles());
        }
        this.spec = spec;
        features = null;
        recurrent = null;
        heads = null;
        imported = network;
    }

    /**
     * The imported network.
     *
     * @return the network; empty if this model is our own kind
     */
    public Optional<ImportedNetwork> imported() {
        return Optional.ofNullable(imported);
    }

    private <T> T own(T part) {
        if (imported != null) {
            throw new IllegalStateException("an imported model has no features, layers and head of ours");
        }
        return part;
    }

    /** View of a column of a series that has seen nothing. */
    ColumnView newView(Window window, int column) {
        return imported == null ? features.newView(window, column) : new ColumnView(window);
    }

    /** Hidden state of a series that has seen nothing. */
    float[][] initialHidden() {
        return imported == null ? recurrent.initialState() : ImportedPredictor.initialState(imported);
    }

    /**
     * Everything but the weights.
     *
     * @return specification
     */
    public ModelSpec spec() {
        return spec;
    }

    /**
     * The rows that the recurrent part was learned from.
     *
     * @return up to when, and how much smaller errors are on them
     */
    public LearnedRows learned() {
        return learned;
    }

    /**
     * Notes the rows learned; only the trainer and the reader of artifacts do.
     *
     * @param rows the rows
     */
    public void learned(LearnedRows rows) {
        learned = rows;
    }

    /**
     * The features this model sees.
     *
     * @return features
     * @throws IllegalStateException if this model is imported
     */
    public Features features() {
        return own(features);
    }

    /**
     * The recurrent layers.
     *
     * @return stack, empty if the model has no recurrent part
     * @throws IllegalStateException if this model is imported
     */
    public RecurrentStack recurrent() {
        return own(recurrent);
    }

    /**
     * The head of the first target.
     *
     * @return quantile head
     * @throws IllegalStateException if this model is imported
     */
    public QuantileHead head() {
        return own(heads).get(0);
    }

    /**
     * The heads.
     *
     * @return a quantile head per target
     * @throws IllegalStateException if this model is imported
     */
    public List<QuantileHead> heads() {
        return own(heads);
    }

    /**
     * All weights and biases by name, in a fixed order; live, not copies. Those of the first target's head are named {@code
     * head.…}, those of the next ones {@code head1.…}, {@code head2.…} and so on.
     *
     * @return parameters
     */
    public Map<String, ColumnMatrix> parameters() {
        if (imported != null) {
            return imported.body().parameters();
        }
        Map<String, ColumnMatrix> all = new LinkedHashMap<>();
        recurrent.parameters().forEach((name, m) -> all.put("recurrent." + name, m));
        for (int t = 0; t < heads.size(); t++) {
            String prefix = t == 0 ? "head." : "head" + t + ".";
            heads.get(t).parameters().forEach((name, m) -> all.put(prefix + name, m));
        }
        return all;
    }

    /**
     * Number of weights and biases.
     *
     * @return count of float32 parameters
     */
    public long parameterCount() {
        return parameters().values().stream()
                .mapToLong(m -> (long) m.rows() * m.columns())
                .sum();
    }

    /**
     * A copy whose weights are its own.
     *
     * @return the copy
     */
    public Model copy() {
        if (imported != null) {
            NetworkBody body = imported.body().copy();
            return new Model(spec, new ImportedNetwork(imported.source(), imported.meaning(), body));
        }
        Model copy = new Model(spec);
        copy.learned(learned);
        Map<String, ColumnMatrix> target = copy.parameters();
        parameters().forEach((name, m) -> target.get(name).set(m));
        return copy;
    }

    /**
     * A copy whose weights are rounded to what int8 with a scale per row can hold; biases are kept. Rounding again changes
     * nothing.
     *
     * @return the copy
     * @see Int8Matrix
     */
    public Model rounded() {
        Model copy = copy();
        for (ColumnMatrix m : copy.parameters().values()) {
            if (Int8Matrix.suits(m)) {
                m.set(Int8Matrix.of(m).expand());
            }
        }
        return copy;
    }
}
