package io.gatecast.streams.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.Model;
import io.gatecast.core.TrainingReport;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.WeightEncoding;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.recurrent.ResetVariant;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.spec.ColumnRoles;
import io.gatecast.core.spec.KnownColumn;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.core.spec.StaticCategory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamFitTest {
    private static final ColumnRoles PLANNED = new ColumnRoles(
            1, List.of(new KnownColumn("plan", 0, 1)), List.of(new StaticCategory("site", List.of("north", "south"))));

    private static ModelSpec spec(long stepMs, int horizon, ColumnRoles roles, String... columns) {
        return new ModelSpec(
                CellKind.GRU,
                ResetVariant.RESET_AFTER,
                0,
                1,
                horizon,
                List.of(0.1, 0.5, 0.9),
                List.of(),
                8,
                Transform.IDENTITY,
                0,
                0.1,
                stepMs,
                false,
                2,
                2,
                List.of(columns),
                roles,
                0);
    }

    private static Optional<String> misfit(ModelSpec reference, ModelSpec spec) {
        Artifact artifact = new Artifact(
                "id", "", new Model(spec), new TrainingReport(Map.of(), List.of()), WeightEncoding.FLOAT32);
        return new StreamFit(reference, 0).misfit(artifact);
    }

    private static ModelSpec plain(long stepMs, String... columns) {
        return spec(stepMs, 3, ColumnRoles.ONE_TARGET, columns);
    }

    @Test
    void shouldTakeModelOfTheSameColumnsWithOtherWeightsAndHorizon() {
        assertThat(misfit(plain(60_000, "value"), spec(60_000, 12, ColumnRoles.ONE_TARGET, "demand")))
                .isEmpty();
        assertThat(misfit(plain(0, "a", "b"), plain(60_000, "a", "b"))).isEmpty();
        assertThat(misfit(plain(60_000, "value"), plain(0, "value"))).isEmpty();
    }

    @Test
    void shouldRefuseOtherColumns() {
        assertThat(misfit(plain(0, "value"), plain(0, "value", "other")))
                .contains("value columns: expected [value], the model takes [value, other]");
        assertThat(misfit(plain(0, "a", "b"), plain(0, "b", "a")))
                .contains("value columns: expected [a, b], the model takes [b, a]");
    }

    @Test
    void shouldRefuseAnotherStep() {
        assertThat(misfit(plain(60_000, "value"), plain(3_600_000, "value")))
                .contains("step: expected PT1M, the model has PT1H");
        assertThat(new StreamFit(plain(0, "value"), 10_000)
                        .misfit(new Artifact(
                                "id",
                                "",
                                new Model(plain(60_000, "value")),
                                new TrainingReport(Map.of(), List.of()),
                                WeightEncoding.FLOAT32)))
                .contains("step: expected PT10S, the model has PT1M");
    }

    @Test
    void shouldRefuseOtherRoles() {
        ModelSpec reference = spec(0, 3, PLANNED, "value");

        assertThat(misfit(reference, plain(0, "value"))).contains("known columns: expected [plan], the model takes []");
        assertThat(misfit(reference, spec(0, 3, new ColumnRoles(1, PLANNED.known(), List.of()), "value")))
                .contains("static columns: expected [site], the model takes []");
        assertThat(misfit(
                        reference,
                        spec(
                                0,
                                3,
                                new ColumnRoles(
                                        1,
                                        PLANNED.known(),
                                        List.of(new StaticCategory("site", List.of("south", "north")))),
                                "value")))
                .contains("static column site: expected [north, south], the model takes [south, north]");
        assertThat(misfit(plain(0, "a", "b"), spec(0, 3, new ColumnRoles(2, List.of(), List.of()), "a", "b")))
                .contains("targets: expected the first 1 value columns, the model forecasts the first 2");
    }

    @Test
    void shouldRefuseAnotherHorizonWhereKnownColumnsAreReadForIt() {
        assertThat(misfit(spec(0, 3, PLANNED, "value"), spec(0, 6, PLANNED, "value")))
                .contains("horizon: expected 3 steps, for which known columns are read, the model has 6");
    }
}
