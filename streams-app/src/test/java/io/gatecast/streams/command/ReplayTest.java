package io.gatecast.streams.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before any broker is asked. */
class ReplayTest {
    @TempDir
    private Path folder;

    private Path settings;

    @BeforeEach
    void writeSettings() throws IOException {
        settings = Files.writeString(
                folder.resolve("gatecast.properties"),
                String.join(
                        "\n",
                        "bootstrap.servers=localhost:1",
                        "input.topics=in",
                        "input.format=json",
                        "output.format=json",
                        "state.dir=" + folder.resolve("state")));
    }

    private CommandRun replay(String... options) {
        List<Object> all = new ArrayList<>(List.of("replay", "--config", settings));
        all.addAll(List.of(options));
        return CommandRun.of(all.toArray());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--verify --model x.gatecast | --model excludes --verify",
                "--until-end --to 5 | --until-end excludes --to",
                "--resume x --verify | --resume allows no further options",
                "--discard x --keep | --discard allows no further options",
                "--resume x | there is no replay x in",
                "--name a/b | the name of a replay must have 1 to 40 letters"
            })
    void shouldRefuseOptionsThatDoNotFit(String options, String reason) {
        CommandRun run = replay(options.split(" "));

        assertThat(run.err()).contains(reason);
        assertThat(run.exitCode()).isNotZero();
    }

    @ParameterizedTest
    @CsvSource({"wall,by the clock", "stream,by a round of all series"})
    void shouldRefuseToVerifyWhatAClockHasDone(String close, String cause) {
        CommandRun run = replay("--verify", "--set", "step=PT1M", "--set", "step.close=" + close);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("--verify is refused: step.close=" + close + " closes steps " + cause)
                .contains("is not recorded");
    }

    @Test
    void shouldLeaveNothingBehindIfTheBrokerDoesNotAnswer() {
        CommandRun run = replay("--set", "kafka.default.api.timeout.ms=500", "--set", "kafka.request.timeout.ms=400");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(folder.resolve("state")).doesNotExist();
    }
}
