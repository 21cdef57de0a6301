package io.gatecast.core;

import io.gatecast.core.anomaly.Detection;
import java.util.List;
import java.util.Optional;

/**
 * What one observation gave: the forecasts issued after it and its scores by the forecasts issued before it, one of each per
 * target.
 *
 * <p>The forecaster that returned it overwrites it with its next step.
 *
 * @param forecasts forecasts of the steps to come, in the order of the model's targets
 * @param scores the observation judged by the earlier forecasts, in the same order
 * @param detection how unusual it is; empty if nothing is detected
 */
public record Step(List<Forecast> forecasts, List<Score> scores, Optional<Detection> detection) {
    public Step {
        forecasts = List.copyOf(forecasts);
        scores = List.copyOf(scores);
    }

    /**
     * The forecast of the first target.
     *
     * @return forecast
     */
    public Forecast forecast() {
        return forecasts.get(0);
    }

    /**
     * The score of the first target.
     *
     * @return score
     */
    public Score score() {
        return scores.get(0);
    }
}
