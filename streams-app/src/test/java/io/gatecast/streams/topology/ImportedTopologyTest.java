package io.gatecast.streams.topology;

import static io.gatecast.streams.topology.Harness.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.Forecaster;
import io.gatecast.core.Observation;
import io.gatecast.core.SeriesState;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.artifact.WeightEncoding;
import io.gatecast.core.imports.ImportOptions;
import io.gatecast.core.imports.Importer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportedTopologyTest {
    @TempDir
    private Path stateDir;

    @Test
    void shouldForecastATopicLikeTheForecasterThoughStatesFallOutOfMemory() throws IOException {
        Path file = Path.of("..", "model-core", "src", "test", "resources", "imports", "lstm.safetensors");
        Importer.Result imported = Importer.read(
                Files.readAllBytes(file),
                "lstm.safetensors",
                ImportOptions.of("{\"horizon\": 3, \"mean\": 20, \"std\": 1}", Map.of()));
        Artifact artifact = new Artifact(
                ArtifactFile.id(imported.model()), "lstm", imported.model(), imported.report(), WeightEncoding.FLOAT32);
        Forecaster forecaster = new Forecaster(artifact.model());
        Map<String, SeriesState> states =
                Map.of("pump-1", forecaster.initialState(), "pump-2", forecaster.initialState());
        Map<String, String> fromStores = Map.of("memo.keys", "1", "checkpoint.every", "8");
        try (Harness harness = new Harness(artifact, stateDir, fromStores)) {
            for (int event = 0; event < 200; event++) {
                String key = event % 2 == 0 ? "pump-1" : "pump-2";
                double value = 20 + Math.sin(event / 6.0) + event % 2;

                harness.observe(key, event, value);

                var expected = forecaster
                        .step(states.get(key), new Observation(START + event * 60_000L, value))
                        .forecast();
                var found = harness.forecasts().get(0);
                for (int step = 1; step <= 3; step++) {
                    var quantiles = found.getSteps().get(step - 1);
                    assertThat(quantiles.getMean())
                            .as("step %d after event %d", step, event)
                            .isEqualTo(expected.mean(step));
                    assertThat(quantiles.getQuantiles().get(0)).isEqualTo(expected.quantile(0, step));
                }
            }
        }
    }
}
