package io.gatecast.streams.command;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.backtest.BacktestResult;
import io.gatecast.core.backtest.BacktestSettings;
import io.gatecast.core.backtest.Baseline;
import io.gatecast.core.backtest.ModelContender;
import io.gatecast.core.backtest.OriginListener;
import io.gatecast.core.backtest.Split;
import io.gatecast.core.backtest.StepGroup;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.core.train.SeriesColumns;
import io.gatecast.core.train.TrainedModel;
import io.gatecast.core.train.Trainer;
import io.gatecast.core.train.TrainingOptions;
import io.gatecast.core.train.TrainingProgress;
import io.gatecast.streams.backtest.BacktestInput;
import io.gatecast.streams.backtest.Entrant;
import io.gatecast.streams.backtest.PredictionFiles;
import io.gatecast.streams.backtest.RollingOrigins;
import io.gatecast.streams.backtest.Window;
import io.gatecast.streams.report.BacktestJson;
import io.gatecast.streams.report.BacktestPage;
import io.gatecast.streams.report.BacktestReport;
import io.gatecast.streams.report.BacktestText;
import io.gatecast.streams.table.TimestampText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code backtest}: what models and simple rules would have forecast, held against what happened. */
@Command(
        name = "backtest",
        description = "Score models and simple rules on history: forecast after every row, compare with what followed.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatecast backtest --input taxi.csv --html report.html",
            "  gatecast backtest --input taxi.csv --model taxi.gatecast,old.gatecast \\",
            "      --train-rows 5000 --json scores.json",
            "  gatecast backtest --topic demand --test-rows 500 --baselines seasonal-naive"
        })
final class Backtest implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SeriesInput input;

    @Mixin
    private ContenderOptions contenders;

    @Mixin
    private SplitOptions split;

    @Option(
            names = "--horizon",
            paramLabel = "H",
            description = "Number of steps ahead to score (default: as many as all models forecast).")
    private Optional<Integer> horizon;

    @Option(
            names = "--season",
            paramLabel = "N",
            description =
                    "Steps of a season, for MASE, seasonal-naive and holt-winters (default: the first of the first"
                            + " model that has seasons, else what is found in the training part).")
    private Optional<Integer> season;

    @Option(
            names = "--every",
            paramLabel = "N",
            description = "Forecast after every N-th row only (default: ${DEFAULT-VALUE}).")
    private int every = 1;

    @Option(names = "--whole-windows", description = "Leave out forecasts whose last steps have no outcome yet.")
    private boolean wholeWindows;

    @Option(
            names = "--groups",
            paramLabel = "STEPS",
            split = ",",
            description = "Steps ahead to report together, such as 1,2-12,13-48 (default: the next, then three parts).")
    private List<String> groups;

    @Option(names = "--target", paramLabel = "NAME", description = "Column to score (default: the first target).")
    private Optional<String> target;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write every figure as JSON.")
    private Optional<Path> json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Also write a report with plots: one file that opens without a network.")
    private Optional<Path> html;

    @Option(
            names = "--forecasts",
            paramLabel = "DIR",
            description = "Also write what each contender forecast, as CSV files in this folder.")
    private Optional<Path> forecasts;

    @Mixin
    private TableOptions table;

    @Mixin
    private ClusterOptions connection;

    @Override
    public Integer call() throws IOException {
        contenders.requireFit();
        split.requireFit();
        for (Optional<Path> file : List.of(json, html)) {
            if (file.isPresent()) {
                OutputFile.requireWritable(file.get());
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Artifact> models = contenders.models();
        ModelSpec columns = contenders.columnsOf(models);
        List<String> notes = new ArrayList<>();
        BacktestInput rows = input.open(table.formatFor(columns), rolesOf(columns), horizonOf(models), connection);
        rows.note().ifPresent(notes::add);
        int column = columnToScore(rows, columns);
        Function<String, Split> splits = key -> split.of(rows.rows().get(key));
        Optional<TrainedModel> linear = contenders.linear() ? linear(rows, splits, models, notes) : Optional.empty();
        BacktestSettings settings = settings(models, linear);
        List<Entrant> entrants = entrants(models, linear, column, settings, notes);
        RollingOrigins origins = new RollingOrigins(rows, entrants, settings, splits, column);
        long count = rows.rows().values().stream().mapToLong(Long::longValue).sum();
        BacktestResult result = run(origins, entrants, settings, count);
        if (result.series().isEmpty()) {
            throw new IllegalArgumentException("nothing could be scored: no series of " + rows.name()
                    + " has a row to forecast from and an outcome in" + " the part that is " + split.describe());
        }
        addNotes(result, notes);
        addLearned(models, result, notes);
        BacktestReport report = new BacktestReport(
                rows.name(),
                split.describe(),
                descriptions(entrants),
                notes,
                result,
                html.isPresent() ? windows(origins, result, count) : List.of());
        new BacktestText(report).print(out);
        if (json.isPresent()) {
            new BacktestJson(report).write(json.get());
        }
        if (html.isPresent()) {
            new BacktestPage(report).write(html.get());
            out.println("report: " + html.get());
        }
        out.flush();
        return 0;
    }

    private static Optional<SeriesColumns> rolesOf(ModelSpec model) {
        return ContenderOptions.isAlone(model)
                ? Optional.empty()
                : Optional.of(SeriesColumns.of(model.columns(), model.roles()));
    }

    private int horizonOf(Map<String, Artifact> models) {
        int most = models.values().stream()
                .mapToInt(one -> one.model().spec().horizon())
                .min()
                .orElseThrow();
        int steps = horizon.orElse(most);
        if (steps < 1 || steps > most) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--horizon must be in [1, " + most + "], what all models forecast, was " + steps);
        }
        return steps;
    }

    private int columnToScore(BacktestInput rows, ModelSpec columns) {
        boolean alone = ContenderOptions.isAlone(columns);
        if (!alone && rows.columns().size() != columns.columns().size()) {
            throw new IllegalArgumentException("%s: the models take the value columns %s (--value-columns), found %s"
                    .formatted(rows.name(), columns.columns(), rows.columns()));
        }
        List<String> targets =
                rows.columns().subList(0, alone ? 1 : columns.targets().size());
        int index = targets.indexOf(target.orElse(targets.get(0)));
        if (index < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--target must be one of " + targets + ", was " + target.orElseThrow());
        }
        return index;
    }

    private BacktestSettings settings(Map<String, Artifact> models, Optional<TrainedModel> linear) {
        int steps = horizonOf(models);
        int length = season.orElseGet(() -> Stream.concat(
                        models.values().stream().map(Artifact::model),
                        linear.stream().map(TrainedModel::model))
                .flatMap(model -> model.spec().seasons().stream().limit(1))
                .findFirst()
                .orElse(1));
        try {
            return new BacktestSettings(
                    steps,
                    length,
                    every,
                    wholeWindows,
                    groups == null
                            ? StepGroup.parts(steps)
                            : groups.stream().map(StepGroup::parse).toList(),
                    ContenderOptions.commonLevels(models));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Optional<TrainedModel> linear(
            BacktestInput rows, Function<String, Split> splits, Map<String, Artifact> models, List<String> notes) {
        TrainingOptions options = TrainingOptions.builder(horizonOf(models))
                .hidden(0)
                .levels(ContenderOptions.commonLevels(models))
                .build();
        try {
            return Optional.of(new Trainer(options, TrainingProgress.SILENT)
                    .train(rows.first(key -> splits.apply(key).trainRows())));
        } catch (IllegalArgumentException e) {
            notes.add("note: no linear model: " + e.getMessage());
            return Optional.empty();
        }
    }

    private List<Entrant> entrants(
            Map<String, Artifact> models,
            Optional<TrainedModel> linear,
            int column,
            BacktestSettings settings,
            List<String> notes) {
        List<Entrant> entrants = new ArrayList<>();
        models.forEach((name, artifact) -> {
            ModelSpec model = artifact.model().spec();
            boolean alone = ContenderOptions.isAlone(model);
            entrants.add(new Entrant(
                    new ModelContender(name, artifact.model(), alone ? 0 : column, settings),
                    alone ? Optional.empty() : Optional.of(model),
                    "model " + artifact.id()));
        });
        linear.ifPresent(trained -> entrants.add(new Entrant(
                new ModelContender(ContenderOptions.LINEAR, trained.model(), column, settings),
                Optional.of(trained.model().spec()),
                "linear model of the training part, seasons "
                        + trained.model().spec().seasons())));
        for (Baseline rule : contenders.rules()) {
            if (rule == Baseline.SEASONAL_NAIVE && settings.season() == 1) {
                notes.add("note: no seasonal-naive, because no season was found or given (--season)");
                continue;
            }
            entrants.add(new Entrant(rule.contender(0, settings), Optional.empty(), rule.description()));
        }
        return entrants;
    }

    private BacktestResult run(RollingOrigins origins, List<Entrant> entrants, BacktestSettings settings, long rows)
            throws IOException {
        try (ProgressBar bar =
                Progress.start("backtest", "rows", rows, spec.commandLine().getErr())) {
            if (forecasts.isEmpty()) {
                return origins.run(OriginListener.NONE, bar::stepTo);
            }
            List<String> names =
                    entrants.stream().map(one -> one.contender().name()).toList();
            try (PredictionFiles files = new PredictionFiles(forecasts.get(), names, settings)) {
                return origins.run(files, bar::stepTo);
            }
        }
    }

    private List<Window> windows(RollingOrigins origins, BacktestResult result, long rows) {
        Map<String, Set<Long>> wanted = BacktestReport.originsToDraw(result);
        try (ProgressBar bar =
                Progress.start("draw", "rows", rows, spec.commandLine().getErr())) {
            return origins.windows(wanted, bar::stepTo);
        }
    }

    /** Forecasts of rows that a model was trained on are better than those of rows to come will be. */
    private static void addLearned(Map<String, Artifact> models, BacktestResult result, List<String> notes) {
        models.forEach((name, artifact) -> {
            long untilMs = artifact.model().learned().untilMs();
            if (untilMs > result.counts().firstMs()) {
                notes.add("note: " + name + " was trained on rows up to " + TimestampText.format(untilMs)
                        + ", and is scored from "
                        + TimestampText.format(result.counts().firstMs())
                        + " on: expect more errors on new rows");
            }
        });
    }

    private static void addNotes(BacktestResult result, List<String> notes) {
        BacktestResult.Counts counts = result.counts();
        long idle = counts.series() - result.series().size();
        if (idle > 0) {
            notes.add("note: " + idle + " series had nothing to score");
        }
        if (counts.missing() > 0) {
            notes.add("note: " + counts.missing() + " of " + counts.outcomes() + " outcomes have no value");
        }
        if (counts.unready() > 0) {
            notes.add("note: " + counts.unready() + " origins left out, before the first forecast of every contender");
        }
        if (counts.unscaled() > 0) {
            notes.add("note: " + counts.unscaled()
                    + " series have no MASE, their training part does not change from season to season");
        }
        result.contenders().stream()
                .filter(one -> one.notFinite() > 0)
                .forEach(one -> notes.add("note: " + one.name() + " forecast no finite number for " + one.notFinite()
                        + " outcomes, which are scored for nobody"));
    }

    private static Map<String, String> descriptions(List<Entrant> entrants) {
        Map<String, String> descriptions = new LinkedHashMap<>();
        entrants.forEach(one -> descriptions.put(one.contender().name(), one.description()));
        return descriptions;
    }
}
