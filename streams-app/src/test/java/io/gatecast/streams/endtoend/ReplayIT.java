package io.gatecast.streams.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.streams.command.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was forecast live of two topics, through late events, a kill and exchanges of models, is forecast again. */
class ReplayIT {
    private static final String INPUT = "plant";
    private static final String FURTHER_INPUT = "annex"; // of every other series
    private static final int KEYS = 12;
    private static final int ROWS = 120;
    private static final long GRACE_MS = 4 * SmallModel.STEP_MS;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** One event of one series. */
    @Test
    @Timeout(600)
    void shouldGiveTheBitsOfALiveRunWithLateEventsAKillAndExchangedModels(@TempDir Path folder) throws IOException {
        Path first = folder.resolve("first.gatecast");
        Path second = folder.resolve("second.gatecast");
        Artifact one = SmallModel.train(first, 3);
        Artifact two = SmallModel.train(second, 6);
        List<SensorEvent> events = lateEvents();
        try (Installation installation = new Installation(folder)) {
            installation.createTopic(INPUT, 2);
            installation.createTopic(FURTHER_INPUT, 2);
            Path config = runLive(installation, first, second, one, two, events);
            Traces before = Traces.of(installation);

            // Nothing falls out of memory here, so checkpoints would lie elsewhere if it were not for the recorded
            // models.
            String verified = replayed(0, "--config", config, "--verify", "--set", "memo.keys=100");

            assertThat(verified)
                    .contains(", " + INPUT + "-1 0 to ", FURTHER_INPUT + "-1 0 to ")
                    .contains("models as recorded: [" + one.id() + ", " + two.id() + "], 24 changes of series")
                    .contains(" the same, 0 different, 0 missing, 0 additional")
                    .doesNotContain("first difference");
            int forecasts = installation.readForecasts("plant-forecasts").size();
            assertThat(forecasts).as("forecasts with revisions").isGreaterThan(KEYS * ROWS * 6 / 5);
            assertThat(verified.replace(",", "")).contains("plant-forecasts: " + forecasts + " the same");
            assertThat(Traces.of(installation)).isEqualTo(before);

            resumeAfterAKill(installation, config, second, forecasts);
            assertThat(Traces.of(installation)).isEqualTo(before);

            reportDifferences(installation, config, second, folder);
            assertThat(Traces.of(installation).withoutTopic("plant-other")).isEqualTo(before);
            assertThat(folder.resolve("live")).isNotEmptyDirectory().isDirectoryNotContaining("glob:**replay*");
        }
    }

    /** The first half, a kill, a further quarter by the other model, and the rest by the first one again. */
    private static Path runLive(
            Installation installation,
            Path first,
            Path second,
            Artifact champion,
            Artifact promoted,
            List<SensorEvent> events) {
        String[] settings = {
            "input.topics=" + INPUT + "," + FURTHER_INPUT,
            "step=event",
            "grace=" + Duration.ofMillis(GRACE_MS),
            "model.topic=plant-models",
            "checkpoint.every=7",
            "memo.keys=3", // states fall out of memory all the time
            "commit.interval.ms=50",
            "kafka.session.timeout.ms=6000"
        };
        Path config = installation.writeConfig("live", INPUT, INPUT, first, settings);
        ChildProcess doomed = installation.startRunning("live", INPUT, INPUT, first, settings);
        int half = events.size() / 2;
        feed(installation, events.subList(0, half));
        installation.awaitRecords(List.of("plant-forecasts"), half / 3, LIMIT, doomed::isAlive);
        doomed.kill();
        ChildProcess heir = installation.startRunning("live", INPUT, INPUT, first, settings);
        awaitCaughtUp(installation, heir);
        model(installation, config, "publish", second.toString(), "--promote");
        heir.awaitLine(line -> line.contains(promoted.id() + " forecasts"), LIMIT);
        feed(installation, events.subList(half, half * 3 / 2));
        awaitCaughtUp(installation, heir);
        model(installation, config, "publish", first.toString());
        model(installation, config, "candidate", champion.id());
        heir.awaitLine(
                line -> line.contains(promoted.id() + " forecasts, " + champion.id() + " runs beside it"), LIMIT);
        feed(installation, events.subList(half * 3 / 2, half * 7 / 4));
        awaitCaughtUp(installation, heir);
        model(installation, config, "promote", champion.id());
        heir.awaitLine(line -> line.endsWith(champion.id() + " forecasts"), LIMIT);
        feed(installation, events.subList(half * 7 / 4, events.size()));
        awaitCaughtUp(installation, heir);
        heir.stop();
        return config;
    }

    private static void feed(Installation installation, List<SensorEvent> events) {
        Map<Boolean, List<SensorEvent>> byPlace = events.stream()
                .collect(Collectors.partitioningBy(
                        event -> Integer.parseInt(event.key().substring(4)) % 2 == 0));
        installation.feed(INPUT, byPlace.get(true));
        installation.feed(FURTHER_INPUT, byPlace.get(false));
    }

    private static void awaitCaughtUp(Installation installation, ChildProcess running) {
        for (String topic : List.of(INPUT, FURTHER_INPUT)) {
            installation.committed().awaitCaughtUp(INPUT, topic, LIMIT, running::isAlive);
        }
    }

    private static void resumeAfterAKill(Installation installation, Path config, Path other, int forecasts) {
        String start = config.toString();
        ChildProcess killed = installation.start(
                "replay-killed", "replay", "--config", start, "--name", "again", "--verify", "--speed", "72000x");
        installation.awaitRecords(List.of("plant-replay-again-forecasts"), forecasts / 4, LIMIT, killed::isAlive);
        killed.kill();

        CommandRun refused =
                CommandRun.of("replay", "--config", start, "--resume", "again", "--set", "model.file=" + other);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("--resume: the replay began with model ");

        String resumed = replayed(0, "--config", start, "--resume", "again");

        assertThat(resumed.replace(",", ""))
                .contains("plant-forecasts: " + forecasts + " the same 0 different 0 missing 0 additional");
    }

    private static void reportDifferences(Installation installation, Path config, Path other, Path folder)
            throws IOException {
        Path table = folder.resolve("other.csv");
        replayed(
                0,
                "--config",
                config,
                "--from",
                "2020-01-01",
                "--to",
                "0=50,1=50",
                "--model",
                other,
                "--output-topic",
                "plant-other",
                "--output",
                table);
        assertThat(Files.readAllLines(table))
                .hasSize(1 + 6 * installation.readForecasts("plant-other").size())
                .first()
                .asString()
                .startsWith("key,target,timestamp,issued_at_index,revision,step,mean,q");

        String differing = replayed(1, "--config", config, "--to", 60, "--with", other, "--verify", "plant-other");
        assertThat(differing)
                .contains("0 different", " additional")
                .contains("first difference: annex-0 offset 50 of series", "forecast, and not recorded");
    }

    /** What a replay in this process prints. */
    private static String replayed(int exitCode, Object... options) {
        List<Object> all = new ArrayList<>(List.of("replay"));
        all.addAll(List.of(options));
        CommandRun run = CommandRun.of(all.toArray());
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(exitCode);
        return run.out();
    }

    /** Everything that a replay might leave behind. */
    private record Traces(Set<String> topics, Set<String> groups, Set<String> subjects) {
        static Traces of(Installation installation) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", installation.bootstrap()))) {
                Set<String> groups = new TreeSet<>();
                for (GroupListing group : admin.listGroups().all().get()) {
                    groups.add(group.groupId());
                }
                return new Traces(new TreeSet<>(admin.listTopics().names().get()), groups, installation.subjects());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        Traces withoutTopic(String name) {
            Set<String> others = new TreeSet<>(topics);
            others.remove(name);
            Set<String> othersSubjects = new TreeSet<>(subjects);
            othersSubjects.remove(name + "-value");
            return new Traces(others, groups, othersSubjects);
        }
    }

    private static void model(Installation installation, Path config, String... arguments) {
        List<String> all = new ArrayList<>(List.of("model"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--topic", "plant-models", "--bootstrap-servers", installation.bootstrap()));
        installation.run("plant-model-" + arguments[0], all.toArray(String[]::new));
    }

    /** Hourly series whose events come up to the grace late, and now and then later than that. */
    private static List<SensorEvent> lateEvents() {
        Random random = new Random(8);
        TreeMap<Double, SensorEvent> byArrival = new TreeMap<>();
        for (int row = 0; row < ROWS; row++) {
            for (int key = 0; key < KEYS; key++) {
                long timestampMs = SmallModel.START_MS + row * SmallModel.STEP_MS;
                double delay = random.nextInt(4) > 0 ? 0.1 : random.nextInt(20) == 0 ? 2 : 0.9;
                byArrival.put(
                        timestampMs + GRACE_MS * delay * random.nextDouble(),
                        new SensorEvent("key-" + key, timestampMs, SmallModel.value(key, row, 1)));
            }
        }
        return List.copyOf(byArrival.values());
    }
}
