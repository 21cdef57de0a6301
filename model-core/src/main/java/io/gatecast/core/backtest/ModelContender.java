package io.gatecast.core.backtest;

import io.gatecast.core.Forecast;
import io.gatecast.core.Forecaster;
import io.gatecast.core.Model;
import io.gatecast.core.Observation;
import io.gatecast.core.SeriesState;
import io.gatecast.core.Step;
import java.util.List;

/** A model, stepped by the same {@link Forecaster} as live. */
public final class ModelContender implements Contender {
    private final String name;
    private final Forecaster forecaster;
    private final int target;
    private final int horizon;
    private final int[] levels;

    /**
     * Enters a model.
     *
     * @param name name in the backtest
     * @param model the model
     * @param target index of the target scored
     * @param settings horizon and levels, which the model must have
     * @throws IllegalArgumentException if the model has no such target, horizon or level
     */
    public ModelContender(String name, Model model, int target, BacktestSettings settings) {
        int targets = model.spec().roles().targets();
        if (target < 0 || target >= targets) {
            throw new IllegalArgumentException(
                    "model " + name + ": target must be in [0, " + targets + "), was " + target);
        }
        if (settings.horizon() > model.spec().horizon()) {
            throw new IllegalArgumentException("model " + name + " forecasts "
                    + model.spec().horizon() + " steps ahead, a horizon of " + settings.horizon() + " is asked for");
        }
        this.name = name;
        this.target = target;
        forecaster = new Forecaster(model);
        horizon = settings.horizon();
        levels = settings.levels().stream()
                .mapToInt(level -> indexOf(level, model.spec().levels()))
                .toArray();
    }

    private int indexOf(double level, List<Double> found) {
        int index = found.indexOf(level);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "model " + name + " has the quantile levels " + found + ", " + level + " is asked for");
        }
        return index;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Track begin() {
        return new ModelTrack(forecaster.initialState());
    }

    private final class ModelTrack implements Track {
        private final SeriesState state;
        private Step latest;

        ModelTrack(SeriesState state) {
            this.state = state;
        }

        @Override
        public boolean step(Observation observation) {
            if (!forecaster.accepts(state, observation)) {
                return false;
            }
            latest = forecaster.step(state, observation);
            return true;
        }

        @Override
        public void forecast(Prediction prediction) {
            Forecast forecast = latest.forecasts().get(target);
            for (int step = 1; step <= horizon; step++) {
                prediction.setPoint(step, forecast.mean(step));
                for (int level = 0; level < levels.length; level++) {
                    prediction.setQuantile(level, step, forecast.quantile(levels[level], step));
                }
            }
        }
    }
}
