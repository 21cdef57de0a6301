package io.gatecast.streams.command;

import io.gatecast.core.Model;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.backtest.Baseline;
import io.gatecast.core.spec.ColumnRoles;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.streams.general.GeneralModel;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say who takes part in a backtest. */
final class ContenderOptions {
    static final String LINEAR = "linear";

    private static final String NONE = "none";
    private static final List<String> BASELINES = Stream.concat(
                    Arrays.stream(Baseline.values()).map(Baseline::label), Stream.of(LINEAR))
            .toList();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            split = ",",
            description =
                    "Models to score, written by train or import; the first is the one that the others are compared"
                            + " with (default: the general model).")
    private List<Path> modelFiles = List.of();

    @Option(
            names = "--baselines",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Rules to score beside them: naive, seasonal-naive, drift, holt-winters, linear, or none; linear"
                            + " is a model without recurrent part, fitted to the training part (default: all).")
    private List<String> baselines = BASELINES;

    void requireFit() {
        List<String> unknown = baselines.stream()
                .filter(name -> !BASELINES.contains(name) && !(name.equals(NONE) && baselines.size() == 1))
                .toList();
        if (!unknown.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--baselines must be none or some of " + BASELINES + ", were " + baselines);
        }
    }

    List<Baseline> rules() {
        return Arrays.stream(Baseline.values())
                .filter(rule -> baselines.contains(rule.label()))
                .toList();
    }

    boolean linear() {
        return baselines.contains(LINEAR);
    }

    /** Reads the models, by the names of their files. */
    Map<String, Artifact> models() {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Artifact> models = new LinkedHashMap<>();
        if (modelFiles.isEmpty()) {
            Artifact general = GeneralModel.read();
            out.println(GeneralModel.notice(general));
            models.put("general", general);
        }
        for (Path file : modelFiles) {
            String name = file.getFileName().toString().replaceFirst("\\.gatecast$", "");
            if (BASELINES.contains(name) || models.put(name, ArtifactFile.read(file)) != null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "contenders are called after their files and need different names, '" + name
                                + "' is there twice: rename " + file);
            }
        }
        return models;
    }

    /** Returns the model that says which columns are read: the one that takes more than the column it forecasts, if any does. */
    ModelSpec columnsOf(Map<String, Artifact> models) {
        List<ModelSpec> specs =
                models.values().stream().map(Artifact::model).map(Model::spec).toList();
        Optional<ModelSpec> wide = specs.stream().filter(one -> !isAlone(one)).findFirst();
        wide.ifPresent(first -> specs.stream()
                .filter(one -> !isAlone(one) && !sameColumns(one, first))
                .findFirst()
                .ifPresent(other -> {
                    throw new ParameterException(
                            spec.commandLine(),
                            "models must take the same columns or the one they forecast alone, found " + first.columns()
                                    + " and " + other.columns());
                }));
        return wide.orElse(specs.get(0));
    }

    private static boolean sameColumns(ModelSpec one, ModelSpec other) {
        return one.columns().equals(other.columns())
                && one.targets().equals(other.targets())
                && one.roles().knownNames().equals(other.roles().knownNames())
                && one.roles().staticNames().equals(other.roles().staticNames());
    }

    /** Whether a model takes the column that it forecasts and no other. */
    static boolean isAlone(ModelSpec model) {
        return model.columns().size() == 1 && model.roles().equals(ColumnRoles.ONE_TARGET);
    }

    /** Returns the quantile levels that all models have, in ascending order. */
    static List<Double> commonLevels(Map<String, Artifact> models) {
        List<List<Double>> levels = new ArrayList<>();
        models.values().forEach(one -> levels.add(one.model().spec().levels()));
        return levels.get(0).stream()
                .filter(level -> levels.stream().allMatch(of -> of.contains(level)))
                .toList();
    }
}
