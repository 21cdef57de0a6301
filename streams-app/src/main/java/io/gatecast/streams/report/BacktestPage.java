package io.gatecast.streams.report;

import io.gatecast.core.backtest.BacktestResult;
import io.gatecast.core.backtest.BacktestResult.ContenderScores;
import io.gatecast.core.backtest.BacktestResult.SeriesScores;
import io.gatecast.core.backtest.Comparison;
import io.gatecast.core.backtest.DieboldMariano;
import io.gatecast.core.backtest.Loss;
import io.gatecast.core.backtest.QuantileScores;
import io.gatecast.core.backtest.StepGroup;
import io.gatecast.streams.backtest.Window;
import io.gatecast.streams.table.TimestampText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** A backtest as one HTML file with its plots and its style inside: nothing is loaded from anywhere. */
public final class BacktestPage {
    private static final String STYLE = "/io/gatecast/report/report.css";
    private static final int SERIES_SHOWN = 20;
    private static final double SIGNIFICANT = 0.05;

    private final BacktestReport report;
    private final BacktestResult result;
    private final List<ContenderScores> contenders;
    private final BacktestPlots plots;
    private final StringBuilder html = new StringBuilder();

    /**
     * Takes a report.
     *
     * @param report what to show
     */
    public BacktestPage(BacktestReport report) {
        this.report = report;
        result = report.result();
        contenders = result.contenders();
        plots = new BacktestPlots(result);
    }

    /**
     * Writes a file.
     *
     * @param file file to write
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        html.setLength(0);
        head();
        scores();
        html.append("<div class=\"two\">\n");
        card(
                "Error by horizon",
                "Mean scaled absolute error of all outcomes at each step ahead; below 1 is better than repeating the last"
                        + " season did on the training part. A line at the upper edge is beyond it.",
                legend() + plots.errorByStep());
        card(
                "Calibration",
                "Share of outcomes not above each quantile. On the dashed line, what is stated is what happened.",
                legend() + plots.calibration());
        html.append("</div>\n");
        intervals();
        groups();
        tests();
        worst();
        fans();
        foot();
        Files.writeString(file, html, StandardCharsets.UTF_8);
    }

    private void head() {
        html.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Backtest of ")
                .append(Markup.escaped(report.input()))
                .append("</title>\n<style>\n")
                .append(style())
                .append("</style>\n</head>\n<body>\n<main>\n<h1>Backtest of ")
                .append(Markup.escaped(report.input()))
                .append("</h1>\n<p class=\"soft\">")
                .append(Markup.escaped(upperCase(report.split())))
                .append("; forecasts issued from ")
                .append(TimestampText.format(result.counts().firstMs()))
                .append(" to ")
                .append(TimestampText.format(result.counts().lastMs()))
                .append(".</p>\n<p class=\"verdict\">")
                .append(Markup.escaped(verdict()))
                .append("</p>\n<div class=\"tiles\">\n");
        tile(result.series().size(), "series");
        tile(result.counts().origins(), "forecasts scored");
        tile(contenders.get(0).point().count(), "outcomes");
        tile(result.settings().horizon(), "steps ahead");
        tile(result.settings().season(), "steps in a season");
        html.append("</div>\n");
    }

    private static String style() {
        try (InputStream in = BacktestPage.class.getResourceAsStream(STYLE)) {
            if (in == null) {
                throw new IllegalStateException("the style sheet is missing from the class path: " + STYLE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String upperCase(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** Says who is best, by how much, and whether that could be chance. */
    private String verdict() {
        List<ContenderScores> ranked = contenders.stream()
                .filter(one -> !Double.isNaN(one.point().mase()))
                .sorted(Comparator.comparingDouble(one -> one.point().mase()))
                .toList();
        if (ranked.isEmpty()) {
            return "No series changes from season to season in its training part, so errors cannot be scaled.";
        }
        ContenderScores best = ranked.get(0);
        String text = "Lowest scaled error: " + best.name() + " (MASE "
                + BacktestText.number(best.point().mase()) + ")";
        if (ranked.size() == 1) {
            return text + ".";
        }
        ContenderScores next = ranked.get(1);
        double share = 1 - best.point().mase() / next.point().mase();
        String chance = test(best.name(), next.name(), Loss.ABSOLUTE)
                .map(test -> test.pValue() < SIGNIFICANT
                        ? "; the difference is significant (p " + probability(test) + ")"
                        : "; the difference is not significant (p " + probability(test) + ")")
                .orElse("; too few forecasts to tell whether that is chance");
        return text + ", " + BacktestText.percent(share) + " below " + next.name() + chance + ".";
    }

    private void tile(long number, String label) {
        html.append(String.format(Locale.ROOT, "<div class=\"tile\"><b>%,d</b><span>%s</span></div>%n", number, label));
    }

    private void card(String title, String caption, String body) {
        html.append("<section>\n<h2>")
                .append(Markup.escaped(title))
                .append("</h2>\n<p class=\"caption\">")
                .append(Markup.escaped(caption))
                .append("</p>\n")
                .append(body)
                .append("</section>\n");
    }

    private String legend() {
        StringBuilder legend = new StringBuilder("<div class=\"legend\">");
        for (int c = 0; c < contenders.size(); c++) {
            legend.append("<span>").append(name(c)).append("</span>");
        }
        return legend.append("</div>\n").toString();
    }

    private String name(int contender) {
        return "<span class=\"swatch s" + BacktestPlots.color(contender) + "\"></span>"
                + Markup.escaped(contenders.get(contender).name());
    }

    private void scores() {
        PageTable table = new PageTable("", "MASE", "MAE", "RMSE", "sMAPE", "pinball", "wQL");
        List<ToDoubleFunction<ContenderScores>> figures = List.of(
                one -> one.point().mase(),
                one -> one.point().mae(),
                one -> one.point().rmse(),
                one -> one.point().smape(),
                one -> one.quantile().pinball(),
                one -> one.quantile().weightedQuantileLoss());
        for (int c = 0; c < contenders.size(); c++) {
            ContenderScores one = contenders.get(c);
            table.row(name(c));
            for (ToDoubleFunction<ContenderScores> figure : figures) {
                table.cell(BacktestText.number(figure.applyAsDouble(one)), isLowest(one, figure) ? "best" : "");
            }
        }
        card(
                "All steps ahead",
                "Lower is better; the lowest is bold. Every contender is scored at the same outcomes.",
                table.end());
    }

    private boolean isLowest(ContenderScores one, ToDoubleFunction<ContenderScores> figure) {
        return contenders.stream().noneMatch(other -> figure.applyAsDouble(other) < figure.applyAsDouble(one));
    }

    private void intervals() {
        List<QuantileScores.Interval> stated = contenders.get(0).quantile().intervals();
        if (stated.isEmpty()) {
            return;
        }
        List<String> header = new ArrayList<>(List.of(""));
        for (QuantileScores.Interval interval : stated) {
            header.add("inside " + BacktestText.percent(interval.nominal()));
            header.add("width");
        }
        PageTable table = new PageTable(header.toArray(String[]::new));
        for (int c = 0; c < contenders.size(); c++) {
            row(table, name(c), contenders.get(c).quantile());
        }
        List<StepGroup> groups = result.settings().groups();
        for (int g = 0; g < groups.size() && groups.size() > 1; g++) {
            row(
                    table,
                    name(0) + ", " + steps(groups.get(g)),
                    contenders.get(0).quantiles().get(g));
        }
        card(
                "Intervals",
                "Share of outcomes inside each central interval and its mean width. Of intervals that hold what they"
                        + " state, narrower ones are better.",
                table.end());
    }

    private static void row(PageTable table, String markup, QuantileScores scores) {
        table.row(markup);
        for (QuantileScores.Interval interval : scores.intervals()) {
            table.cell(BacktestText.percent(interval.coverage()), "");
            table.cell(BacktestText.number(interval.width()), "");
        }
    }

    private static String steps(StepGroup group) {
        return (group.from() == group.to() ? "step " : "steps ") + group;
    }

    private void groups() {
        List<StepGroup> groups = result.settings().groups();
        if (groups.size() < 2) {
            return;
        }
        List<String> header = new ArrayList<>(List.of(""));
        groups.forEach(group -> header.add(steps(group)));
        PageTable table = new PageTable(header.toArray(String[]::new));
        for (int c = 0; c < contenders.size(); c++) {
            table.row(name(c));
            for (int g = 0; g < groups.size(); g++) {
                int group = g;
                ToDoubleFunction<ContenderScores> mase =
                        one -> one.points().get(group).mase();
                ContenderScores one = contenders.get(c);
                table.cell(BacktestText.number(mase.applyAsDouble(one)), isLowest(one, mase) ? "best" : "");
            }
        }
        card("Scaled error by steps ahead", "MASE, the mean over series. The lowest is bold.", table.end());
    }

    private void tests() {
        if (contenders.size() < 2) {
            return;
        }
        List<String> header = new ArrayList<>(List.of("against"));
        contenders.forEach(one -> header.add(one.name()));
        PageTable table = new PageTable(header.toArray(String[]::new));
        for (int c = 0; c < contenders.size(); c++) {
            table.row(name(c));
            for (ContenderScores other : contenders) {
                Optional<DieboldMariano> test = test(contenders.get(c).name(), other.name(), Loss.ABSOLUTE);
                if (other == contenders.get(c)) {
                    table.cell("", "");
                } else if (test.isEmpty()) {
                    table.cell("–", "");
                } else {
                    String sort =
                            test.get().pValue() >= SIGNIFICANT ? "" : test.get().difference() < 0 ? "better" : "worse";
                    table.cell(
                            String.format(Locale.ROOT, "%+.3f", test.get().difference()),
                            sort,
                            "p " + probability(test.get()));
                }
            }
        }
        card(
                "Is the difference real?",
                "Mean difference of the scaled error, row less column: green where the row is better and chance is an"
                        + " unlikely reason ("
                        + (result.comparisons().get(0).bySeries()
                                ? "paired over series as if they were independent, because there are too few times"
                                : "Diebold–Mariano, Newey–West over overlapping forecasts, corrected as by Harvey, Leybourne"
                                        + " and Newbold")
                        + "; p < 0.05, not adjusted for the number of pairs).",
                table.end());
    }

    private Optional<DieboldMariano> test(String first, String second, Loss loss) {
        for (Comparison one : result.comparisons()) {
            if (one.loss() == loss && one.first().equals(first) && one.second().equals(second)) {
                return one.test();
            }
            if (one.loss() == loss && one.first().equals(second) && one.second().equals(first)) {
                return one.test().map(DieboldMariano::reversed);
            }
        }
        return Optional.empty();
    }

    private static String probability(DieboldMariano test) {
        return test.pValue() < 0.0001 ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", test.pValue());
    }

    private void worst() {
        if (result.series().size() < 2) {
            return;
        }
        List<SeriesScores> worst = BacktestReport.worstFirst(result);
        List<SeriesScores> shown = worst.subList(0, Math.min(SERIES_SHOWN, worst.size()));
        card(
                "Worst series",
                String.format(
                        Locale.ROOT,
                        "The %d of %,d series where %s has the largest scaled error. A dot at the right edge is beyond it.",
                        shown.size(),
                        worst.size(),
                        contenders.get(0).name()),
                legend() + plots.series(shown));
    }

    private void fans() {
        if (report.windows().isEmpty()) {
            return;
        }
        int aside = -1;
        for (int c = 1; c < contenders.size(); c++) {
            aside = contenders.get(c).name().equals("seasonal-naive") || aside < 0 ? c : aside;
        }
        StringBuilder body = new StringBuilder(
                        "<div class=\"legend\"><span><span class=\"swatch actual-swatch\"></span>")
                .append("observed</span><span>")
                .append(name(0))
                .append(" with its intervals</span>");
        if (aside >= 0) {
            body.append("<span>").append(name(aside)).append("</span>");
        }
        body.append("</div>\n<div class=\"two\">\n");
        for (SeriesScores series : BacktestReport.worstFirst(result)) {
            for (Window window : report.windows()) {
                if (window.key().equals(series.key())) {
                    String sort = series.worstOrigin() == series.lastOrigin()
                            ? "forecast"
                            : window.origin() == series.worstOrigin() ? "worst forecast" : "last forecast";
                    body.append("<div><h3>")
                            .append(Markup.escaped(window.key()))
                            .append("</h3><p class=\"caption\">")
                            .append(sort)
                            .append(", issued after ")
                            .append(TimestampText.format(window.timestampsMs().get(window.before() - 1)))
                            .append("; MASE of the series ")
                            .append(BacktestText.number(series.point(0).mase()))
                            .append("</p>\n")
                            .append(plots.fan(window, aside))
                            .append("</div>\n");
                }
            }
        }
        card(
                "Observed and forecast",
                result.series().size() == 1
                        ? "The forecast with the largest error and the last one."
                        : "Of the worst series, a usual one and the best: the forecast with the largest error and the last one.",
                body.append("</div>\n").toString());
    }

    private void foot() {
        PageTable table = new PageTable("contender", "what it is");
        for (int c = 0; c < contenders.size(); c++) {
            table.row(name(c));
            table.cell(report.contenders().get(contenders.get(c).name()), "text");
        }
        StringBuilder body = new StringBuilder(table.end());
        for (String note : report.notes()) {
            body.append("<p class=\"caption\">").append(Markup.escaped(note)).append("</p>\n");
        }
        card(
                "How this was made",
                "After every row of the scored part each contender forecast all steps ahead from what it had seen until"
                        + " then. MASE divides errors by the mean absolute difference from season to season in the training"
                        + " part. MAE, RMSE, pinball loss and widths are in the units of the series; MASE and sMAPE are means"
                        + " over series.",
                body.toString());
        html.append("</main>\n</body>\n</html>\n");
    }
}
