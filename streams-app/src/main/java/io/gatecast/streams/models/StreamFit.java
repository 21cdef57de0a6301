package io.gatecast.streams.models;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.imported.EngineUnavailableException;
import io.gatecast.core.spec.ColumnRoles;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.core.spec.StaticCategory;
import io.gatecast.core.spec.StaticColumn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a model must be like to forecast a stream, whose records are read by the columns of the model the application was
 * started with.
 *
 * @param reference that model
 * @param stepMs length of the stream's steps in milliseconds, 0 if it is not known
 */
public record StreamFit(ModelSpec reference, long stepMs) {
    /**
     * Tells why a model cannot take over.
     *
     * @param artifact the model
     * @return rule, value and place; empty if it can
     */
    public Optional<String> misfit(Artifact artifact) {
        ModelSpec spec = artifact.model().spec();
        return columnMisfit(spec)
                .or(() -> roleMisfit(spec.roles()))
                .or(() -> horizonMisfit(spec))
                .or(() -> stepMisfit(spec))
                .or(() -> engineMisfit(artifact));
    }

    /** The name of a single column does not matter: there is nothing it could be taken for. */
    private Optional<String> columnMisfit(ModelSpec spec) {
        boolean same = spec.columns().size() == 1
                ? reference.columns().size() == 1
                : spec.columns().equals(reference.columns());
        return same
                ? Optional.empty()
                : Optional.of("value columns: expected " + reference.columns() + ", the model takes " + spec.columns());
    }

    private Optional<String> roleMisfit(ColumnRoles roles) {
        ColumnRoles expected = reference.roles();
        if (roles.targets() != expected.targets()) {
            return Optional.of("targets: expected the first " + expected.targets()
                    + " value columns, the model forecasts the first " + roles.targets());
        }
        if (!roles.knownNames().equals(expected.knownNames())) {
            return Optional.of(
                    "known columns: expected " + expected.knownNames() + ", the model takes " + roles.knownNames());
        }
        if (!roles.staticNames().equals(expected.staticNames())) {
            return Optional.of(
                    "static columns: expected " + expected.staticNames() + ", the model takes " + roles.staticNames());
        }
        for (int c = 0; c < roles.statics().size(); c++) {
            Object told = codes(roles.statics().get(c));
            Object read = codes(expected.statics().get(c));
            if (!told.equals(read)) {
                return Optional.of("static column " + roles.staticNames().get(c) + ": expected " + read
                        + ", the model takes " + told);
            }
        }
        return Optional.empty();
    }

    private static Object codes(StaticColumn column) {
        return column instanceof StaticCategory category ? List.copyOf(category.categories()) : "a number";
    }

    /** Records are read, and kept until the next checkpoint, with as many steps ahead as the first model has. */
    private Optional<String> horizonMisfit(ModelSpec spec) {
        boolean matters = !reference.roles().known().isEmpty();
        return matters && spec.horizon() != reference.horizon()
                ? Optional.of("horizon: expected " + reference.horizon()
                        + " steps, for which known columns are read, the model has " + spec.horizon())
                : Optional.empty();
    }

    private Optional<String> stepMisfit(ModelSpec spec) {
        long expectedMs = stepMs > 0 ? stepMs : reference.stepMs();
        return expectedMs > 0 && spec.stepMs() > 0 && spec.stepMs() != expectedMs
                ? Optional.of("step: expected " + Duration.ofMillis(expectedMs) + ", the model has "
                        + Duration.ofMillis(spec.stepMs()))
                : Optional.empty();
    }

    /** What an imported graph needs may be missing. */
    private static Optional<String> engineMisfit(Artifact artifact) {
        try {
            artifact.model().imported().ifPresent(network -> network.body().newRun());
            return Optional.empty();
        } catch (EngineUnavailableException e) {
            return Optional.of(e.getMessage());
        }
    }
}
