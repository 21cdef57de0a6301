package io.gatecast.streams.endtoend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Faults in the order they happen, the same for the same seed.
 *
 * @param seed what times and victims are drawn from
 * @param faults the faults
 */
record FaultPlan(long seed, List<Fault> faults) {
    FaultPlan {
        faults = List.copyOf(faults);
    }

    /** A plan with so many faults of some kinds, in turn. */
    static FaultPlan of(long seed, int rounds, FaultKind... kinds) {
        Random random = new Random(seed);
        List<Fault> faults = new ArrayList<>();
        for (FaultKind kind : Collections.nCopies(rounds, List.of(kinds)).stream()
                .flatMap(List::stream)
                .toList()) {
            faults.add(new Fault(
                    kind,
                    Duration.ofMillis(1_000 + random.nextInt(4_000)),
                    random.nextInt(1_000),
                    Duration.ofMillis(random.nextInt(2_000))));
        }
        return new FaultPlan(seed, faults);
    }

    /**
     * One thing that goes wrong.
     *
     * @param kind what
     * @param after how long after the fault before
     * @param draw decides which instance: the remainder by their number
     * @param downtime how long before what was killed is started again
     */
    record Fault(FaultKind kind, Duration after, int draw, Duration downtime) {}
}
