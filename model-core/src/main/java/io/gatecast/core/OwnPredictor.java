package io.gatecast.core;

import io.gatecast.core.feature.FeatureVector;
import io.gatecast.core.recurrent.CellTrace;

/** Forecasts of our own models: features, recurrent step, head, scale. */
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
    public void predict(SeriesState state, float[] quantiles) {
        model.features().write(state.view, state.clockMs, features);
        model.recurrent().step(features.recurrent(), state.hidden, next, traces);
        for (int l = 0; l < next.length; l++) {
            System.arraycopy(next[l], 0, state.hidden[l], 0, next[l].length);
        }
        float[] top = next.length == 0 ? location : next[next.length - 1];
        model.head().apply(features, top, location, quantiles);
        unscale(quantiles);
        model.features().restrain(state.view[0], features, quantiles);
    }

    private void unscale(float[] quantiles) {
        float[] center = features.center();
        float[] unit = features.unit();
        for (int at = 0; at < quantiles.length; at += center.length) {
            for (int k = 0; k < center.length; k++) {
                quantiles[at + k] = Math.fma(quantiles[at + k], unit[k], center[k]);
            }
        }
    }
}
