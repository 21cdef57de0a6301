package io.gatecast.core.calibrate;

import io.gatecast.core.kernel.Activations;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.core.spec.StepsAhead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Adaptive conformal correction of quantiles, per key, level and group of steps ahead.
 *
 * <p>Forecasts of a few steps ahead (1, 2, 4, … and the horizon) wait in the key's state until their step arrives. Each
 * level's distance from the median is multiplied by {@code exp(θ)}; when the outcome lies beyond the corrected quantile
 * θ grows, otherwise it shrinks, by amounts in the proportion that keeps the stated share on each side in the long run
 * whatever the data do. Between the groups θ is interpolated on the logarithm of the step. Where outcomes tell that all errors of a
 * group have become larger or smaller, a {@link RegimeChange}, θ of all its levels is moved at once.
 *
 * <p>What belongs to one key is a {@link CalibrationState}; the rest is the same for all, and working space: one per thread.
 *
 * @see <a href="https://arxiv.org/abs/2106.00170">Gibbs and Candès 2021, adaptive conformal inference</a>
 * @see <a href="https://arxiv.org/abs/2307.16895">Angelopoulos et al. 2023, conformal PID control</a>
 */
public final class Calibrator {
    /** Waiting forecasts kept per group, about; longer steps ahead are sampled. */
    private static final int SLOTS = 8;

    private static final float SLOWEST_RATE = 0.06f;
    private static final float FIRST_RATE = 0.2f;
    private static final float RATE_DECAY = 0.02f;
    private static final float LARGEST_LOG_FACTOR = 6f;

    /*
     * Correction follows the errors at a distance of as many steps as the forecast was ahead, so where errors come in runs it
     * comes short, and most so far out. Tails no larger than the first figure of a line therefore aim at less than they state: one
     * step ahead at all of it, at every doubling of the steps ahead at the second figure less, but at least at the third.
     */
    private static final double[][] AIMS = {{0.0501, 0.11, 0.6}, {0.1001, 0.025, 0.86}};

    /** Least distance of an extreme level from the median, in half deviations. */
    private static final float LEAST_DISTANCE = 0.02f;

    private final float[] levels;
    private final int median;
    private final int horizon; // number of steps ahead in the arrays of quantiles
    private final int[] groupStep;
    private final int[] position; // of the group's step
    private final int[] stride;
    private final int[] slots;
    private final int[] offset;
    private final float[] aimedTail; // [groups × levels]
    private final RegimeChange[] regimes; // [groups]
    private final int pendingSize;
    private final int[] lowerGroup;
    private final int[] upperGroup;
    private final float[] upperShare;

    /*
     * Levels × horizon, in the order of the quantiles: C2 vectorises loops that have the same index into all their arrays, but not
     * those that begin anew in some of them with every level.
     */
    private final float[] leastDistance; // per unit of deviation
    private final float[] expected; // the median, at each level
    private final float[] factor;
    private final float[] scratch;

    /**
     * Lays out the groups for a model.
     *
     * @param spec the model
     */
    public Calibrator(ModelSpec spec) {
        this(spec, StepsAhead.all(spec.horizon()));
    }

    /**
     * Lays out the groups for a model of whose forecasts only some steps ahead are computed.
     *
     * @param spec the model
     * @param ahead the steps ahead of all quantiles, at least {@link #steps()}
     */
    public Calibrator(ModelSpec spec, StepsAhead ahead) {
        horizon = ahead.count();
        median = spec.medianIndex();
        levels = new float[spec.levels().size()];
        for (int q = 0; q < levels.length; q++) {
            levels[q] = spec.levels().get(q).floatValue();
        }
        groupStep = groupSteps(spec.horizon());
        position = IntStream.of(groupStep).map(ahead::position).toArray();
        stride = new int[groupStep.length];
        slots = new int[groupStep.length];
        offset = new int[groupStep.length];
        int size = 0;
        for (int g = 0; g < groupStep.length; g++) {
            stride[g] = Math.max(1, groupStep[g] / SLOTS);
            slots[g] = (groupStep[g] + stride[g] - 1) / stride[g];
            offset[g] = size;
            size += slots[g] * levels.length;
        }
        pendingSize = size;
        aimedTail = new float[groupStep.length * levels.length];
        regimes = new RegimeChange[groupStep.length];
        for (int g = 0; g < groupStep.length; g++) {
            float[] lower = new float[median];
            float[] upper = new float[levels.length - 1 - median];
            for (int q = 0; q < levels.length; q++) {
                float tail = aimedTail(q > median ? 1f - levels[q] : levels[q], groupStep[g]);
                aimedTail[g * levels.length + q] = tail;
                if (q < median) {
                    lower[median - 1 - q] = tail;
                } else if (q > median) {
                    upper[q - median - 1] = tail;
                }
            }
            regimes[g] = new RegimeChange(lower, upper, slots[g]);
        }
        leastDistance = new float[levels.length * horizon];
        for (int q = 0; q < levels.length; q++) {
            Arrays.fill(leastDistance, q * horizon, (q + 1) * horizon, LEAST_DISTANCE * (levels[q] - 0.5f));
        }
        expected = new float[leastDistance.length];
        factor = new float[leastDistance.length];
        scratch = new float[leastDistance.length];
        lowerGroup = new int[horizon];
        upperGroup = new int[horizon];
        upperShare = new float[horizon];
        for (int k = 0; k < horizon; k++) {
            int g = 0;
            while (g + 2 < groupStep.length && groupStep[g + 1] <= ahead.at(k)) {
                g++;
            }
            lowerGroup[k] = g;
            upperGroup[k] = Math.min(g + 1, groupStep.length - 1);
            if (groupStep.length > 1) {
                double low = StrictMath.log(groupStep[g]);
                upperShare[k] =
                        (float) ((StrictMath.log(ahead.at(k)) - low) / (StrictMath.log(groupStep[g + 1]) - low));
            }
        }
    }

    private static int[] groupSteps(int horizon) {
        int[] steps = new int[32];
        int n = 0;
        for (int h = 1; h < horizon; h *= 2) {
            steps[n++] = h;
        }
        if (n > 1 && steps[n - 1] * 4 > horizon * 3) {
            n--;
        }
        steps[n++] = horizon;
        return Arrays.copyOf(steps, n);
    }

    /**
     * State of a key that has seen nothing.
     *
     * @return a new state
     */
    public CalibrationState initialState() {
        return new CalibrationState(
                pendingSize, groupStep.length * levels.length, groupStep.length * RegimeChange.FIELDS);
    }

    /**
     * Judges the forecasts that were waiting for this step and corrects θ.
     *
     * @param state the key's state, updated
     * @param step number of the step that has just happened, counted from 1
     * @param outcome its value, in the units of {@link #remember}
     * @param weight what its error is multiplied by, at least 1: the model's own training rows have errors smaller than those
     *     to come
     */
    public void judge(CalibrationState state, long step, float outcome, float weight) {
        for (int g = 0; g < groupStep.length; g++) {
            long issued = step - groupStep[g];
            if (issued < 1 || issued % stride[g] != 0) {
                continue;
            }
            int at = offset[g] + slot(g, issued) * levels.length;
            float rate = Math.max(SLOWEST_RATE, FIRST_RATE / Math.fma(RATE_DECAY, (float) (issued / stride[g]), 1f));
            correct(state, g, at, outcome, weight, rate);
        }
    }

    private void correct(CalibrationState state, int group, int at, float outcome, float weight, float rate) {
        float[] waiting = state.pending();
        float[] theta = state.theta();
        float expected = waiting[at + median];
        float judged = weight == 1f ? outcome : Math.fma(weight, outcome - expected, expected);
        int beyondAll = 0;
        for (int q = 0; q < levels.length; q++) {
            if (q == median) {
                continue;
            }
            int i = group * levels.length + q;
            float bound = Math.fma(Activations.exp(theta[i]), waiting[at + q] - expected, expected);
            boolean beyond = q > median ? judged > bound : judged < bound;
            beyondAll += beyond ? 1 : 0;
            theta[i] = limited(theta[i] + (beyond ? rate * (1f - aimedTail[i]) : -rate * aimedTail[i]));
        }
        float shift = regimes[group].judge(state.regimes(), group * RegimeChange.FIELDS, beyondAll);
        if (shift != 0f) {
            move(state, group, shift);
        }
    }

    private void move(CalibrationState state, int group, float shift) {
        float[] theta = state.theta();
        for (int q = 0; q < levels.length; q++) {
            int i = group * levels.length + q;
            theta[i] = q == median ? theta[i] : limited(theta[i] + shift);
        }
        if (group + 1 < groupStep.length) {
            RegimeChange.expect(state.regimes(), (group + 1) * RegimeChange.FIELDS, shift);
        }
    }

    private static float limited(float logFactor) {
        return Math.max(-LARGEST_LOG_FACTOR, Math.min(LARGEST_LOG_FACTOR, logFactor));
    }

    private static float aimedTail(float stated, int ahead) {
        double doublings = StrictMath.log(ahead) / StrictMath.log(2);
        for (double[] aim : AIMS) {
            if (stated <= aim[0]) {
                return (float) Math.max(aim[2], 1 - aim[1] * doublings) * stated;
            }
        }
        return stated;
    }

    /**
     * Keeps the forecasts that will be judged later.
     *
     * @param state the key's state, updated
     * @param step number of the step the forecast was issued at, counted from 1
     * @param quantiles uncorrected quantiles in ascending order, level after level [levels × horizon]
     */
    public void remember(CalibrationState state, long step, float[] quantiles) {
        float[] waiting = state.pending();
        for (int g = 0; g < groupStep.length; g++) {
            if (step % stride[g] == 0) {
                int at = offset[g] + slot(g, step) * levels.length;
                for (int q = 0; q < levels.length; q++) {
                    waiting[at + q] = quantiles[q * horizon + position[g]];
                }
            }
        }
    }

    /**
     * Corrects quantiles in place and keeps them in order.
     *
     * @param state the key's state, unchanged
     * @param quantiles ascending quantiles, level after level [levels × horizon]
     */
    public void apply(CalibrationState state, float[] quantiles) {
        float[] theta = state.theta();
        for (int q = 0; q < levels.length; q++) {
            int at = q * horizon;
            for (int k = 0; k < horizon; k++) {
                float low = theta[lowerGroup[k] * levels.length + q];
                float high = theta[upperGroup[k] * levels.length + q];
                factor[at + k] = Math.fma(upperShare[k], high - low, low);
            }
        }
        Activations.exp(factor, scratch);
        repeatMedian(quantiles);
        stretch(quantiles, 0, median * horizon);
        stretch(quantiles, (median + 1) * horizon, quantiles.length);
        order(quantiles, median, horizon, levels.length);
    }

    private void repeatMedian(float[] quantiles) {
        for (int q = 0; q < levels.length; q++) {
            System.arraycopy(quantiles, median * horizon, expected, q * horizon, horizon);
        }
    }

    private void stretch(float[] quantiles, int from, int to) {
        for (int i = from; i < to; i++) {
            quantiles[i] = Math.fma(factor[i], quantiles[i] - expected[i], expected[i]);
        }
    }

    /**
     * The steps ahead that are judged.
     *
     * @return ascending, the last one the horizon
     */
    public List<Integer> steps() {
        return Arrays.stream(groupStep).boxed().toList();
    }

    /**
     * What distances from the median are multiplied by.
     *
     * @param state the key's state, unchanged
     * @return factors [groups][levels], 1 for the median
     */
    public List<List<Double>> factors(CalibrationState state) {
        List<List<Double>> factors = new ArrayList<>();
        for (int g = 0; g < groupStep.length; g++) {
            List<Double> ofGroup = new ArrayList<>();
            for (int q = 0; q < levels.length; q++) {
                ofGroup.add((double) Activations.exp(state.theta()[g * levels.length + q]));
            }
            factors.add(ofGroup);
        }
        return factors;
    }

    /**
     * The corrected forecast that was made one step ago for the step that comes now.
     *
     * @param state the key's state, unchanged
     * @param step number of steps taken so far, at least 1
     * @param out receives one quantile per level, ascending [levels]
     */
    public void nextStep(CalibrationState state, long step, float[] out) {
        int at = offset[0] + slot(0, step) * levels.length;
        float expected = state.pending()[at + median];
        for (int q = 0; q < levels.length; q++) {
            float factor = q == median ? 1f : Activations.exp(state.theta()[q]);
            out[q] = Math.fma(factor, state.pending()[at + q] - expected, expected);
        }
        order(out, median, 1, levels.length);
    }

    /**
     * Puts quantiles in order of level, from the median outwards, and a little apart, so that none cross and every interval
     * has a width that can be corrected.
     *
     * @param quantiles uncorrected quantiles, level after level [levels × horizon], overwritten
     * @param deviation running standard deviation of the series
     */
    public void order(float[] quantiles, float deviation) {
        repeatMedian(quantiles);
        for (int i = 0; i < (median + 1) * horizon; i++) {
            quantiles[i] = Math.min(quantiles[i], expected[i] + leastDistance[i] * deviation);
        }
        for (int i = (median + 1) * horizon; i < quantiles.length; i++) {
            quantiles[i] = Math.max(quantiles[i], expected[i] + leastDistance[i] * deviation);
        }
        order(quantiles, median, horizon, levels.length);
    }

    /**
     * Makes a forecast as uncertain as it is where the latest values were not observed but assumed: that of the step k ahead
     * gets at least the distances from the median of the step as many further ahead, up to the horizon.
     *
     * @param quantiles ascending uncorrected quantiles, level after level [levels × horizon], overwritten
     * @param unobserved number of latest steps without a value
     */
    public void widen(float[] quantiles, int unobserved) {
        if (unobserved == 0) {
            return;
        }
        int center = median * horizon;
        for (int q = 0; q < levels.length; q++) {
            float side = Math.signum(q - median);
            for (int k = 0; k < horizon; k++) {
                int further = Math.min(horizon - 1, k + unobserved);
                int at = q * horizon;
                float distance = Math.max(
                        side * (quantiles[at + k] - quantiles[center + k]),
                        side * (quantiles[at + further] - quantiles[center + further]));
                quantiles[at + k] = Math.fma(side, distance, quantiles[center + k]);
            }
        }
    }

    /** Nearly all are in order already, which a branch finds out sooner than a maximum. */
    private static void order(float[] quantiles, int median, int horizon, int levels) {
        for (int at = (median + 1) * horizon; at < levels * horizon; at++) {
            float below = quantiles[at - horizon];
            if (!(quantiles[at] > below)) {
                quantiles[at] = Math.max(quantiles[at], below);
            }
        }
        for (int at = median * horizon - 1; at >= 0; at--) {
            float above = quantiles[at + horizon];
            if (!(quantiles[at] < above)) {
                quantiles[at] = Math.min(quantiles[at], above);
            }
        }
    }

    private int slot(int group, long step) {
        return (int) (step / stride[group] % slots[group]);
    }
}
