package io.gatecast.core.anomaly;

import io.gatecast.core.anomaly.ColumnState.ErrorRings;
import io.gatecast.core.anomaly.ColumnState.LeadRing;
import io.gatecast.core.scale.Window;
import io.gatecast.core.spec.StepsAhead;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Weighs what speaks for an anomaly in one column.
 *
 * <p>An observation is judged by forecasts made many steps ago, because a forecast of one step follows the anomaly: the model's own, and
 * those of least-squares regressions that learn the column as it goes. Every statistic becomes its running {@linkplain Tails
 * tail probability}, every {@link Evidence} the mean of −log10 of some of them.
 *
 * <p>What belongs to one series is a {@link ColumnState}; the rest is working space.
 */
final class ColumnDetector {
    private static final int SETTLED = 20;
    private static final int RANGE_SETTLED = 30;

    /** Share of the range seen so far by which a value has to exceed it; any series of noise sets narrow records. */
    private static final double LEAST_BEYOND = 0.02;

    private static final float LEAST_WIDTH = 1e-9f;
    private static final float MOST = 1e30f;

    private final DetectorProfile profile;
    private final int[] horizons;
    private final int[] leads;
    private final int[] leadPositions;
    private final int stepsAhead; // their number in the arrays of quantiles
    private final int[] shifts;
    private final Patterns[] patterns;
    private final Reservoir[] reservoirs;
    private final Readout[] readouts;
    private final float[] targets;
    private final float[] oneTarget = new float[1];
    private final float[][] errors; // [shape: logarithmic, plain][horizon]
    private final float[][] oneShape = new float[1][];
    private final double[] leverage;
    private final double[] relative;
    private final double[] plain;
    private final double[] statistics; // then their rarities
    private final double[] scratch;

    ColumnDetector(DetectorProfile profile, int modelHorizon, StepsAhead ahead, long seed) {
        this.profile = profile;
        horizons = Patterns.ints(profile.horizons());
        leads = profile.leads().stream()
                .mapToInt(lead -> Math.min(lead, modelHorizon))
                .toArray();
        leadPositions = IntStream.of(leads).map(ahead::position).toArray();
        stepsAhead = ahead.count();
        shifts = Patterns.ints(profile.shifts());
        boolean split = profile.hidden() > 0;
        patterns = split
                ? new Patterns[] {new Patterns(profile, true), new Patterns(profile, false)}
                : new Patterns[] {new Patterns(profile, true)};
        reservoirs = IntStream.range(0, split ? patterns.length : 0)
                .mapToObj(i -> new Reservoir(profile.hidden(), seed + 1000L * i))
                .toArray(Reservoir[]::new);
        readouts = new Readout[patterns.length];
        for (int i = 0; i < readouts.length; i++) {
            readouts[i] = split
                    ? new SharedGainReadout(patterns[i].size(), 1, horizons)
                    : new DirectReadout(patterns[i].size(), 2, horizons);
        }
        targets = new float[2];
        errors = new float[2][horizons.length];
        leverage = new double[patterns.length];
        relative = new double[horizons.length + leads.length];
        plain = new double[horizons.length + leads.length];
        statistics = new double[2 * relative.length + 2 * shifts.length + patterns.length + 1];
        scratch = new double[statistics.length];
    }

    ColumnState initialState() {
        int longest = horizons[horizons.length - 1];
        return new ColumnState(
                new History(longest),
                new Tails(statistics.length),
                Stream.of(readouts).map(Readout::initialState).toArray(ReadoutState[]::new),
                IntStream.range(0, reservoirs.length)
                        .mapToObj(i -> new Reservoir.State(profile.hidden(), longest))
                        .toArray(Reservoir.State[]::new),
                new ErrorRings(shifts.length),
                IntStream.of(leads).mapToObj(LeadRing::new).toArray(LeadRing[]::new));
    }

    /**
     * Judges a row and takes it in.
     *
     * @param state the column's state, updated
     * @param timestampMs event time
     * @param value transformed value, NaN if missing
     * @param window values before this one, less the anchor
     * @param anchor the anchor
     * @param sinceAlarm rows since the latest alarm of the series
     * @param evidence receives the evidence of each kind but drift; zeros if the value is missing
     * @return how rarely it drifts as much, −log10 of a probability; 0 if the value is missing
     */
    double judge(
            ColumnState state,
            long timestampMs,
            double value,
            Window window,
            double anchor,
            long sinceAlarm,
            double[] evidence) {
        History history = state.history;
        history.look(window, anchor);
        boolean missing = Double.isNaN(value);
        targets[0] = missing || history.rows() == 0 ? 0f : history.scaled(value, true);
        targets[1] = missing || history.rows() == 0 ? 0f : history.scaled(value, false);
        if (history.rows() > 0) {
            readOut(state, missing);
        }
        double drift = 0;
        if (missing) {
            skip(state, evidence);
        } else {
            boolean stuck = state.repeats.next(repeats(history, value));
            evidence[Evidence.STUCK.ordinal()] = stuck ? Evidence.CERTAIN : 0;
            gather(state, value, (float) (value - anchor));
            weigh(state, value, evidence);
            drift = state.drift.rarity(mean(plain), mean(relative), history.rows(), sinceAlarm);
        }
        state.missing = missing ? state.missing + 1 : 0;
        for (int i = 0; i < reservoirs.length; i++) {
            Reservoir.State reservoir = state.reservoirs[i];
            reservoirs[i].step(reservoir, missing ? reservoir.before() : targets[i], Calendar.turnsOfDay(timestampMs));
        }
        history.push(timestampMs, value);
        return drift;
    }

    private static double mean(double[] errors) {
        double sum = 0;
        for (double error : errors) {
            sum += error;
        }
        return sum / errors.length;
    }

    /** Both through float32, as values are kept. */
    private static boolean repeats(History history, double value) {
        return history.rows() > 0 && history.isNewest(value);
    }

    private void skip(ColumnState state, double[] evidence) {
        Arrays.fill(evidence, 0);
        for (int i = 0; i < shifts.length; i++) {
            state.shifts.put(i, state.history.rows(), 0f);
        }
    }

    private void readOut(ColumnState state, boolean missing) {
        for (int i = 0; i < patterns.length; i++) {
            patterns[i].look(state.history, reservoirs.length > 0 ? state.reservoirs[i] : null);
            float[] wanted = targets;
            float[][] found = errors;
            if (patterns.length > 1) {
                oneTarget[0] = targets[i];
                oneShape[0] = errors[i];
                wanted = oneTarget;
                found = oneShape;
            }
            leverage[i] =
                    readouts[i].judge(state.readouts[i], patterns[i], state.history, missing ? null : wanted, found);
        }
    }

    /** Errors of all forecasts for this row: in units of what was to be expected, and in the column's. */
    private void gather(ColumnState state, double value, float outcome) {
        long row = state.history.rows();
        double deviation = state.history.deviation();
        for (int q = 0; q < horizons.length; q++) {
            relative[q] = row == 0 ? 0 : errors[0][q];
            plain[q] = row < SETTLED ? 0 : errors[1][q] * deviation;
        }
        for (int k = 0; k < leads.length; k++) {
            LeadRing lead = state.leads[k];
            int at = horizons.length + k;
            boolean made = row >= lead.lead();
            double error = made ? outcome - lead.median(row) : 0;
            plain[at] = error;
            relative[at] = made ? error / Math.max(LEAST_WIDTH, lead.width(row)) : 0;
        }
    }

    private void weigh(ColumnState state, double value, double[] evidence) {
        long row = state.history.rows();
        int forecasts = relative.length;
        for (int i = 0; i < forecasts; i++) {
            statistics[i] = Math.abs(relative[i]);
            statistics[forecasts + i] = Math.abs(plain[i]);
        }
        int at = 2 * forecasts;
        for (int i = 0; i < shifts.length; i++) {
            state.shifts.put(i, row, (float) Math.max(-MOST, Math.min(MOST, plain[shifts[i]])));
            state.shifts.means(i, row, statistics, at);
            statistics[at] = Math.abs(statistics[at]);
            statistics[at + 1] = Math.abs(statistics[at + 1]);
            at += 2;
        }
        for (int i = 0; i < leverage.length; i++) {
            statistics[at++] = row == 0 ? 0 : leverage[i];
        }
        statistics[at] = outside(state, value);
        state.tails.rarities(statistics, scratch);
        state.tails.next();
        evidence[Evidence.FORECAST_ERROR.ordinal()] = meanStatistic(0, forecasts);
        evidence[Evidence.VALUE_ERROR.ordinal()] = meanStatistic(forecasts, forecasts);
        evidence[Evidence.LEVEL_SHIFT.ordinal()] = meanStatistic(2 * forecasts, 2 * shifts.length);
        evidence[Evidence.NOVELTY.ordinal()] = meanStatistic(at - leverage.length, leverage.length);
        evidence[Evidence.RANGE.ordinal()] = statistics[at];
    }

    private double meanStatistic(int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += statistics[i];
        }
        return sum / count;
    }

    /** Distance outside the range seen so far, in units of the range; widens the range. */
    private static double outside(ColumnState state, double value) {
        if (Double.isNaN(state.lowest)) {
            state.lowest = value;
            state.highest = value;
        }
        double range = state.highest - state.lowest;
        double beyond = Math.max(Math.max(value - state.highest, state.lowest - value), 0);
        state.lowest = Math.min(state.lowest, value);
        state.highest = Math.max(state.highest, value);
        if (state.history.rows() < RANGE_SETTLED || beyond <= LEAST_BEYOND * range) {
            return 0;
        }
        return range > 0 ? beyond / range : 1;
    }

    /**
     * Remembers the model's forecasts, issued after the row that was judged last.
     *
     * @param state the column's state, updated
     * @param quantiles corrected quantiles less the anchor, level after level [levels × steps ahead]
     * @param median index of the median among the levels
     */
    void remember(ColumnState state, float[] quantiles, int median) {
        long row = state.history.rows() - 1;
        int top = quantiles.length - stepsAhead;
        for (int k = 0; k < leadPositions.length; k++) {
            int at = leadPositions[k];
            state.leads[k].put(row, quantiles[median * stepsAhead + at], quantiles[top + at] - quantiles[at]);
        }
    }
}
