package io.gatecast.core;

import io.gatecast.core.feature.FeatureVector;
import io.gatecast.core.feature.Features;
import io.gatecast.core.feature.SeriesView;
import io.gatecast.core.feature.TargetFeatures;
import io.gatecast.core.head.QuantileHead;
import io.gatecast.core.recurrent.CellTrace;
import io.gatecast.core.spec.StepsAhead;

/** Forecasts of our own models: features, recurrent step, head, scale. */
final class OwnPredictor implements Predictor {
    private final Model model;
    private final Features inputs;
    private final QuantileHead[] heads; // [target]
    private final FeatureVector features;
    private final CellTrace[] traces;
    private final float[][] next;
    private final float[] location;

    OwnPredictor(Model model, StepsAhead ahead) {
        this.model = model;
        boolean all = ahead.count() == model.spec().horizon();
        inputs = all ? model.features() : new Features(model.spec(), ahead);
        heads = model.heads().stream()
                .map(head -> all ? head : head.only(ahead))
                .toArray(QuantileHead[]::new);
        features = inputs.newVector();
        traces = model.recurrent().newTraces();
        next = model.recurrent().initialState();
        location = new float[ahead.count()];
    }

    @Override
    public void predict(SeriesState state, SeriesView seen, float[][] quantiles) {
        inputs.write(seen, state.clockMs, features);
        model.recurrent().step(features.recurrent(), state.hidden, next, traces);
        for (int l = 0; l < next.length; l++) {
            System.arraycopy(next[l], 0, state.hidden[l], 0, next[l].length);
        }
        float[] top = next.length == 0 ? location : next[next.length - 1];
        for (int t = 0; t < quantiles.length; t++) {
            heads[t].apply(features.target(t), top, location, quantiles[t]);
            if (inputs.scalesEachStep()) {
                unscale(quantiles[t], features.target(t));
            } else {
                unscale(
                        quantiles[t],
                        features.target(t).center()[0],
                        features.target(t).unit()[0]);
            }
            inputs.restrain(state.view[t], features.target(t), quantiles[t]);
        }
    }

    private static void unscale(float[] quantiles, float center, float unit) {
        for (int i = 0; i < quantiles.length; i++) {
            quantiles[i] = Math.fma(quantiles[i], unit, center);
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
