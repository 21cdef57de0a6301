package io.gatecast.core;

import io.gatecast.core.feature.FeatureVector;
import io.gatecast.core.feature.SeriesView;
import io.gatecast.core.feature.TargetFeatures;
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
    public void predict(SeriesState state, SeriesView seen, float[][] quantiles) {
        model.features().write(seen, state.clockMs, features);
        model.recurrent().step(features.recurrent(), state.hidden, next, traces);
        for (int l = 0; l < next.length; l++) {
            System.arraycopy(next[l], 0, state.hidden[l], 0, next[l].length);
        }
        float[] top = next.length == 0 ? location : next[next.length - 1];
        for (int t = 0; t < quantiles.length; t++) {
            model.heads().get(t).apply(features.target(t), top, location, quantiles[t]);
            unscale(quantiles[t], features.target(t));
            model.features().restrain(state.view[t], features.target(t), quantiles[t]);
        }
    }

    private static void unscale(float[] quantiles, TargetFeatures scale) {
        float[] center = scale.center();
        float[] unit = scale.unit();
        for (int at = 0; at < quantiles.length; at += center.length) {
            for (int k = 0; k < center.length; k++) {
                quantiles[at + k] = Math.fma(quantiles[at + k], unit[k], center[k]);
            }
        }
    }
}
