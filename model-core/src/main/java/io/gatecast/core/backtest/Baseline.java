package io.gatecast.core.backtest;

import io.gatecast.core.NormalDistribution;
import io.gatecast.core.Observation;
import java.util.function.Function;

/** The simple rules that a model has to beat. Quantiles are those of a normal distribution around the point forecast. */
public enum Baseline {
    /** The newest value. */
    NAIVE("naive", "repeats the newest value", settings -> new Naive()),
    /** The value one season before. */
    SEASONAL_NAIVE("seasonal-naive", "repeats the newest season", settings -> new SeasonalNaive(settings.season())),
    /** The line through first and newest value. */
    DRIFT("drift", "continues the line through first and newest value", settings -> new Drift()),
    /** Exponential smoothing of level, damped trend and season, fitted to the training part. */
    HOLT_WINTERS(
            "holt-winters",
            "additive smoothing of level, damped trend and season, fitted to the training part",
            settings -> new HoltWinters(settings.season(), settings.horizon()));

    private final String label;
    private final String description;
    private final Function<BacktestSettings, PointRule> rule;

    Baseline(String label, String description, Function<BacktestSettings, PointRule> rule) {
        this.label = label;
        this.description = description;
        this.rule = rule;
    }

    /**
     * Its name in a backtest.
     *
     * @return lower case, with hyphens
     */
    public String label() {
        return label;
    }

    /**
     * What it does, for people.
     *
     * @return a few words
     */
    public String description() {
        return description;
    }

    /**
     * Enters the rule.
     *
     * @param column index of the value column that is forecast
     * @param settings season, horizon and levels
     * @return the contender
     */
    public Contender contender(int column, BacktestSettings settings) {
        double[] normal = settings.levels().stream()
                .mapToDouble(NormalDistribution::quantile)
                .toArray();
        return new Contender() {
            @Override
            public String name() {
                return label;
            }

            @Override
            public Track begin() {
                return new RuleTrack(rule.apply(settings), column, settings.horizon(), normal);
            }
        };
    }

    private record RuleTrack(PointRule rule, int column, int horizon, double[] normal) implements Contender.Track {
        @Override
        public boolean step(Observation observation) {
            rule.observe(observation.value(column));
            return rule.hasValue();
        }

        @Override
        public void forecast(Prediction prediction) {
            rule.prepare();
            for (int step = 1; step <= horizon; step++) {
                double point = rule.point(step);
                double deviation = rule.deviation(step);
                prediction.setPoint(step, point);
                for (int level = 0; level < normal.length; level++) {
                    prediction.setQuantile(level, step, point + normal[level] * deviation);
                }
            }
        }
    }
}
