package io.gatecast.core;

import io.gatecast.core.feature.ColumnView;
import io.gatecast.core.feature.SeriesView;
import io.gatecast.core.imported.ForecastMode;
import io.gatecast.core.imported.ImportedNetwork;
import io.gatecast.core.imported.Meaning;
import io.gatecast.core.imported.NetworkBody;
import io.gatecast.core.imported.OutputKind;
import io.gatecast.core.imported.OutputOrder;
import io.gatecast.core.imported.Scaling;
import io.gatecast.core.spec.ModelSpec;

/**
 * Forecasts of imported networks: scale the newest values, take a step, and either read all steps ahead from the
 * output or feed it back as the next input.
 *
 * <p>A network that forecasts values says nothing of their uncertainty. Its quantiles are those of a normal
 * distribution about the value, as wide as its own one-step errors on this series, wider with the root of the step
 * up to the deviation of the series itself; the calibrator then corrects every level by what happens. Until there
 * are errors the deviation of the series stands in for them, fading with every other value. The hidden state is
 * the network's memory and, for values, two numbers more: the mean absolute error and by how much the next value
 * was forecast to differ from the newest.
 */
final class ImportedPredictor implements Predictor {
    /** Errors the mean absolute error reaches back, about. */
    private static final int ERRORS = 64;

    /** Bound of everything forecast, so that a network that grows without end stays in float32. */
    private static final float LARGEST = 1e30f;

    private static final double FADING = StrictMath.sqrt(0.5);

    private final ModelSpec spec;
    private final Meaning meaning;
    private final NetworkBody body;
    private final NetworkBody.Run run;
    private final int horizon;
    private final int levels;
    private final int median;
    private final float[] normal;
    private final float[] x;
    private final float[] out;
    private final float[] fed;
    private float[][] memory;
    private float[][] next;

    ImportedPredictor(ModelSpec spec, ImportedNetwork network) {
        this.spec = spec;
        meaning = network.meaning();
        body = network.body();
        run = body.newRun();
        horizon = spec.horizon();
        levels = spec.levels().size();
        median = spec.medianIndex();
        normal = new float[levels];
        for (int q = 0; q < levels; q++) {
            normal[q] = (float) NormalDistribution.quantile(spec.levels().get(q));
        }
        x = new float[body.inputSize()];
        out = new float[body.outputSize()];
        fed = new float[body.outputSize()];
        memory = body.initialState();
        next = body.initialState();
    }

    /** What is kept of a series from step to step. */
    static float[][] initialState(ImportedNetwork network) {
        float[][] kept =
                network.meaning().window() > 0 ? new float[0][] : network.body().initialState();
        if (network.meaning().outputs() == OutputKind.QUANTILES) {
            return kept;
        }
        float[][] state = new float[kept.length + 1][];
        System.arraycopy(kept, 0, state, 0, kept.length);
        state[kept.length] = new float[2];
        return state;
    }

    @Override
    public void predict(SeriesState state, SeriesView seen, float[][] quantiles) {
        predict(state, quantiles[0]);
    }

    private void predict(SeriesState state, float[] quantiles) {
        if (meaning.window() > 0) {
            readWindow(state);
        } else {
            advance(state);
        }
        if (meaning.mode() == ForecastMode.DIRECT) {
            readAllSteps(state, quantiles);
        } else {
            feedBack(state, quantiles);
        }
        if (meaning.outputs() == OutputKind.VALUE) {
            spread(state, quantiles);
        }
    }

    private void advance(SeriesState state) {
        scale(state, 0);
        run.step(x, state.hidden, next, out);
        boolean finite = isFinite(next);
        for (int m = 0; m < next.length; m++) {
            if (finite) {
                System.arraycopy(next[m], 0, memory[m], 0, next[m].length);
            } else {
                System.arraycopy(body.initialState()[m], 0, memory[m], 0, next[m].length);
            }
            System.arraycopy(memory[m], 0, state.hidden[m], 0, next[m].length);
        }
    }

    private void readWindow(SeriesState state) {
        int length = Math.min(meaning.window(), state.view[0].window().available());
        memory = body.initialState();
        for (int back = length - 1; back >= 0; back--) {
            scale(state, back);
            stepMemory(out);
        }
    }

    private void stepMemory(float[] into) {
        run.step(x, memory, next, into);
        float[][] swap = memory;
        memory = next;
        next = swap;
    }

    private static boolean isFinite(float[][] vectors) {
        for (float[] vector : vectors) {
            for (float value : vector) {
                if (!Float.isFinite(value)) {
                    return false;
                }
            }
        }
        return true;
    }

    private void scale(SeriesState state, int back) {
        for (int c = 0; c < x.length; c++) {
            ColumnView view = state.view[c];
            float value = view.window().at(back);
            x[c] = meaning.inputs().isEmpty()
                    ? (value - view.mean()) / view.deviation()
                    : meaning.inputs().get(c).scale(state.anchor[c] + value);
        }
    }

    /** From the network's scale to transformed units less the anchor; the newest value where that is no number. */
    private float unscale(SeriesState state, float number) {
        ColumnView view = state.view[0];
        float value = outputScale() == null
                ? Math.fma(number, view.deviation(), view.mean())
                : (float) (outputScale().unscale(number) - state.anchor[0]);
        return Float.isNaN(value) ? view.window().at(0) : Math.max(-LARGEST, Math.min(LARGEST, value));
    }

    private Scaling outputScale() {
        return meaning.output()
                .orElse(meaning.inputs().isEmpty() ? null : meaning.inputs().get(0));
    }

    private void readAllSteps(SeriesState state, float[] quantiles) {
        for (int k = 0; k < horizon; k++) {
            if (meaning.outputs() == OutputKind.VALUE) {
                quantiles[median * horizon + k] = unscale(state, out[k]);
                continue;
            }
            for (int q = 0; q < levels; q++) {
                int at = meaning.order() == OutputOrder.BY_STEP ? k * levels + q : q * horizon + k;
                quantiles[q * horizon + k] = unscale(state, out[at]);
            }
        }
    }

    /*
     * The median is what is fed back. Quantiles of later steps tell the uncertainty of that step alone, given its
     * inputs; they are taken apart by the root of the step, as if every step added its own.
     */
    private void feedBack(SeriesState state, float[] quantiles) {
        float[] given = out;
        for (int k = 0; k < horizon; k++) {
            if (k > 0) {
                feed(state, given);
                stepMemory(fed);
                given = fed;
            }
            if (meaning.outputs() == OutputKind.VALUE) {
                quantiles[median * horizon + k] = unscale(state, given[0]);
            } else {
                float expected = unscale(state, given[median]);
                float growth = (float) StrictMath.sqrt(k + 1);
                for (int q = 0; q < levels; q++) {
                    quantiles[q * horizon + k] = Math.fma(unscale(state, given[q]) - expected, growth, expected);
                }
            }
        }
    }

    /** Makes an output the next input. Columns the network does not forecast keep their newest values. */
    private void feed(SeriesState state, float[] given) {
        if (meaning.outputs() == OutputKind.VALUE
                && given.length == x.length
                && meaning.output().isEmpty()) {
            System.arraycopy(given, 0, x, 0, x.length);
            return;
        }
        float number = given[meaning.outputs() == OutputKind.VALUE ? 0 : median];
        x[0] = meaning.output().isPresent()
                ? meaning.inputs().get(0).scale(meaning.output().get().unscale(number))
                : number;
    }

    private void spread(SeriesState state, float[] quantiles) {
        ColumnView view = state.view[0];
        float[] errors = state.hidden[state.hidden.length - 1];
        int judged = view.window().available() - 1;
        if (judged > 0 && !view.missing()) {
            float error = Math.abs(view.window().at(0) - view.window().at(1) - errors[1]);
            errors[0] += (error - errors[0]) / Math.min(judged, ERRORS);
        }
        float first = quantiles[median * horizon];
        errors[1] = first - view.window().at(0);
        double standIn = view.deviation() * StrictMath.pow(FADING, judged);
        double known = errors[0] * NormalDistribution.DEVIATION_PER_ABSOLUTE_ERROR;
        double oneStep = Math.sqrt(known * known + standIn * standIn);
        double most = Math.max(oneStep, view.deviation());
        for (int k = 0; k < horizon; k++) {
            float deviation = (float) Math.min(most, oneStep * Math.sqrt(k + 1));
            float expected = quantiles[median * horizon + k];
            for (int q = 0; q < levels; q++) {
                quantiles[q * horizon + k] = Math.fma(normal[q], deviation, expected);
            }
        }
    }
}
