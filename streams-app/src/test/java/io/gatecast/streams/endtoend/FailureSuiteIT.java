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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
            ReliabilityTable table = new ReliabilityTable(SEED);
            for (int i = 0; i < trials.size(); i++) {
                table.add(trials.get(i), verdict(installation, model, trials.get(i), "trial" + i));
                if (LONG) {
                    table.write();
                }
            }
            Verdict sum = table.sum();
            assertThat(sum).isEqualTo(new Verdict(sum.records(), 0, 0, 0));
        }
    }

    private List<Trial> shortTrials() {
        return List.of(
                new Trial("classic", 2, FaultPlan.of(SEED, 1, KILL_INSTANCE, KILL_BROKER, FREEZE_INSTANCE)),
                new Trial(
                        "streams",
                        2,
                        FaultPlan.of(SEED + 1, 1, KILL_INSTANCE, LOSE_STATE, ADD_INSTANCE, REMOVE_INSTANCE)));
    }

    private List<Trial> longTrials() {
        List<Trial> trials = new ArrayList<>();
        long seed = SEED;
        for (String protocol : List.of("classic", "streams")) {
            trials.add(new Trial(protocol, 2, FaultPlan.of(seed++, 27, KILL_INSTANCE)));
            trials.add(new Trial(protocol, 2, FaultPlan.of(seed++, 4, KILL_BROKER)));
            trials.add(new Trial(protocol, 2, FaultPlan.of(seed++, 3, KILL_REGISTRY)));
            trials.add(new Trial(protocol, 2, FaultPlan.of(seed++, 4, FREEZE_INSTANCE)));
            FaultPlan fullDisk = FaultPlan.of(seed++, 3, FILL_DISK);
            if (SmallDisk.isPossible(folder)) {
                trials.add(new Trial(protocol, 2, fullDisk));
            }
            trials.add(new Trial(protocol, 2, FaultPlan.of(seed++, 3, LOSE_STATE)));
            trials.add(new Trial(protocol, 2, FaultPlan.of(seed++, 3, LOSE_INSTANCE)));
            trials.add(new Trial(protocol, 3, FaultPlan.of(seed++, 2, ROLL)));
            trials.add(new Trial(protocol, 1, FaultPlan.of(seed++, 3, ADD_INSTANCE, REMOVE_INSTANCE)));
        }
        return trials;
    }

    private Verdict verdict(Installation installation, Path model, Trial trial, String name) {
        installation.createTopic(name, PARTITIONS);
        boolean fillsDisk = trial.plan().faults().stream().anyMatch(fault -> fault.kind() == FILL_DISK);
        Optional<SmallDisk> disk =
                fillsDisk ? Optional.of(SmallDisk.mount(folder.resolve(name + "-disk"), 64)) : Optional.empty();
        Deployment disturbed = new Deployment(installation, name, name, model, folder, trial.protocol(), disk);
        try (disturbed) {
            disturb(installation, disturbed, trial, name);
        }
        Deployment undisturbed =
                new Deployment(installation, name + "-calm", name, model, folder, "classic", Optional.empty());
        try (undisturbed) {
            undisturbed.start(1);
            awaitResults(installation, undisturbed, name);
            assertThat(undisturbed.reviveWhatEnded()).isZero();
        }
        Verdict verdict = Verdict.of(installation, disturbed, undisturbed);
        // Records that the feed's producer repeats when the broker dies are refused, the more the busier the machine.
        assertThat((long) installation.read(undisturbed.deadLetters()).size())
                .as("dead letters")
                .isLessThan(verdict.records() / 5);
        System.out.println(name + ": " + trial.plan().faults().size() + " faults, " + trial.protocol() + ", "
                + disturbed.reviveWhatEnded() + " instances ended by themselves, " + verdict);
        return verdict;
    }

    private static void disturb(Installation installation, Deployment deployment, Trial trial, String input) {
        deployment.start(trial.instances());
        ObservationFeed feed = new ObservationFeed(installation, input);
        Thread feeding = feed.start(MILLIS_PER_ROW);
        for (Fault fault : trial.plan().faults()) {
            deployment.inflict(fault, feed);
        }
        feed.stop(feeding);
        awaitResults(installation, deployment, input);
    }

    /** Waits until there are as many forecasts and dead letters as records on the input, or the time is over. */
    private static void awaitResults(Installation installation, Deployment deployment, String input) {
        long records = installation.committed().count(input);
        List<String> results = List.of(deployment.output(), deployment.deadLetters());
        long found = installation.awaitRecords(results, records, LIMIT, () -> {
            deployment.reviveWhatEnded();
            return true;
        });
        if (found < records) {
            System.out.println(found + " of " + records + " results after " + LIMIT + "\n" + deployment.examined());
        }
    }

    /**
     * Faults during one feed.
     *
     * @param protocol group protocol
     * @param instances number of instances at the start
     * @param plan the faults
     */
    record Trial(String protocol, int instances, FaultPlan plan) {}
}
