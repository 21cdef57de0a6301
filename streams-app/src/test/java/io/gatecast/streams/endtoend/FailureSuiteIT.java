package io.gatecast.streams.endtoend;

import static io.gatecast.streams.endtoend.FaultKind.ADD_INSTANCE;
import static io.gatecast.streams.endtoend.FaultKind.FILL_DISK;
import static io.gatecast.streams.endtoend.FaultKind.FREEZE_INSTANCE;
import static io.gatecast.streams.endtoend.FaultKind.KILL_BROKER;
import static io.gatecast.streams.endtoend.FaultKind.KILL_INSTANCE;
import static io.gatecast.streams.endtoend.FaultKind.KILL_REGISTRY;
import static io.gatecast.streams.endtoend.FaultKind.LOSE_INSTANCE;
import static io.gatecast.streams.endtoend.FaultKind.LOSE_STATE;
import static io.gatecast.streams.endtoend.FaultKind.REMOVE_INSTANCE;
import static io.gatecast.streams.endtoend.FaultKind.ROLL;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.streams.endtoend.FaultPlan.Fault;
import io.gatecast.streams.endtoend.Verdict.Print;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Instances, broker and registry fail while a topic is fed; what others see of the forecasts must be what an undisturbed run
 * gives: none lost, none twice, the same bits. {@code -Dgatecast.failures=long} for every fault many times with both group
 * protocols, and for the table in {@code docs/reliability.md}.
 */
class FailureSuiteIT {
    private static final boolean LONG =
            System.getProperty("gatecast.failures", "short").equals("long");
    private static final long SEED = Long.getLong("gatecast.failures.seed", 20_261_123);
    private static final int PARTITIONS = 4;
    private static final long MILLIS_PER_ROW = 100;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    @Test
    @Timeout(4 * 3600)
    void shouldForecastAsUndisturbedWhateverFails() {
        System.out.println("failures: " + (LONG ? "long" : "short") + ", seed " + SEED);
        Path model = folder.resolve("small.gatecast");
        SmallModel.train(model);
        try (Installation installation = new Installation(folder)) {
            List<Trial> trials = LONG ? longTrials() : shortTrials();
            List<Outcome> outcomes = new ArrayList<>();
            for (Trial trial : trials) {
                outcomes.add(disturbed(installation, model, trial, "trial" + outcomes.size()));
            }
            int rows = outcomes.stream().mapToInt(Outcome::rows).max().orElseThrow();
            Map<String, Print> reference = undisturbed(installation, model, rows);
            assertThat(reference).hasSize(rows * ObservationFeed.KEYS);

            ReliabilityTable table = new ReliabilityTable(SEED);
            for (Outcome outcome : outcomes) {
                Verdict verdict = Verdict.of(installation, outcome.output(), reference, outcome.rows());
                System.out.println(outcome + " " + verdict);
                table.add(outcome.trial(), verdict);
                assertThat(installation.read(outcome.deadLetters()))
                        .as("dead letters")
                        .isEmpty();
            }
            if (LONG) {
                table.write();
            }
            Verdict sum = table.sum();
            assertThat(sum).isEqualTo(new Verdict(sum.records(), 0, 0, 0));
        }
    }

    private List<Trial> shortTrials() {
        return List.of(
                new Trial("classic", 2, FaultPlan.of(SEED, 1, KILL_INSTANCE, KILL_BROKER, FREEZE_INSTANCE)),
                new Trial("streams", 2, FaultPlan.of(SEED + 1, 1, KILL_INSTANCE, ADD_INSTANCE, REMOVE_INSTANCE)));
    }

    private List<Trial> longTrials() {
        List<Trial> trials = new ArrayList<>();
        long seed = SEED;
        for (String protocol : List.of("classic", "streams")) {
            trials.add(new Trial(protocol, 2, FaultPlan.of(seed++, 30, KILL_INSTANCE)));
            trials.add(new Trial(protocol, 2, FaultPlan.of(seed++, 5, KILL_BROKER)));
            trials.add(new Trial(protocol, 2, FaultPlan.of(seed++, 3, KILL_REGISTRY)));
            trials.add(new Trial(protocol, 2, FaultPlan.of(seed++, 4, FREEZE_INSTANCE)));
            if (SmallDisk.isPossible(folder)) {
                trials.add(new Trial(protocol, 2, FaultPlan.of(seed++, 3, FILL_DISK)));
            }
            trials.add(new Trial(protocol, 2, FaultPlan.of(seed++, 3, LOSE_STATE)));
            trials.add(new Trial(protocol, 2, FaultPlan.of(seed++, 3, LOSE_INSTANCE)));
            trials.add(new Trial(protocol, 3, FaultPlan.of(seed++, 2, ROLL)));
            trials.add(new Trial(protocol, 1, FaultPlan.of(seed++, 3, ADD_INSTANCE, REMOVE_INSTANCE)));
        }
        return trials;
    }

    private Outcome disturbed(Installation installation, Path model, Trial trial, String name) {
        long start = System.nanoTime();
        installation.createTopic(name, PARTITIONS);
        ObservationFeed feed = new ObservationFeed(installation, name);
        boolean fillsDisk = trial.plan().faults().stream().anyMatch(fault -> fault.kind() == FILL_DISK);
        Optional<SmallDisk> disk =
                fillsDisk ? Optional.of(SmallDisk.mount(folder.resolve(name + "-disk"), 64)) : Optional.empty();
        try (Deployment deployment = new Deployment(installation, name, name, model, folder, trial.protocol(), disk)) {
            deployment.start(trial.instances());
            Thread feeding = feed.start(MILLIS_PER_ROW);
            for (Fault fault : trial.plan().faults()) {
                deployment.inflict(fault, feed);
            }
            int rows = feed.stop(feeding);
            long wanted = (long) rows * ObservationFeed.KEYS;
            long seen = installation.awaitRecords(List.of(deployment.output()), wanted, LIMIT, () -> {
                deployment.reviveWhatEnded();
                return true;
            });
            System.out.printf(
                    Locale.ROOT,
                    "%s: %s, %d of %d forecasts, %d instances ended by themselves, %d s%n",
                    name,
                    trial.text(),
                    seen,
                    wanted,
                    deployment.reviveWhatEnded(),
                    (System.nanoTime() - start) / 1_000_000_000);
            return new Outcome(trial, deployment.output(), deployment.deadLetters(), rows);
        }
    }

    private Map<String, Print> undisturbed(Installation installation, Path model, int rows) {
        installation.createTopic("undisturbed", PARTITIONS);
        new ObservationFeed(installation, "undisturbed").sendRows(rows);
        try (Deployment deployment = new Deployment(
                installation, "undisturbed", "undisturbed", model, folder, "classic", Optional.empty())) {
            deployment.start(1);
            installation.awaitRecords(
                    List.of(deployment.output()), (long) rows * ObservationFeed.KEYS, LIMIT, () -> true);
            assertThat(deployment.reviveWhatEnded()).isZero();
            return Verdict.prints(installation, deployment.output());
        }
    }

    /**
     * Faults during one feed.
     *
     * @param protocol group protocol
     * @param instances number of instances at the start
     * @param plan the faults
     */
    record Trial(String protocol, int instances, FaultPlan plan) {
        String text() {
            return plan.faults().size() + " faults, " + protocol;
        }
    }

    private record Outcome(Trial trial, String output, String deadLetters, int rows) {}
}
