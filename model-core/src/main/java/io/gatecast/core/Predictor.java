package io.gatecast.core;

/**
 * Where our own models and imported ones differ: from the newest values of a series to uncorrected quantiles. One
 * thread.
 */
sealed interface Predictor permits OwnPredictor, ImportedPredictor {
    /**
     * Advances the hidden state by the newest values and forecasts.
     *
     * @param state state of the series, its newest values pushed; its hidden state is advanced
     * @param quantiles receives quantiles in any order, transformed units less the target's anchor [levels × horizon]
     */
    void predict(SeriesState state, float[] quantiles);

    /**
     * Creates the predictor of a model.
     *
     * @param model the model
     * @return a new predictor
     */
    static Predictor of(Model model) {
        return model.imported().isPresent()
                ? new ImportedPredictor(model.spec(), model.imported().get())
                : new OwnPredictor(model);
    }
}
