package io.gatecast.streams.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatecast.core.backtest.BacktestResult;
import io.gatecast.core.backtest.BacktestResult.ContenderScores;
import io.gatecast.core.backtest.BacktestResult.SeriesScores;
import io.gatecast.core.backtest.BacktestSettings;
import io.gatecast.core.backtest.Comparison;
import io.gatecast.core.backtest.PointScores;
import io.gatecast.core.backtest.QuantileScores;
import io.gatecast.core.backtest.StepGroup;
import io.gatecast.streams.table.TimestampText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A backtest as JSON: every figure with all its digits, series worst first; {@code null} where there is nothing to take it of. */
public final class BacktestJson {
    private final BacktestReport report;
    private final BacktestResult result;

    /**
     * Takes a report.
     *
     * @param report what to write
     */
    public BacktestJson(BacktestReport report) {
        this.report = report;
        result = report.result();
    }

    /**
     * Writes a file.
     *
     * @param file file to write
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        new JsonMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), toJson());
    }

    private ObjectNode toJson() {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("input", report.input());
        BacktestSettings settings = result.settings();
        root.put("split", report.split())
                .put("horizon", settings.horizon())
                .put("season", settings.season())
                .put("every", settings.every())
                .put("wholeWindows", settings.wholeWindows());
        BacktestResult.Counts counts = result.counts();
        root.putObject("counts")
                .put("series", counts.series())
                .put("scoredSeries", result.series().size())
                .put("origins", counts.origins())
                .put("outcomes", counts.outcomes())
                .put("scoredOutcomes", result.contenders().get(0).point().count())
                .put("missingOutcomes", counts.missing())
                .put("firstOrigin", TimestampText.format(counts.firstMs()))
                .put("lastOrigin", TimestampText.format(counts.lastMs()))
                .put("originsWithoutForecast", counts.unready())
                .put("seriesWithoutScale", counts.unscaled());
        ArrayNode notes = root.putArray("notes");
        report.notes().forEach(notes::add);
        ArrayNode contenders = root.putArray("contenders");
        result.contenders().forEach(one -> write(one, contenders.addObject()));
        ArrayNode comparisons = root.putArray("comparisons");
        result.comparisons().forEach(one -> write(one, comparisons.addObject()));
        ArrayNode series = root.putArray("series");
        BacktestReport.worstFirst(result).forEach(one -> write(one, series.addObject()));
        return root;
    }

    private void write(ContenderScores one, ObjectNode node) {
        node.put("name", one.name())
                .put("description", report.contenders().get(one.name()))
                .put("notFinite", one.notFinite());
        List<StepGroup> groups = result.settings().reported();
        ArrayNode array = node.putArray("steps");
        for (int g = 0; g < groups.size(); g++) {
            ObjectNode group = array.addObject().put("steps", groups.get(g).toString());
            write(one.points().get(g), group);
            write(one.quantiles().get(g), group);
        }
        ArrayNode bySteps = node.putArray("maseByStep");
        one.bySteps().forEach(value -> {
            if (Double.isNaN(value)) {
                bySteps.addNull();
            } else {
                bySteps.add(value);
            }
        });
    }

    private void write(SeriesScores one, ObjectNode node) {
        node.put("key", one.key()).put("origins", one.origins());
        List<StepGroup> groups = result.settings().reported();
        ObjectNode contenders = node.putObject("contenders");
        for (int c = 0; c < one.points().size(); c++) {
            ObjectNode contender =
                    contenders.putObject(result.contenders().get(c).name());
            write(one.point(c), contender);
            write(one.quantiles().get(c), contender);
            ArrayNode array = contender.putArray("steps");
            for (int g = 0; g + 1 < groups.size(); g++) {
                write(
                        one.points().get(c).get(g),
                        array.addObject().put("steps", groups.get(g).toString()));
            }
        }
    }

    private static void write(PointScores scores, ObjectNode node) {
        node.put("count", scores.count());
        put(node, "mae", scores.mae());
        put(node, "rmse", scores.rmse());
        put(node, "mase", scores.mase());
        put(node, "smape", scores.smape());
    }

    private static void write(QuantileScores scores, ObjectNode node) {
        put(node, "pinball", scores.pinball());
        put(node, "wql", scores.weightedQuantileLoss());
        ArrayNode levels = node.putArray("levels");
        for (QuantileScores.Level level : scores.levels()) {
            ObjectNode one = levels.addObject().put("level", level.level());
            put(one, "coverage", level.coverage());
            put(one, "pinball", level.pinball());
            put(one, "wql", level.weightedQuantileLoss());
        }
        ArrayNode intervals = node.putArray("intervals");
        for (QuantileScores.Interval interval : scores.intervals()) {
            ObjectNode one = intervals.addObject().put("nominal", interval.nominal());
            put(one, "coverage", interval.coverage());
            put(one, "width", interval.width());
            put(one, "scaledWidth", interval.scaledWidth());
        }
    }

    private static void write(Comparison comparison, ObjectNode node) {
        node.put("first", comparison.first())
                .put("second", comparison.second())
                .put("loss", comparison.loss().name().toLowerCase(Locale.ROOT))
                .put("over", comparison.bySeries() ? "series" : "times");
        comparison
                .test()
                .ifPresent(test -> node.put("differences", test.differences())
                        .put("lags", test.lags())
                        .put("difference", test.difference())
                        .put("statistic", test.statistic())
                        .put("pValue", test.pValue()));
    }

    private static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }
}
