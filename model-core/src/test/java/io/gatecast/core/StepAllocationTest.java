package io.gatecast.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.gatecast.core.anomaly.DetectorProfile;
import io.gatecast.core.anomaly.DetectorSettings;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.scale.Transform;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A step makes nothing for the garbage collector to do. */
class StepAllocationTest {
    private static final int STEPS = 500;
    private static final int MOST_ROUNDS = 200;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @EnumSource(DetectorProfile.class)
    void shouldAllocateNothingOnceItIsWarm(DetectorProfile profile) {
        Model model = TestModels.random(TestModels.spec(CellKind.GRU, 16, 1, Transform.LOG, "value"), 1);
        Forecaster forecaster = new Forecaster(model, Optional.of(new DetectorSettings(profile)));
        SeriesState state = forecaster.initialState();
        Observation[] observations = new Observation[STEPS];
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < STEPS; i++) {
            boolean missing = i > 0 && random.nextInt(50) == 0;
            observations[i] = new Observation(i * 3_600_000L, missing ? Double.NaN : random.nextDouble(1, 100));
        }
        long least = Long.MAX_VALUE;

        // The interpreter, compilers at work and what they have not proved to stay inside may allocate for a while.
        for (int round = 0; round < MOST_ROUNDS && least > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (Observation observation : observations) {
                forecaster.step(state, observation);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertThat(least).as("bytes allocated by %d steps", STEPS).isZero();
    }
}
