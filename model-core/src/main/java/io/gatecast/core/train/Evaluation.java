package io.gatecast.core.train;

import io.gatecast.core.Forecast;
import io.gatecast.core.Forecaster;
import io.gatecast.core.HorizonScore;
import io.gatecast.core.Model;
import io.gatecast.core.Observation;
import io.gatecast.core.SeriesState;
import io.gatecast.core.spec.ModelSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Accuracy on the validation part, by running the forecaster itself over whole series: what a user will get, calibration
 * included.
 */
final class Evaluation {
    private static final long MOST_ROWS = 2_000_000;

    /** Of a longer series only the latest rows are looked at, the first of them to warm up. */
    private static final int LATEST_ROWS = 200_000;

    private static final int WARM_UP = 20_000;

    private final List<PreparedSeries> series;

    Evaluation(List<PreparedSeries> series) {
        long rows = series.stream().mapToLong(PreparedSeries::rows).sum();
        int stride = (int) Math.max(1, (rows + MOST_ROWS - 1) / MOST_ROWS);
        this.series = IntStream.range(0, series.size())
                .filter(i -> i % stride == 0)
                .mapToObj(series::get)
                .filter(s -> !s.isFlat() && s.rows() > s.validationStart())
                .toList();
    }

    /**
     * Per target one row per group of steps ahead and one for all; empty if nothing can be scored. Runs on the caller's pool.
     *
     * @param model the model to score
     * @param linear the model whose errors stand beside it, usually the linear part alone
     */
    List<HorizonScore> scores(Model model, Model linear) {
        List<int[]> groups = groups(model.spec().horizon());
        Tally[][][] tallies = new Tally[series.size()][][];
        IntStream.range(0, tallies.length)
                .parallel()
                .forEach(i -> tallies[i] = score(model, linear, series.get(i), groups));
        List<HorizonScore> scores = new ArrayList<>();
        List<String> targets = model.spec().targets();
        for (int t = 0; t < targets.size(); t++) {
            for (int g = 0; g < groups.size(); g++) {
                Tally sum = new Tally();
                int keys = 0;
                for (Tally[][] tally : tallies) {
                    if (tally[t][g].count > 0) {
                        sum.addMeanOf(tally[t][g]);
                        keys++;
                    }
                }
                if (keys > 0) {
                    scores.add(sum.toScore(targets.size() == 1 ? "" : targets.get(t), groups.get(g), keys));
                }
            }
        }
        return scores;
    }

    private static List<int[]> groups(int horizon) {
        List<int[]> groups = new ArrayList<>();
        int from = 1;
        for (int to : new int[] {1, (horizon + 3) / 4, (horizon + 1) / 2, horizon}) {
            if (to >= from) {
                groups.add(new int[] {from, to});
                from = to + 1;
            }
        }
        if (groups.size() > 1) {
            groups.add(new int[] {1, horizon});
        }
        return groups;
    }

    private static Tally[][] score(Model model, Model linear, PreparedSeries s, List<int[]> groups) {
        Tally[][] tallies = new Tally[model.spec().targets().size()][groups.size()];
        for (Tally[] ofTarget : tallies) {
            Arrays.setAll(ofTarget, g -> new Tally());
        }
        Forecaster forecaster = new Forecaster(model);
        Forecaster linearForecaster = new Forecaster(linear);
        SeriesState state = forecaster.initialState();
        SeriesState linearState = linearForecaster.initialState();
        int firstRow = Math.max(0, s.rows() - LATEST_ROWS);
        int firstOrigin = Math.max(s.validationStart() - 1, firstRow == 0 ? 0 : firstRow + WARM_UP);
        for (int row = firstRow; row + 1 < s.rows(); row++) {
            Observation observation = s.observation(row);
            if (!forecaster.accepts(state, observation)) {
                continue;
            }
            List<Forecast> forecasts = forecaster.step(state, observation).forecasts();
            List<Forecast> linearForecasts =
                    linearForecaster.step(linearState, observation).forecasts();
            for (int t = 0; row >= firstOrigin && t < tallies.length; t++) {
                for (int g = 0; g < groups.size() && s.meanAbsoluteSeasonalDifference(t) > 0; g++) {
                    tallies[t][g].add(s, t, row, forecasts.get(t), linearForecasts.get(t), groups.get(g));
                }
            }
        }
        return tallies;
    }

    /** Sums of one series and group, or of the means of many series. */
    private static final class Tally {
        private int count;
        private double model;
        private double naive;
        private double seasonalNaive;
        private double linear;
        private double inside80;
        private double inside95;

        void add(PreparedSeries s, int target, int row, Forecast forecast, Forecast linearForecast, int[] group) {
            int season = forecast.spec().seasons().isEmpty()
                    ? 1
                    : forecast.spec().seasons().get(0);
            double scale = s.meanAbsoluteSeasonalDifference(target);
            for (int k = group[0]; k <= group[1] && row + k < s.rows(); k++) {
                double outcome = s.source().value(target, s.first() + row + k);
                int seasonBack = row + k - (k + season - 1) / season * season;
                double last = s.source().value(target, s.first() + row);
                double lastSeason = seasonBack < 0 ? last : s.source().value(target, s.first() + seasonBack);
                if (Double.isNaN(outcome) || Double.isNaN(last) || Double.isNaN(lastSeason)) {
                    continue;
                }
                count++;
                model += Math.abs(outcome - forecast.mean(k)) / scale;
                naive += Math.abs(outcome - last) / scale;
                seasonalNaive += Math.abs(outcome - lastSeason) / scale;
                linear += Math.abs(outcome - linearForecast.mean(k)) / scale;
                inside80 += inside(forecast, k, outcome, 0.1, 0.9);
                inside95 += inside(forecast, k, outcome, 0.025, 0.975);
            }
        }

        private static double inside(Forecast forecast, int step, double outcome, double low, double high) {
            ModelSpec spec = forecast.spec();
            int lower = spec.levels().indexOf(low);
            int upper = spec.levels().indexOf(high);
            if (lower < 0 || upper < 0) {
                return Double.NaN;
            }
            return outcome >= forecast.quantile(lower, step) && outcome <= forecast.quantile(upper, step) ? 1 : 0;
        }

        void addMeanOf(Tally other) {
            model += other.model / other.count;
            naive += other.naive / other.count;
            seasonalNaive += other.seasonalNaive / other.count;
            linear += other.linear / other.count;
            inside80 += other.inside80 / other.count;
            inside95 += other.inside95 / other.count;
        }

        HorizonScore toScore(String target, int[] group, int keys) {
            return new HorizonScore(
                    target,
                    group[0],
                    group[1],
                    model / keys,
                    naive / keys,
                    seasonalNaive / keys,
                    linear / keys,
                    inside80 / keys,
                    inside95 / keys);
        }
    }
}
