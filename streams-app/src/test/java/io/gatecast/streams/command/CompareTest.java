package io.gatecast.streams.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatecast.core.HorizonScore;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareTest {
    @TempDir
    private Path folder;

    @Test
    void shouldPutAllCellsBesideTheLinearModelAndTheNaiveRules() throws IOException {
        Path models = folder.resolve("models");
        Path csv = folder.resolve("cells.csv");

        CommandRun run = compare("--save-dir", models, "--output", csv);

        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> rows = Files.readAllLines(csv);
        assertThat(rows.get(0))
                .isEqualTo("model,mase_1,mase_2,mase_1-2,parameters,training_s,step_us,state_bytes,file_bytes");
        assertThat(rows.stream().skip(1).map(row -> row.split(",")[0]))
                .containsExactly("naive", "seasonal naive", "linear", "gru", "lstm", "rnn", "mgu");
        assertThat(rows.get(1)).endsWith(",,,,,");
        for (String row : rows.subList(3, rows.size())) {
            String[] fields = row.split(",");
            Path file = models.resolve(fields[0] + ".gatecast");
            Artifact artifact = ArtifactFile.read(file);
            List<HorizonScore> scores = artifact.report().scores();
            assertThat(List.of(fields).subList(1, 5))
                    .as(row)
                    .containsExactly(
                            Double.toString(scores.get(0).model()),
                            Double.toString(scores.get(1).model()),
                            Double.toString(scores.get(2).model()),
                            Long.toString(artifact.model().parameterCount()));
            assertThat(Double.parseDouble(fields[6])).as("step time, %s", row).isPositive();
            assertThat(Integer.parseInt(fields[7])).as("state, %s", row).isGreaterThan(100);
            assertThat(Long.parseLong(fields[8])).as("file, %s", row).isEqualTo(Files.size(file));
        }
    }

    @Test
    void shouldMarkTheLowestErrorsOfATableThatIsAligned() throws IOException {
        CommandRun run = compare("--cells", "mgu");

        List<String> lines = run.out().lines().toList();
        int header = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("  model "))
                .findFirst()
                .orElseThrow());
        List<String> table = lines.subList(header, header + 5);
        assertThat(table.stream().map(String::length).distinct()).hasSize(1);
        assertThat(String.join("\n", table)).contains("*").contains(" µs").contains(" B");
        assertThat(lines.get(header + 5)).startsWith("Lowest over steps 1-2: ");
        assertThat(run.out()).contains("linear:").contains("mgu:").doesNotContain("gru:");
    }

    @Test
    void shouldWriteJsonWhereTheFileIsCalledSo() throws IOException {
        Path file = folder.resolve("cells.json");

        compare("--cells", "rnn,rnn", "--output", file);

        JsonNode rows = new JsonMapper().readTree(file.toFile());
        assertThat(rows.findValuesAsText("model")).containsExactly("naive", "seasonal naive", "linear", "rnn");
        assertThat(rows.path(0).has("parameters")).isFalse();
        assertThat(rows.path(3).path("parameters").asInt()).isPositive();
        assertThat(rows.path(3).path("mase").path("1-2").asDouble()).isPositive();
    }

    @Test
    void shouldSayWhereNothingCouldBeScored() throws IOException {
        Path constant = folder.resolve("constant.csv");
        List<String> lines = new ArrayList<>(List.of("timestamp,value"));
        for (int i = 0; i < 100; i++) {
            lines.add((1_700_000_000L + 3600L * i) + ",5");
        }
        Files.write(constant, lines);

        CommandRun run = CommandRun.of("compare", "--input", constant, "--horizon", 2, "--cells", "gru");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("nothing could be scored");
    }

    @Test
    void shouldRefuseACellThatIsNone() {
        CommandRun run = CommandRun.of("compare", "--input", "wave.csv", "--horizon", 2, "--cells", "transformer");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'transformer'").contains("[GRU, LSTM, RNN, MGU]");
    }

    @Test
    void shouldRefuseAnOutputItCannotWriteBeforeTraining() throws IOException {
        CommandRun run = compare("--output", folder.resolve("none/cells.csv"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errorLines()).containsExactly("gatecast compare: no such folder: " + folder.resolve("none"));
    }

    private CommandRun compare(Object... further) throws IOException {
        Path input = Wave.write(folder.resolve("wave.csv"), 300);
        List<Object> args = new ArrayList<>(List.of("compare", "--input", input, "--horizon", "2"));
        args.addAll(List.of("--hidden", "4", "--epochs", "2", "--seed", "5"));
        args.addAll(List.of(further));
        return CommandRun.of(args.toArray());
    }
}
