package io.gatecast.core.backtest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rolling-origin evaluation: contenders step through series side by side, forecast after every row of the scored part, and are
 * held against what followed. Every contender is scored at the same outcomes.
 *
 * <p>Memory depends on the number of series, contenders and steps ahead, not on the number of rows: forecasts are summed up as
 * they are made, and see {@link SeriesBacktest} and the bound on the number of times below.
 *
 * <p>One thread.
 *
 * @see <a href="https://doi.org/10.1016/S0169-2070(00)00065-0">Tashman 2000</a>
 */
public final class Backtest {
    /** Differences of loss are tested at so many times at most; beyond it neighbouring times are averaged. */
    private static final int MOST_TIMES = 8_192;

    final List<Contender> contenders;
    final BacktestSettings settings;
    final OriginListener listener;
    final List<StepGroup> groups;
    final List<Prediction> predictions;
    final LossTimeline timeline;
    long unready;
    private long firstMs = Long.MAX_VALUE;
    private long lastMs = Long.MIN_VALUE;
    private final Map<String, SeriesBacktest> series = new LinkedHashMap<>();
    private final QuantileSums[][] quantiles; // [contender][group]
    private final double[][] scaledErrors; // [contender][step]
    private final long[] scaledCounts; // [step]
    private final long[] notFinite; // [contender]
    private long outcomes;
    private long missing;

    /**
     * Prepares a backtest.
     *
     * @param contenders whom to compare, the one of most interest first
     * @param settings what is scored, and how
     * @param listener sees the forecasts
     * @throws IllegalArgumentException if there is no contender, or two have the same name
     */
    public Backtest(List<Contender> contenders, BacktestSettings settings, OriginListener listener) {
        Set<String> names = new HashSet<>();
        for (Contender contender : contenders) {
            if (!names.add(contender.name())) {
                throw new IllegalArgumentException(
                        "contenders must have different names, two are called '" + contender.name() + "'");
            }
        }
        if (contenders.isEmpty()) {
            throw new IllegalArgumentException("a backtest needs at least one contender, got none");
        }
        this.contenders = List.copyOf(contenders);
        this.settings = settings;
        this.listener = listener;
        groups = settings.reported();
        predictions = Stream.generate(() ->
                        new Prediction(settings.horizon(), settings.levels().size()))
                .limit(contenders.size())
                .toList();
        timeline = new LossTimeline(contenders.size(), MOST_TIMES);
        quantiles = Stream.generate(() -> Stream.generate(this::newQuantileSums)
                        .limit(groups.size())
                        .toArray(QuantileSums[]::new))
                .limit(contenders.size())
                .toArray(QuantileSums[][]::new);
        scaledErrors = new double[contenders.size()][settings.horizon()];
        scaledCounts = new long[settings.horizon()];
        notFinite = new long[contenders.size()];
    }

    /**
     * Begins a series.
     *
     * @param key name of the series
     * @param split which of its rows are scored
     * @return takes its rows
     * @throws IllegalArgumentException if the series has been begun before
     */
    public SeriesBacktest begin(String key, Split split) {
        SeriesBacktest begun = new SeriesBacktest(key, split, this);
        if (series.putIfAbsent(key, begun) != null) {
            throw new IllegalArgumentException("a series is begun once, '" + key + "' is there already");
        }
        return begun;
    }

    /**
     * Ends all series that have not been ended.
     *
     * @return what was found
     */
    public BacktestResult end() {
        series.values().forEach(SeriesBacktest::end);
        List<SeriesBacktest> scored =
                series.values().stream().filter(one -> one.origins() > 0).toList();
        BacktestResult.Counts counts = new BacktestResult.Counts(
                series.size(),
                scored.stream().mapToLong(SeriesBacktest::origins).sum(),
                outcomes,
                missing,
                unready,
                scored.stream().filter(one -> !one.isScaled()).count(),
                firstMs,
                lastMs);
        return new BacktestResult(
                settings,
                IntStream.range(0, contenders.size())
                        .mapToObj(c -> scores(c, scored))
                        .toList(),
                scored.stream().map(SeriesBacktest::scores).toList(),
                comparisons(scored),
                counts);
    }

    private BacktestResult.ContenderScores scores(int contender, List<SeriesBacktest> scored) {
        List<PointScores> points = new ArrayList<>();
        List<QuantileScores> ofQuantiles = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            PointSums.OfSeries sums = new PointSums.OfSeries();
            for (SeriesBacktest one : scored) {
                sums.add(one.points(contender, g));
            }
            points.add(sums.scores());
            ofQuantiles.add(quantiles[contender][g].scores());
        }
        List<Double> bySteps = IntStream.range(0, scaledCounts.length)
                .mapToObj(k -> scaledErrors[contender][k] / scaledCounts[k])
                .toList();
        return new BacktestResult.ContenderScores(
                contenders.get(contender).name(), points, ofQuantiles, bySteps, notFinite[contender]);
    }

    /** Compares over time if there are times enough, else over series. */
    private List<Comparison> comparisons(List<SeriesBacktest> scored) {
        List<SeriesBacktest> scaled =
                scored.stream().filter(SeriesBacktest::isScaled).toList();
        List<Comparison> pairs = new ArrayList<>();
        for (Loss loss : Loss.values()) {
            for (int first = 0; first < contenders.size(); first++) {
                for (int second = first + 1; second < contenders.size(); second++) {
                    boolean bySeries = !timeline.isLongEnough();
                    pairs.add(new Comparison(
                            contenders.get(first).name(),
                            contenders.get(second).name(),
                            loss,
                            bySeries,
                            bySeries ? test(scaled, first, second, loss) : timeline.test(first, second, loss)));
                }
            }
        }
        return pairs;
    }

    private static Optional<DieboldMariano> test(List<SeriesBacktest> scaled, int first, int second, Loss loss) {
        return DieboldMariano.of(
                scaled.stream()
                        .mapToDouble(one -> one.loss(first, loss) - one.loss(second, loss))
                        .toArray(),
                0);
    }

    QuantileSums newQuantileSums() {
        return new QuantileSums(settings.levels(), settings.intervals());
    }

    void countOrigin(long issuedAtMs) {
        firstMs = Math.min(firstMs, issuedAtMs);
        lastMs = Math.max(lastMs, issuedAtMs);
    }

    /** Whether the present forecasts can be held against an outcome: it is there, and all forecasts of it are numbers. */
    boolean canScore(double outcome, int step) {
        outcomes++;
        if (Double.isNaN(outcome)) {
            missing++;
            return false;
        }
        boolean finite = true;
        for (int c = 0; c < notFinite.length; c++) {
            if (!predictions.get(c).isFinite(step)) {
                notFinite[c]++;
                finite = false;
            }
        }
        return finite;
    }

    /** Adds the present forecast of a contender for a step to what is summed over all series. */
    void add(int contender, int step, double outcome, double unit) {
        Prediction prediction = predictions.get(contender);
        for (int g = 0; g < groups.size(); g++) {
            if (groups.get(g).contains(step)) {
                quantiles[contender][g].add(outcome, prediction, step, unit);
            }
        }
        if (!Double.isNaN(unit)) {
            scaledErrors[contender][step - 1] += Math.abs(outcome - prediction.point(step)) / unit;
            scaledCounts[step - 1] += contender == 0 ? 1 : 0;
        }
    }
}
