package io.gatecast.streams.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.streams.demo.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCommandsIT {
    private static EmbeddedBroker broker;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void shouldPublishPromoteRollBackAndRetire() {
        Path first = folder.resolve("first.gatecast");
        Path second = folder.resolve("second.gatecast");
        String one = RandomModel.write(first, "value").id();
        String two = RandomModel.write(second, "value", "other").id();

        CommandRun published = onTopic("life", "publish", first);
        assertThat(published.exitCode()).as(published.err()).isZero();
        assertThat(published.err()).contains("created topic life");
        assertThat(published.out()).startsWith("model " + one + " on topic life, ");
        assertThat(onTopic("life", "publish", second, "--promote").out()).endsWith(lines("champion " + two));
        assertThat(onTopic("life", "promote", one.substring(0, 6)).out()).isEqualTo(lines("champion " + one));
        assertThat(stages("life")).containsExactlyInAnyOrder(one + " champion", two + " former");

        assertThat(onTopic("life", "rollback").out()).isEqualTo(lines("champion " + two));
        assertThat(stages("life")).containsExactlyInAnyOrder(one + " published", two + " champion");
        assertThat(onTopic("life", "show", two.substring(0, 6)).out())
                .contains(two)
                .contains("[value, other]");

        CommandRun champion = onTopic("life", "retire", two);
        assertThat(champion.exitCode()).isEqualTo(1);
        assertThat(champion.err()).contains("model " + two + " is the champion; promote another one first");
        assertThat(onTopic("life", "retire", one).out()).isEqualTo(lines("retired " + one));
        assertThat(stages("life")).containsExactlyInAnyOrder(one + " retired", two + " champion");
        assertThat(onTopic("life", "promote", one).err()).contains("model " + one + " is retired; publish it again");

        assertThat(onTopic("life", "publish", first).exitCode()).isZero();
        assertThat(stages("life")).containsExactlyInAnyOrder(one + " published", two + " champion");
    }

    @Test
    void shouldNominateAndDismissCandidates() {
        Path first = folder.resolve("first.gatecast");
        String one = RandomModel.write(first, "value").id();
        onTopic("trials", "publish", first);

        CommandRun nominated = onTopic("trials", "candidate", one, "--share", 0.25, "--serve", "--auto");
        CommandRun listed = onTopic("trials", "list");
        CommandRun dismissed = onTopic("trials", "candidate", "--none");
        CommandRun contradicting = onTopic("trials", "candidate", one, "--none");
        CommandRun tooMuch = onTopic("trials", "candidate", one, "--share", 1.5);

        assertThat(nominated.out()).isEqualTo(lines("candidate " + one));
        assertThat(listed.out())
                .contains("candidate " + one + " runs on 25.00 % of the series, its forecasts are issued;"
                        + " promoted at p <= 0.01 over series with 100 scores");
        assertThat(dismissed.out()).isEqualTo(lines("no candidate"));
        assertThat(contradicting.exitCode()).isEqualTo(2);
        assertThat(tooMuch.err()).contains("the share of the series must be in (0, 1], was 1.5");
    }

    @Test
    void shouldFindTheTopicInTheFileThatRunTakes() throws IOException {
        Path model = folder.resolve("model.gatecast");
        String id = RandomModel.write(model, "value").id();
        Path config = folder.resolve("run.properties");
        Files.writeString(
                config,
                "bootstrap.servers=" + broker.bootstrapServers()
                        + "\ninput.topics=readings\ninput.format=json\noutput.format=json\nmodel.topic=configured\n");

        CommandRun published = CommandRun.of("model", "publish", model, "--config", config);
        CommandRun listed = CommandRun.of("model", "list", "--config", config, "--json");
        CommandRun unnamed = CommandRun.of("model", "list");

        assertThat(published.exitCode()).as(published.err()).isZero();
        assertThat(listed.out()).contains("\"id\":\"" + id + "\"").contains("\"complete\":true");
        assertThat(unnamed.exitCode()).isEqualTo(2);
        assertThat(unnamed.err()).contains("--topic is required, or --config with a file that sets model.topic");
    }

    @Test
    void shouldSayThatThereIsNoTopic() {
        CommandRun run = onTopic("nowhere", "list");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("there is no topic 'nowhere'; gatecast model publish creates it");
    }

    private static List<String> stages(String topic) {
        return onTopic(topic, "list")
                .out()
                .lines()
                .filter(line -> line.matches("[0-9a-f]{16} .*"))
                .map(line -> line.replaceFirst("^(\\S+)\\s+(\\S+) .*", "$1 $2"))
                .toList();
    }

    private static String lines(String text) {
        return text + System.lineSeparator();
    }

    private static CommandRun onTopic(String topic, Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("model"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--topic", topic, "--bootstrap-servers", broker.bootstrapServers()));
        return CommandRun.of(all.toArray());
    }
}
