package io.gatecast.streams.report;

import io.gatecast.core.backtest.BacktestResult;
import io.gatecast.core.backtest.BacktestResult.ContenderScores;
import io.gatecast.core.backtest.BacktestResult.SeriesScores;
import io.gatecast.core.backtest.Comparison;
import io.gatecast.core.backtest.Loss;
import io.gatecast.core.backtest.QuantileScores;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A backtest as tables for a terminal. */
public final class BacktestText {
    private static final int SERIES_PRINTED = 10;

    private final BacktestReport report;
    private final BacktestResult result;

    /**
     * Takes a report.
     *
     * @param report what to print
     */
    public BacktestText(BacktestReport report) {
        this.report = report;
        result = report.result();
    }

    /**
     * Prints everything but the plots.
     *
     * @param out receives the lines
     */
    public void print(PrintWriter out) {
        BacktestResult.Counts counts = result.counts();
        out.printf(
                Locale.ROOT,
                "%n%s: %,d series, %,d origins, %,d outcomes; %s; %d steps ahead, season of %d steps%n",
                report.input(),
                result.series().size(),
                counts.origins(),
                result.contenders().get(0).point().count(),
                report.split(),
                result.settings().horizon(),
                result.settings().season());
        printScores(out);
        printGroups(out);
        printTests(out);
        if (result.series().size() > 1) {
            printWorst(out);
        }
        report.notes().forEach(out::println);
        out.flush();
    }

    private void printScores(PrintWriter out) {
        List<List<String>> lines = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("all steps", "MASE", "MAE", "RMSE", "sMAPE", "pinball", "wQL"));
        for (QuantileScores.Interval interval : firstIntervals()) {
            header.add(percent(interval.nominal()) + " inside");
            header.add("width");
        }
        lines.add(header);
        for (ContenderScores one : result.contenders()) {
            List<String> line = new ArrayList<>(List.of(
                    one.name(),
                    number(one.point().mase()),
                    number(one.point().mae()),
                    number(one.point().rmse()),
                    number(one.point().smape()),
                    number(one.quantile().pinball()),
                    number(one.quantile().weightedQuantileLoss())));
            for (QuantileScores.Interval interval : one.quantile().intervals()) {
                line.add(percent(interval.coverage()));
                line.add(number(interval.width()));
            }
            lines.add(line);
        }
        AlignedLines.print(out, lines);
    }

    private List<QuantileScores.Interval> firstIntervals() {
        return result.contenders().get(0).quantile().intervals();
    }

    private void printGroups(PrintWriter out) {
        out.printf("%nMASE by steps ahead:%n");
        List<List<String>> lines = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of(""));
        result.settings().groups().forEach(group -> header.add(group.toString()));
        lines.add(header);
        for (ContenderScores one : result.contenders()) {
            List<String> line = new ArrayList<>(List.of(one.name()));
            for (int g = 0; g < result.settings().groups().size(); g++) {
                line.add(number(one.points().get(g).mase()));
            }
            lines.add(line);
        }
        AlignedLines.print(out, lines);
    }

    private void printTests(PrintWriter out) {
        String first = result.contenders().get(0).name();
        List<Comparison> tests = result.comparisons().stream()
                .filter(one -> one.first().equals(first))
                .toList();
        if (tests.isEmpty()) {
            return;
        }
        out.printf(
                "%nDifference to %s, %s:%n",
                first,
                tests.get(0).bySeries()
                        ? "paired over series, because there are too few times"
                        : "Diebold–Mariano with overlapping forecasts");
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("", "scaled error", "p", "scaled pinball", "p"));
        for (Comparison absolute : tests) {
            if (absolute.loss() == Loss.ABSOLUTE) {
                Comparison pinball = tests.stream()
                        .filter(one ->
                                one.loss() == Loss.PINBALL && one.second().equals(absolute.second()))
                        .findFirst()
                        .orElseThrow();
                lines.add(List.of(
                        absolute.second(),
                        difference(absolute),
                        probability(absolute),
                        difference(pinball),
                        probability(pinball)));
            }
        }
        AlignedLines.print(out, lines);
    }

    private static String difference(Comparison comparison) {
        return comparison
                .test()
                .map(test -> String.format(Locale.ROOT, "%+.4f", 0.0 - test.difference()))
                .orElse("-");
    }

    static String probability(Comparison comparison) {
        return comparison
                .test()
                .map(test -> test.pValue() < 0.0001 ? "<0.0001" : String.format(Locale.ROOT, "%.4f", test.pValue()))
                .orElse("-");
    }

    private void printWorst(PrintWriter out) {
        List<SeriesScores> worst = BacktestReport.worstFirst(result);
        int printed = Math.min(SERIES_PRINTED, worst.size());
        out.printf(
                Locale.ROOT,
                "%nMASE of the %d series of %,d where %s is worst:%n",
                printed,
                worst.size(),
                result.contenders().get(0).name());
        List<List<String>> lines = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of(""));
        result.contenders().forEach(one -> header.add(one.name()));
        lines.add(header);
        for (SeriesScores one : worst.subList(0, printed)) {
            List<String> line = new ArrayList<>(List.of(one.key()));
            for (int c = 0; c < result.contenders().size(); c++) {
                line.add(number(one.point(c).mase()));
            }
            lines.add(line);
        }
        AlignedLines.print(out, lines);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share).replace(".0 %", " %");
    }

    /** Four significant digits or so, without an exponent as long as that is readable. */
    static String number(double value) {
        double magnitude = Math.abs(value);
        if (Double.isNaN(value)) {
            return "-";
        }
        if (magnitude >= 1e9 || magnitude > 0 && magnitude < 1e-4) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        int digits = magnitude >= 1000 ? 0 : magnitude >= 100 ? 1 : magnitude >= 10 ? 2 : 4;
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }
}
