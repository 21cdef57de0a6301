package io.gatecast.core;

import io.gatecast.core.feature.FeatureVector;
import io.gatecast.core.feature.SeriesView;
import io.gatecast.core.recurrent.CellTrace;

/** Forecasts of our own models: features, recurrent step, head, running scale. */
final class OwnPredictor implements Predictor {
    private final Model model;
    private final FeatureVector features;
    private final CellTrace[] traces;
    private final float[][] next;
    private final float[] location;

    OwnPredictor(Model model) {
        this.model = model;
        features = model.features().newVector();
        traces = model.recurrent().newTraces();
        next = model.recurrent().initialState();
        location = new float[model.spec().horizon()];
    }

    @Override
    public void predict(SeriesState state, SeriesView seen, float[][] quantiles) {
        model.features().write(seen, state.clockMs, features);
        model.recurrent().step(features.recurrent(), state.hidden, next, traces);
        for (int l = 0; l < next.length; l++) {
            System.arraycopy(next[l], 0, state.hidden[l], 0, next[l].length);
        }
        float[] top = next.length == 0 ? location : next[next.length - 1];
        for (int t = 0; t < quantiles.length; t++) {
            model.heads().get(t).apply(features.target(t), top, location, quantiles[t]);
            unscale(quantiles[t], state.view[t].mean(), state.view[t].deviation());
        }
    }

    private static void unscale(float[] quantiles, float mean, float deviation) {
        for (int i = 0; i < quantiles.length; i++) {
            quantiles[i] = Math.fma(quantiles[i], deviation, mean);
        }
    }
}
