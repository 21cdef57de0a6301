package io.gatecast.core;

import io.gatecast.core.feature.SeriesView;
import io.gatecast.core.spec.StepsAhead;

/**
 * Where our own models and imported ones differ: from the newest values of a series to uncorrected quantiles. One
 * thread.
 */
sealed interface Predictor permits OwnPredictor, ImportedPredictor {
    /**
     * Advances the hidden state by the newest values and forecasts.
     *
     * @param state state of the series, its newest values pushed; its hidden state is advanced
     * @param seen the newest values and what is known beside them
     * @param quantiles receives quantiles in any order, transformed units less the target's anchor [target][levels ×
     *     steps ahead]
     */
    void predict(SeriesState state, SeriesView seen, float[][] quantiles);

    /**
     * Creates the predictor of a model.
     *
     * @param model the model
     * @param ahead the steps ahead to forecast; all of them if the model is imported or finds seasons itself
     * @return a new predictor
     */
    static Predictor of(Model model, StepsAhead ahead) {
        return model.imported().isPresent()
                ? new ImportedPredictor(model.spec(), model.imported().get())
                : new OwnPredictor(model, ahead);
    }
}
