package io.gatecast.core.backtest;

import io.gatecast.core.Observation;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One series in a backtest. Its rows wait until the outcomes of a whole horizon have followed, so that a forecast is scored the
 * moment it is made: a horizon of rows is all that is kept of a series, however long it is.
 */
public final class SeriesBacktest {
    private final String key;
    private final Split split;
    private final Backtest all;
    private final SeasonalScale scale;
    private final PointSums[][] points; // [contender][group reported]
    private final QuantileSums[] quantiles; // [contender]
    private List<Contender.Track> tracks;
    private ArrayDeque<Row> waiting = new ArrayDeque<>();
    private long row;
    private long origins;
    private long worstOrigin = -1;
    private long lastOrigin = -1;
    private double worstError = Double.NEGATIVE_INFINITY;

    SeriesBacktest(String key, Split split, Backtest all) {
        this.key = key;
        this.split = split;
        this.all = all;
        scale = new SeasonalScale(all.settings.season(), split.trainRows());
        tracks = all.contenders.stream().map(Contender::begin).toList();
        points = Stream.generate(() ->
                        Stream.generate(PointSums::new).limit(all.groups.size()).toArray(PointSums[]::new))
                .limit(tracks.size())
                .toArray(PointSums[][]::new);
        quantiles = Stream.generate(all::newQuantileSums).limit(tracks.size()).toArray(QuantileSums[]::new);
    }

    /**
     * Takes the next row.
     *
     * @param outcome what is forecast, {@link Double#NaN} if missing
     * @param views what each contender is given, of the same time, later than all rows before; kept, not copied
     * @throws IllegalArgumentException if there are not as many observations as contenders
     */
    public void add(double outcome, List<Observation> views) {
        if (views.size() != tracks.size()) {
            throw new IllegalArgumentException(
                    "expected an observation for each of " + tracks.size() + " contenders, found " + views.size());
        }
        waiting.add(new Row(outcome, views));
        if (waiting.size() > all.settings.horizon()) {
            step();
        }
    }

    /** Steps through the rows that wait for outcomes which will not come, and lets go of everything but the scores. */
    public void end() {
        while (!waiting.isEmpty()) {
            step();
        }
        waiting = new ArrayDeque<>(0);
        tracks = List.of();
    }

    private void step() {
        Row now = waiting.remove();
        boolean ready = true;
        boolean scored = isOrigin();
        scale.observe(now.outcome);
        for (int c = 0; c < tracks.size(); c++) {
            boolean forecasts = tracks.get(c).step(now.views.get(c));
            if (scored && forecasts) {
                tracks.get(c).forecast(all.predictions.get(c));
            }
            ready &= forecasts;
        }
        if (scored && ready) {
            score(now.views.get(0).timestampMs());
        } else if (scored) {
            all.unready++;
        }
        row++;
    }

    private boolean isOrigin() {
        long sinceFirst = row - split.firstOrigin();
        int ahead = Math.min(all.settings.horizon(), waiting.size());
        long last = Math.min(row + ahead, split.toRow() - 1);
        return sinceFirst >= 0
                && sinceFirst % all.settings.every() == 0
                && last > row
                && (!all.settings.wholeWindows() || last - row == all.settings.horizon());
    }

    private void score(long issuedAtMs) {
        double unit = scale.value();
        double[] absolute = new double[tracks.size()];
        double[] pinball = new double[tracks.size()];
        int steps = 0;
        int scored = 0;
        long lastMs = issuedAtMs;
        Iterator<Row> ahead = waiting.iterator();
        while (ahead.hasNext() && row + steps + 1 < split.toRow()) {
            Row target = ahead.next();
            steps++;
            if (all.canScore(target.outcome, steps)) {
                scored++;
                score(target.outcome, steps, unit, absolute, pinball);
            }
            lastMs = target.views.get(0).timestampMs();
        }
        all.listener.origin(key, row, issuedAtMs, all.predictions);
        if (scored == 0) {
            return;
        }
        origins++;
        all.countOrigin(issuedAtMs);
        if (!Double.isNaN(unit)) {
            all.timeline.add(
                    issuedAtMs, lastMs - issuedAtMs, over(absolute, scored * unit), over(pinball, scored * unit));
        }
        if (scored == all.settings.horizon()) {
            lastOrigin = row;
            if (absolute[0] > worstError) {
                worstError = absolute[0];
                worstOrigin = row;
            }
        }
    }

    private void score(double outcome, int step, double unit, double[] absolute, double[] pinball) {
        for (int c = 0; c < absolute.length; c++) {
            Prediction prediction = all.predictions.get(c);
            double point = prediction.point(step);
            absolute[c] += Math.abs(outcome - point);
            pinball[c] += quantiles[c].add(outcome, prediction, step, unit);
            for (int g = 0; g < points[c].length; g++) {
                if (all.groups.get(g).contains(step)) {
                    points[c][g].add(outcome, point, unit);
                }
            }
            all.add(c, step, outcome, unit);
        }
    }

    private static double[] over(double[] sums, double divisor) {
        return Arrays.stream(sums).map(sum -> sum / divisor).toArray();
    }

    long origins() {
        return origins;
    }

    boolean isScaled() {
        return !Double.isNaN(scale.value());
    }

    /** Mean scaled loss of a contender over all outcomes. */
    double loss(int contender, Loss loss) {
        PointSums[] ofGroups = points[contender];
        return loss == Loss.ABSOLUTE
                ? ofGroups[ofGroups.length - 1].scores().mase()
                : quantiles[contender].scores().pinball() / scale.value();
    }

    PointSums points(int contender, int group) {
        return points[contender][group];
    }

    BacktestResult.SeriesScores scores() {
        return new BacktestResult.SeriesScores(
                key,
                origins,
                worstOrigin,
                lastOrigin,
                Arrays.stream(points)
                        .map(ofGroups ->
                                Arrays.stream(ofGroups).map(PointSums::scores).toList())
                        .toList(),
                Arrays.stream(quantiles).map(QuantileSums::scores).toList());
    }

    private record Row(double outcome, List<Observation> views) {}
}
