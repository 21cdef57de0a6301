package io.gatecast.streams.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportTest {
    private static final Path FILES = Path.of("..", "model-core", "src", "test", "resources", "imports");

    @TempDir
    private Path folder;

    private Path model() {
        return folder.resolve("plant.gatecast");
    }

    private CommandRun run(String file, Object... further) {
        Object[] args = new Object[5 + further.length];
        args[0] = "import";
        args[1] = "--from";
        args[2] = FILES.resolve(file);
        args[3] = "--model";
        args[4] = model();
        System.arraycopy(further, 0, args, 5, further.length);
        return CommandRun.of(args);
    }

    @Test
    void shouldWriteAModelAndSayWhatItIs() {
        CommandRun run = run("gru.pt", "--horizon", 6, "--mean", 50, "--std", 8, "--step", "PT1H");

        assertThat(run.exitCode()).isZero();
        Artifact artifact = ArtifactFile.read(model());
        assertThat(run.out().lines())
                .containsExactly(
                        "imported PyTorch state dict: GRU 8, dense 1, 265 parameters",
                        "model " + artifact.id() + ": " + model());
        assertThat(artifact.name()).isEqualTo("plant");
        assertThat(artifact.model().spec().horizon()).isEqualTo(6);
        assertThat(artifact.model().spec().stepMs()).isEqualTo(3_600_000);
        assertThat(artifact.report().settings())
                .containsEntry("imported from", "gru.pt")
                .containsEntry("mean", "50");
    }

    @Test
    void shouldGiveTheSameModelForFlagsAndSidecarAndLetFlagsWin() throws IOException {
        Path sidecar = folder.resolve("gru.json");
        Files.writeString(sidecar, "{\"horizon\": 9, \"mean\": [50], \"std\": 8.0, \"step\": \"PT1H\"}");
        run("gru.pt", "--horizon", 6, "--mean", 50, "--std", 8, "--step", "PT1H");
        String id = ArtifactFile.read(model()).id();

        CommandRun run = run("gru.safetensors", "--sidecar", sidecar, "--horizon", 6);

        assertThat(run.exitCode()).isZero();
        assertThat(ArtifactFile.read(model()).model().spec().horizon()).isEqualTo(6);
        // The same weights and meaning; only what they were imported from differs.
        assertThat(ArtifactFile.read(model()).id()).isNotEqualTo(id);
        run("gru.pt", "--sidecar", sidecar, "--horizon", 6);
        assertThat(ArtifactFile.read(model()).id()).isEqualTo(id);
    }

    @Test
    void shouldForecastAFileWithAnImportedModel() throws IOException {
        run("keras-lstm.keras", "--horizon", 4, "--scaling", "running");
        Path input = wave(60);
        Path output = folder.resolve("out.csv");

        CommandRun run = CommandRun.of("forecast", "--input", input, "--model", model(), "--forecasts", output);

        assertThat(run.exitCode()).isZero();
        assertThat(Files.readAllLines(output)).hasSize(1 + 60 * 4).noneMatch(line -> line.contains("NaN"));
    }

    private Path wave(int rows) throws IOException {
        Path file = folder.resolve("in.csv");
        List<String> lines = IntStream.range(0, rows)
                .mapToObj(t -> "a,%d,%s".formatted(1_704_067_200 + 60 * t, 20 + Math.sin(t / 3.0)))
                .toList();
        Files.writeString(file, "key,timestamp,value\n" + String.join("\n", lines));
        return file;
    }

    @Test
    void shouldStoreAnImportedModelAsInt8AndSayWhatThatCosts() throws IOException {
        run("trained.pt", "--horizon", 4, "--mean", 20, "--std", 1);
        Path small = folder.resolve("small.gatecast");

        CommandRun run = CommandRun.of("model", "quantize", model(), "--output", small, "--input", wave(600));

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("MASE on the validation part before and after:");
        assertThat(ArtifactFile.read(small).model().imported()).isPresent();
        assertThat(ArtifactFile.read(small).id())
                .isNotEqualTo(ArtifactFile.read(model()).id());
    }

    @Test
    void shouldDescribeAnImportedModel() throws IOException {
        run("keras-mixed.h5", "--horizon", 4, "--min", 0, "--max", 10, "--window", 24);

        CommandRun text = CommandRun.of("model", "show", model());
        CommandRun json = CommandRun.of("model", "show", model(), "--json");

        assertThat(text.out())
                .contains("network            Keras: LSTM 5, GRU 6, dense 1, ")
                .contains("forecasts          autoregressive value, constant scale, window of 24")
                .contains("Import:")
                .doesNotContain("MASE");
        JsonNode imported = new ObjectMapper().readTree(json.out()).path("imported");
        assertThat(imported.path("engine").asText()).isEqualTo("cells");
        assertThat(imported.path("layers")).hasSize(3);
        assertThat(imported.path("scaling").path(0).path("deviation").asDouble())
                .isEqualTo(10);
    }

    @Test
    void shouldTellHowToAddOnnxRuntimeWhenAModelNeedsIt() {
        CommandRun run = run("normalised-cell.onnx", "--horizon", 4, "--scaling", "none", "--engine", "onnxruntime");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errorLines())
                .singleElement()
                .asString()
                .startsWith("gatecast import: this model runs in ONNX Runtime, which is not on the class path")
                .contains("GATECAST_ONNXRUNTIME=yes")
                .contains("com.microsoft.onnxruntime:onnxruntime");
        assertThat(model()).doesNotExist();
    }

    @Test
    void shouldEndWithUsageErrorForWrongOptionsAndFailureForWrongFiles() {
        CommandRun wrongOption = run("gru.pt", "--horizon", 4);
        CommandRun wrongFile = run("whole-module.pt", "--horizon", 4, "--scaling", "none");
        CommandRun noFile = run("no-such.pt", "--horizon", 4, "--scaling", "none");

        assertThat(wrongOption.exitCode()).isEqualTo(2);
        assertThat(wrongOption.err()).startsWith("gatecast import: scaling is needed");
        assertThat(wrongFile.exitCode()).isEqualTo(1);
        assertThat(wrongFile.err())
                .startsWith("gatecast import: data.pkl: refused: the pickle asks for __main__.Network");
        assertThat(noFile.exitCode()).isEqualTo(1);
        assertThat(noFile.err()).startsWith("gatecast import: no such file: ");
        assertThat(model()).doesNotExist();
    }
}
