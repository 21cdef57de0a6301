package io.gatecast.streams.report;

import io.gatecast.core.backtest.BacktestResult;
import io.gatecast.core.backtest.BacktestResult.ContenderScores;
import io.gatecast.core.backtest.BacktestResult.SeriesScores;
import io.gatecast.core.backtest.BacktestSettings;
import io.gatecast.core.backtest.QuantileScores;
import io.gatecast.streams.backtest.Window;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The plots of a backtest. */
final class BacktestPlots {
    private static final double HEIGHT = 330;
    private static final double FAN_HEIGHT = 280;
    private static final double ROW_HEIGHT = 24;
    private static final double NAME_WIDTH = 150;
    private static final int NAME_LENGTH = 22;
    private static final int COLORS = 8;
    private static final double MOST_TIMES_HIGHER = 3;
    private static final int STEP_MARKS = 100;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final BacktestResult result;
    private final List<ContenderScores> contenders;

    BacktestPlots(BacktestResult result) {
        this.result = result;
        contenders = result.contenders();
    }

    static int color(int contender) {
        return contender % COLORS;
    }

    /** Scaled error by step ahead, a line per contender. */
    String errorByStep() {
        Drawing drawing = new Drawing(Drawing.NARROW, HEIGHT, "scaled error by step ahead");
        int horizon = result.settings().horizon();
        double highest = readable(
                contenders.stream().flatMap(one -> one.bySteps().stream()), contenders.get(0).bySteps().stream());
        Axis y = Axis.upTo(highest, drawing.bottom(), Drawing.TOP);
        Axis x = new Axis(Math.min(1, horizon - 1), horizon, Drawing.LEFT, drawing.right());
        drawing.verticalAxis(y, Axis::label);
        drawing.horizontalAxis(x, wholeTicks(x), Axis::label, "steps ahead");
        for (int c = contenders.size() - 1; c >= 0; c--) {
            ContenderScores one = contenders.get(c);
            List<Double> xs =
                    IntStream.rangeClosed(1, horizon).mapToObj(k -> x.place(k)).toList();
            List<Double> ys = one.bySteps().stream().map(y::placeWithin).toList();
            drawing.path(xs, ys, "line s" + color(c) + (c == 0 ? " first" : ""), one.name());
            int every = Math.max(1, horizon / STEP_MARKS);
            for (int k = 0; k < horizon; k += every) {
                if (Double.isFinite(one.bySteps().get(k))) {
                    String title = one.name() + ", step " + (k + 1) + ": "
                            + BacktestText.number(one.bySteps().get(k));
                    drawing.dot(xs.get(k), ys.get(k), 4, "hover f" + color(c), title);
                }
            }
        }
        return drawing.end();
    }

    /** The highest of all values, unless it would leave no room for those that matter. */
    private static double readable(Stream<Double> all, Stream<Double> first) {
        return Math.min(highest(all), MOST_TIMES_HIGHER * highest(first));
    }

    private static double highest(Stream<Double> values) {
        return values.filter(Double::isFinite).mapToDouble(value -> value).max().orElse(1);
    }

    private static List<Double> wholeTicks(Axis axis) {
        List<Double> ticks = axis.ticks(8).stream()
                .filter(tick -> tick >= 1 && tick == Math.rint(tick))
                .toList();
        return axis.low() == 1 && !ticks.contains(1.0)
                ? Stream.concat(Stream.of(1.0), ticks.stream()).toList()
                : ticks;
    }

    /** Share of outcomes not above each quantile, over its level. */
    String calibration() {
        Drawing drawing =
                new Drawing(Drawing.NARROW, HEIGHT, "observed share of outcomes not above each quantile level");
        Axis y = new Axis(0, 1, drawing.bottom(), Drawing.TOP);
        Axis x = new Axis(0, 1, Drawing.LEFT, drawing.right());
        drawing.verticalAxis(y, BacktestText::percent);
        drawing.horizontalAxis(x, x.ticks(5), BacktestText::percent, "stated level");
        drawing.line(x.place(0), y.place(0), x.place(1), y.place(1), "ideal");
        for (int c = contenders.size() - 1; c >= 0; c--) {
            ContenderScores one = contenders.get(c);
            List<QuantileScores.Level> levels = one.quantile().levels();
            List<Double> xs =
                    levels.stream().map(level -> x.place(level.level())).toList();
            List<Double> ys =
                    levels.stream().map(level -> y.place(level.coverage())).toList();
            drawing.path(xs, ys, "line s" + color(c) + (c == 0 ? " first" : ""), one.name());
            for (int q = 0; q < levels.size(); q++) {
                String title =
                        one.name() + ": " + BacktestText.percent(levels.get(q).coverage()) + " at level "
                                + Axis.label(levels.get(q).level());
                drawing.dot(xs.get(q), ys.get(q), c == 0 ? 4.5 : 3, "dot f" + color(c), title);
            }
        }
        return drawing.end();
    }

    /** Scaled errors of all contenders on some series, a row per series. */
    String series(List<SeriesScores> shown) {
        Drawing drawing =
                new Drawing(Drawing.WIDE, Drawing.TOP + ROW_HEIGHT * shown.size() + 44, "scaled error by series");
        double highest = readable(
                shown.stream()
                        .flatMap(one -> IntStream.range(0, contenders.size())
                                .mapToObj(c -> one.point(c).mase())),
                shown.stream().map(one -> one.point(0).mase()));
        double left = Drawing.LEFT + NAME_WIDTH - 40;
        Axis x = Axis.upTo(highest, left, drawing.right());
        for (double tick : x.ticks(6)) {
            drawing.line(x.place(tick), Drawing.TOP, x.place(tick), drawing.bottom(), "grid");
        }
        for (int row = 0; row < shown.size(); row++) {
            SeriesScores one = shown.get(row);
            double y = Drawing.TOP + ROW_HEIGHT * (row + 0.5);
            String key = one.key();
            String name = key.length() > NAME_LENGTH ? key.substring(0, NAME_LENGTH - 1) + "…" : key;
            drawing.text(left - 12, y + 4, "end", "name", name);
            drawing.line(left, y, drawing.right(), y, "grid");
            for (int c = contenders.size() - 1; c >= 0; c--) {
                double mase = one.point(c).mase();
                if (Double.isFinite(mase)) {
                    String title = key + ", " + contenders.get(c).name() + ": " + BacktestText.number(mase);
                    drawing.dot(x.placeWithin(mase), y, c == 0 ? 7 : 4.5, "dot f" + color(c), title);
                }
            }
        }
        drawing.horizontalAxis(x, x.ticks(6), Axis::label, "MASE");
        return drawing.end();
    }

    /**
     * What was observed, and one forecast with its intervals.
     *
     * @param window the forecast
     * @param aside index of a contender whose point forecast is drawn as well; -1 = none
     */
    String fan(Window window, int aside) {
        Drawing drawing = new Drawing(Drawing.NARROW, FAN_HEIGHT, window.key() + ": observed and forecast");
        int horizon = result.settings().horizon();
        int count = window.before() + horizon;
        List<List<Double>> drawn =
                new ArrayList<>(List.of(window.values(), window.points().get(0)));
        drawn.addAll(window.quantiles());
        if (aside >= 0) {
            drawn.add(window.points().get(aside));
        }
        List<Double> finite = drawn.stream()
                .flatMap(List::stream)
                .filter(Double::isFinite)
                .sorted()
                .toList();
        Axis y = Axis.around(finite.get(0), finite.get(finite.size() - 1), drawing.bottom(), Drawing.TOP);
        Axis x = new Axis(0, count - 1.0, Drawing.LEFT, drawing.right());
        drawing.verticalAxis(y, Axis::label);
        drawing.horizontalAxis(x, timeTicks(window), i -> time(window, (int) i), "UTC");
        List<Double> ahead = IntStream.range(window.before(), count)
                .mapToObj(i -> x.place(i))
                .toList();
        for (BacktestSettings.Interval interval : result.settings().intervals()) {
            drawing.band(
                    ahead,
                    places(window.quantiles().get(interval.low()), y),
                    places(window.quantiles().get(interval.high()), y),
                    BacktestText.percent(interval.nominal()) + " interval");
        }
        double origin = x.place(window.before() - 1.0);
        drawing.line(origin, Drawing.TOP, origin, drawing.bottom(), "origin");
        if (aside >= 0) {
            String name = contenders.get(aside).name();
            drawing.path(ahead, places(window.points().get(aside), y), "aside s" + color(aside), name);
        }
        List<Double> all = IntStream.range(0, window.values().size())
                .mapToObj(i -> x.place(i))
                .toList();
        drawing.path(
                ahead,
                places(window.points().get(0), y),
                "line first s0",
                contenders.get(0).name());
        drawing.path(all, places(window.values(), y), "actual", "observed");
        return drawing.end();
    }

    private static List<Double> places(List<Double> values, Axis y) {
        return values.stream()
                .map(value -> Double.isNaN(value) ? value : Double.valueOf(y.place(value)))
                .toList();
    }

    private static List<Double> timeTicks(Window window) {
        int last = window.timestampsMs().size() - 1;
        return IntStream.rangeClosed(0, 4)
                .mapToObj(i -> (double) Math.round(last * (0.06 + 0.22 * i)))
                .distinct()
                .toList();
    }

    private static String time(Window window, int index) {
        return TIME.format(Instant.ofEpochMilli(window.timestampsMs().get(index)));
    }
}
