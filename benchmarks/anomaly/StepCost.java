import io.gatecast.core.anomaly.Detector;
import io.gatecast.core.anomaly.DetectorProfile;
import io.gatecast.core.anomaly.DetectorSettings;
import io.gatecast.core.anomaly.DetectorState;
import io.gatecast.core.scale.Window;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.streams.general.GeneralModel;
import java.lang.management.ManagementFactory;
import java.util.Random;

/**
 * What detection costs per event, the model's step excluded: bytes of state, microseconds in the best of many rounds, bytes allocated.
 *
 * <p>{@code java -cp streams-app/target/gatecast-streams-app.jar benchmarks/anomaly/StepCost.java}
 */
public class StepCost {
    private static final int EVENTS = 2_000;
    private static final int ROUNDS = 500;

    public static void main(String[] args) {
        ModelSpec spec = GeneralModel.read().model().spec();
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (DetectorProfile profile : DetectorProfile.values()) {
            Detector detector = new Detector(new DetectorSettings(profile), spec);
            DetectorState state = detector.initialState();
            Window window = Window.empty(detector.history());
            float[] quantiles = new float[spec.levels().size() * spec.horizon()];
            int newest = spec.medianIndex() * spec.horizon() + spec.horizon() - 1;
            Random random = new Random(1);
            double best = Double.MAX_VALUE;
            long allocated = 0;
            long timeMs = 0;
            for (int round = 0; round < ROUNDS; round++) {
                double[] values = new double[EVENTS];
                for (int i = 0; i < EVENTS; i++) {
                    values[i] = 3 * Math.sin(0.01 * i) + random.nextGaussian();
                }
                long bytes = threads.getCurrentThreadAllocatedBytes();
                long begin = System.nanoTime();
                for (double value : values) {
                    timeMs += 300_000;
                    detector.judge(state, 0, timeMs, value, window, 0);
                    detector.conclude(state, timeMs, new double[] {value}, new double[1]);
                    window.push((float) value);
                    quantiles[newest] = (float) value;
                    detector.remember(state, 0, quantiles);
                }
                best = Math.min(best, (System.nanoTime() - begin) / 1e3 / EVENTS);
                allocated = threads.getCurrentThreadAllocatedBytes() - bytes;
            }
            System.out.printf(
                    "%-8s  %,d bytes per column, %.2f µs per event, %d bytes allocated in the last %,d events%n",
                    profile, state.size(), best, allocated, EVENTS);
        }
    }
}
