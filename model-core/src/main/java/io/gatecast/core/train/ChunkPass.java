package io.gatecast.core.train;

import io.gatecast.core.Model;
import io.gatecast.core.feature.FeatureVector;
import io.gatecast.core.feature.SeriesView;
import io.gatecast.core.feature.TargetFeatures;
import io.gatecast.core.head.QuantileHead;
import io.gatecast.core.kernel.ColumnMatrix;
import io.gatecast.core.recurrent.CellBackward;
import io.gatecast.core.recurrent.CellTrace;
import io.gatecast.core.recurrent.RecurrentCell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Forward and backward pass over a chunk of time of a few lanes: pinball loss and its gradient for every parameter.
 *
 * <p>A tenth of the hidden elements, drawn anew for every lane and chunk, is hidden from the head (dropout): what is learned of
 * few series must not hang on single elements. One owner, one thread. Gradients are summed in a fixed order, so they do not depend on who runs which pass when.
 *
 * @see <a href="https://arxiv.org/abs/1512.05287">Gal and Ghahramani 2016, dropout in recurrent networks</a>
 * @see <a href="https://doi.org/10.1109/5.58337">Werbos 1990, back-propagation through time</a>
 */
final class ChunkPass {
    /** Bound of scaled targets, so that one outlier cannot dominate. */
    static final float TARGET_CLIP = 8f;

    private static final float DROPPED_SHARE = 0.1f;

    private final Model model;
    private final List<QuantileHead> heads;
    private final int steps;
    private final int horizon;
    private final float[] levels;
    private final SampleWeights weights;
    private final SplittableRandom random;

    private final Lane[] lanes;
    private final SeriesView[] views;
    private final FeatureVector[][] features;
    private final float[][][][] state; // [time][layer][lane][state]
    private final CellTrace[][][] traces; // [time][layer][lane]
    private final float[][] mask; // [lane][hidden]
    private final float[][][] masked; // [time][lane][hidden]
    private final float[][][][] output; // [target][time][lane][levels × horizon], then its gradient
    private final float[][][][] dLocation; // [target][time][lane][horizon]
    private final float[][][] dState; // [layer][lane][state]
    private final float[][] dNext; // [layer][state]
    private final float[] dHidden;
    private final float[] location;
    private final float[] target;
    private final float[] scratch;

    private final List<CellBackward> backward = new ArrayList<>();
    private final List<ColumnMatrix> hiddenWeightsTransposed = new ArrayList<>();
    private final List<QuantileHead> headGradients = new ArrayList<>();
    private final List<ColumnMatrix> gradients = new ArrayList<>();

    private double loss;
    private double lossWeight;

    ChunkPass(Model model, int lanes, int steps, SampleWeights weights, SplittableRandom random) {
        this.model = model;
        this.steps = steps;
        this.weights = weights;
        this.random = random;
        heads = model.heads();
        horizon = model.spec().horizon();
        levels = new float[model.spec().levels().size()];
        for (int q = 0; q < levels.length; q++) {
            levels[q] = model.spec().levels().get(q).floatValue();
        }
        List<RecurrentCell> cells = model.recurrent().layers();
        this.lanes = new Lane[lanes];
        views = new SeriesView[lanes];
        features = new FeatureVector[steps][lanes];
        state = new float[steps + 1][cells.size()][lanes][];
        traces = new CellTrace[steps][cells.size()][lanes];
        output = new float[heads.size()][steps][lanes][levels.length * horizon];
        dLocation = new float[heads.size()][steps][lanes][horizon];
        dState = new float[cells.size()][lanes][];
        dNext = model.recurrent().initialState();
        for (int b = 0; b < lanes; b++) {
            for (int l = 0; l < cells.size(); l++) {
                dState[l][b] = new float[cells.get(l).stateSize()];
                for (int t = 0; t <= steps; t++) {
                    state[t][l][b] = new float[cells.get(l).stateSize()];
                    if (t < steps) {
                        traces[t][l][b] = cells.get(l).newTrace();
                    }
                }
            }
            for (int t = 0; t < steps; t++) {
                features[t][b] = model.features().newVector();
            }
        }
        int hidden = model.recurrent().outputSize();
        dHidden = new float[Math.max(1, hidden)];
        mask = new float[lanes][hidden];
        masked = new float[steps][lanes][hidden];
        location = new float[horizon];
        target = new float[horizon];
        scratch = new float[lanes];
        for (RecurrentCell cell : cells) {
            CellBackward pass = cell.newBackward();
            backward.add(pass);
            gradients.addAll(pass.gradients().parameters().values());
        }
        for (QuantileHead head : heads) {
            hiddenWeightsTransposed.add(new ColumnMatrix(Math.max(1, hidden), hidden == 0 ? 0 : head.outputSize()));
            QuantileHead gradient = new QuantileHead(
                    horizon,
                    levels.length,
                    hidden,
                    model.features().linearSize(),
                    model.features().seasonalSize());
            headGradients.add(gradient);
            gradients.addAll(gradient.parameters().values());
        }
    }

    /** Gradients of the latest chunk, in the order of the model's parameters, not yet divided by {@link #lossWeight()}. */
    List<ColumnMatrix> gradients() {
        return gradients;
    }

    /** Sum of weighted pinball losses of the latest chunk, each the mean over targets, levels and steps ahead. */
    double loss() {
        return loss;
    }

    /** Sum of the weights behind {@link #loss()}. */
    double lossWeight() {
        return lossWeight;
    }

    /** Puts lanes in place; {@code null} for an empty place. */
    void begin(List<Lane> batch) {
        for (int b = 0; b < lanes.length; b++) {
            lanes[b] = b < batch.size() ? batch.get(b) : null;
            if (lanes[b] != null) {
                views[b] = lanes[b].series().newView();
                lanes[b].loadState(layersOf(0, b));
            }
        }
    }

    /** Keeps the states the lanes have reached. */
    void end() {
        for (int b = 0; b < lanes.length; b++) {
            if (lanes[b] != null) {
                lanes[b].saveState(layersOf(0, b));
            }
        }
    }

    private float[][] layersOf(int t, int lane) {
        float[][] states = new float[state[t].length][];
        for (int l = 0; l < states.length; l++) {
            states[l] = state[t][l][lane];
        }
        return states;
    }

    /** Takes over the model's present weights. */
    void refresh() {
        backward.forEach(CellBackward::refresh);
        for (int h = 0; h < heads.size(); h++) {
            if (hiddenWeightsTransposed.get(h).columns() > 0) {
                hiddenWeightsTransposed.get(h).setTransposeOf(heads.get(h).hiddenWeight());
            }
        }
    }

    /** Runs one chunk forward and backward, starting at an offset into the lanes, and moves the states to its end. */
    void run(int offset) {
        loss = 0;
        lossWeight = 0;
        gradients.forEach(ColumnMatrix::clear);
        for (int b = 0; b < lanes.length; b++) {
            int length = length(b, offset);
            draw(mask[b]);
            for (int t = 0; t < length; t++) {
                forward(t, b, lanes[b].from() + offset + t);
            }
        }
        for (float[][] layer : dState) {
            for (float[] d : layer) {
                Arrays.fill(d, 0f);
            }
        }
        for (int t = steps - 1; t >= 0; t--) {
            backward(t, offset);
        }
        for (int b = 0; b < lanes.length; b++) {
            int length = length(b, offset);
            for (int l = 0; l < state[0].length && length > 0; l++) {
                System.arraycopy(state[length][l][b], 0, state[0][l][b], 0, state[0][l][b].length);
            }
        }
    }

    /** Hides each element with the same probability; the others are raised so that their mean stays. */
    private void draw(float[] keep) {
        for (int i = 0; i < keep.length; i++) {
            keep[i] = random.nextInt(1 << 24) < DROPPED_SHARE * (1 << 24) ? 0f : 1f / (1f - DROPPED_SHARE);
        }
    }

    private static void multiply(float[] a, float[] b, float[] product) {
        for (int i = 0; i < product.length; i++) {
            product[i] = a[i] * b[i];
        }
    }

    private int length(int lane, int offset) {
        return lanes[lane] == null ? 0 : Math.max(0, Math.min(steps, lanes[lane].rows() - offset));
    }

    private void forward(int t, int b, int row) {
        PreparedSeries series = lanes[b].series();
        series.moveTo(row, views[b]);
        model.features().write(views[b], series.timestampMs(row), features[t][b]);
        float[] input = features[t][b].recurrent();
        for (int l = 0; l < state[t].length; l++) {
            model.recurrent().layers().get(l).step(input, state[t][l][b], state[t + 1][l][b], traces[t][l][b]);
            input = state[t + 1][l][b];
        }
        multiply(mask[b], input, masked[t][b]);
        for (int h = 0; h < heads.size(); h++) {
            heads.get(h).apply(features[t][b].target(h), masked[t][b], location, output[h][t][b]);
            series.trainingTargets(h, row, features[t][b].target(h), TARGET_CLIP, target);
            float weight = (float) weights.of(series, h, row) / heads.size();
            lossWeight += weight;
            loss += pinball(output[h][t][b], target, dLocation[h][t][b], weight);
        }
    }

    /** Replaces quantiles by the gradient of their pinball loss; sums it over the levels into {@code common}. */
    private double pinball(float[] quantiles, float[] outcome, float[] common, float weight) {
        float share = weight / (levels.length * horizon);
        double sum = 0;
        Arrays.fill(common, 0f);
        for (int q = 0; q < levels.length; q++) {
            float level = levels[q];
            for (int k = 0; k < horizon; k++) {
                int i = q * horizon + k;
                float error = outcome[k] - quantiles[i];
                if (Float.isNaN(error)) {
                    quantiles[i] = 0f;
                    continue;
                }
                float slope = error >= 0 ? -level : 1f - level;
                sum += share * -slope * error;
                quantiles[i] = share * slope;
                common[k] += share * slope;
            }
        }
        return sum;
    }

    private void backward(int t, int offset) {
        int count = 0;
        int layers = dState.length;
        for (int b = 0; b < lanes.length; b++) {
            if (length(b, offset) <= t) {
                continue;
            }
            Arrays.fill(dHidden, 0f);
            if (layers > 0) {
                for (int h = 0; h < heads.size(); h++) {
                    hiddenWeightsTransposed.get(h).multiplyAdd(output[h][t][b], dHidden);
                }
                multiply(mask[b], dHidden, dHidden);
            }
            float[] fromAbove = dHidden;
            for (int l = layers - 1; l >= 0; l--) {
                float[] d = dNext[l];
                System.arraycopy(dState[l][b], 0, d, 0, d.length);
                for (int i = 0; i < fromAbove.length; i++) {
                    d[i] += fromAbove[i];
                }
                float[] below = l == 0
                        ? null
                        : new float[model.recurrent().layers().get(l).inputSize()];
                backward.get(l).step(state[t][l][b], state[t + 1][l][b], traces[t][l][b], d, below, dState[l][b]);
                fromAbove = below;
            }
            count = Math.max(count, b + 1);
        }
        accumulate(t, offset, count);
    }

    /** Adds the weight gradients of one time step over the lanes that are still running. */
    private void accumulate(int t, int offset, int upTo) {
        int layers = dState.length;
        int count = 0;
        int[] running = new int[upTo];
        float[][] hidden = new float[upTo][];
        float[][] input = new float[upTo][];
        float[][][] before = new float[layers][upTo][];
        CellTrace[][] trace = new CellTrace[layers][upTo];
        for (int b = 0; b < upTo; b++) {
            if (length(b, offset) <= t) {
                continue;
            }
            running[count] = b;
            input[count] = features[t][b].recurrent();
            for (int l = 0; l < layers; l++) {
                before[l][count] = state[t][l][b];
                trace[l][count] = traces[t][l][b];
            }
            if (layers > 0) {
                hidden[count] = masked[t][b];
            }
            count++;
        }
        for (int h = 0; h < heads.size(); h++) {
            accumulate(h, t, running, count, hidden);
        }
        for (int l = 0; l < layers; l++) {
            backward.get(l).accumulate(l == 0 ? input : outputsOf(t, l - 1, offset, upTo), before[l], trace[l], count);
        }
    }

    /** Adds the weight gradients of one head at one time step. */
    private void accumulate(int h, int t, int[] running, int count, float[][] hidden) {
        QuantileHead sum = headGradients.get(h);
        float[][] gradient = new float[running.length][];
        float[][] common = new float[running.length][];
        float[][] linear = new float[running.length][];
        for (int i = 0; i < count; i++) {
            int b = running[i];
            gradient[i] = output[h][t][b];
            common[i] = dLocation[h][t][b];
            linear[i] = features[t][b].target(h).linear();
            addSeasonal(features[t][b].target(h), common[i], sum);
        }
        Arrays.fill(scratch, 1f);
        ColumnMatrix.addScaled(scratch, gradient, count, sum.bias().column(0));
        sum.linearWeight().addOuterProducts(common, linear, count, scratch);
        sum.hiddenWeight().addOuterProducts(gradient, hidden, count, scratch);
    }

    private float[][] outputsOf(int t, int layer, int offset, int upTo) {
        float[][] outputs = new float[upTo][];
        int count = 0;
        for (int b = 0; b < upTo; b++) {
            if (length(b, offset) > t) {
                outputs[count++] = state[t + 1][layer][b];
            }
        }
        return outputs;
    }

    private static void addSeasonal(TargetFeatures target, float[] common, QuantileHead sum) {
        for (int p = 0; p < sum.seasonalWeight().columns(); p++) {
            float[] gradient = sum.seasonalWeight().column(p);
            float[] seasonal = target.seasonal()[p];
            for (int k = 0; k < gradient.length; k++) {
                gradient[k] = Math.fma(common[k], seasonal[k], gradient[k]);
            }
        }
    }
}
