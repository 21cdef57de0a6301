package io.gatecast.core.ledger;

import io.gatecast.core.scale.Window;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.core.spec.StepsAhead;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holds every forecast of a key against what then happened, and lets the better of the naive rules take over where the model is
 * worse.
 *
 * <p>Steps ahead are put into groups: 1, 2, 3–4, 5–8, … up to the horizon. Of each, one step ahead is judged, five eighths
 * through it unless that is a multiple of a season, at which repeating the last value would seem good. The
 * model's median and the one issued wait in the key's state until their step arrives; what the naive rules would have said is
 * read from the latest values. Sums of absolute errors fade with each outcome, over an effective window. Bounds of the intervals
 * issued wait too, for up to about eight origins per group, and whether the outcome was inside is averaged alike.
 *
 * <p>The model's error divided by that of the best rule decides on the rule's share in the median: none while the model is clearly
 * better, all when it is clearly worse, in between a mean of both. The share has play: it rises along one line and falls along
 * another, so that it rests where the two are about equal. Both the whole window and its latest part must speak for the rule, so
 * that a model that has become the better one is followed again soon. Bands move with the median and are as much narrower or
 * wider as its errors are; calibration learns on what is issued.
 *
 * <p>Immutable; what belongs to one target of one key is a {@link LedgerState}. The judged outcome is always that of a forecast
 * issued before it was seen.
 */
public final class Ledger {
    /** Forecasts of a group that wait, at most; of longer steps ahead not every origin is kept. */
    private static final int MOST_WAITING = 64;

    private static final int BOUNDS_WAITING = 8;
    private static final int MOST_SEASONS = 3;
    private static final double INNER = 0.8;

    /** Outcomes before a rule can take over. */
    private static final float FEWEST_OUTCOMES = 16f;

    /** The rule with the least error is exchanged only for one that is better by so much. */
    private static final float CLEARLY_BETTER = 0.98f;

    /** Ratios of the model's error to the rule's at which the share is 0 and 1, when it rises and when it falls. */
    private static final float RISES_FROM = 0.98f;

    private static final float FALLS_FROM = 0.92f;
    private static final float RAMP = 0.1f;

    /** The latest part of the window, and what the ratio over it is multiplied by, because fewer outcomes tell less. */
    private static final float LATELY = 1f / 6;

    private static final float DOUBT = 1.05f;

    private static final float NARROWEST = 1f / 64;
    private static final float WIDEST = 64f;

    private static final int MODEL = 0;
    private static final int ISSUED = 1;
    private static final int OUTCOMES = 2;
    private static final int SHARE = 3;
    private static final int RULE = 4;
    private static final int BOUNDS_JUDGED = 5;
    private static final int MODEL_LATELY = 6;
    private static final int RULE_LATELY = 7;
    private static final int INSIDE = 8; // inner, outer

    private final StepsAhead ahead;
    private final int horizon; // number of steps ahead in the arrays of quantiles
    private final int median;
    private final boolean fallback;
    private final double[] levels;
    private final int[] fixedSeasons;
    private final int rules;
    private final int[] interval; // lower and upper level of the inner, then of the outermost interval
    private final int[] from;
    private final int[] to;
    private final int[] judged;
    private final int[] position; // of the judged step
    private final int[] begin; // position of the first step of each group, and of the end
    private final Slots[] medians;
    private final Slots[] bounds;
    private final int fields;
    private final int errors; // offset of the rules' error sums in a group
    private final int history;

    /** Forecasts of one group that wait: of every stride-th origin, until their step arrives. */
    private record Slots(int ahead, int stride, int count, int offset, float keep, float keepLately) {
        boolean holds(long issued) {
            return stride == 1 || (int) issued % stride == 0;
        }

        int at(long issued, int width) {
            int origin = stride == 1 ? (int) issued : (int) issued / stride;
            return (offset + (origin & Integer.MAX_VALUE) % count) * width;
        }
    }

    /**
     * Lays out the groups for a model.
     *
     * @param settings how forecasts are judged
     * @param spec the model
     */
    public Ledger(LedgerSettings settings, ModelSpec spec) {
        this(settings, spec, StepsAhead.all(spec.horizon()));
    }

    /**
     * Lays out the groups for a model of whose forecasts only some steps ahead are computed.
     *
     * @param settings how forecasts are judged
     * @param spec the model
     * @param ahead the steps ahead of all quantiles, at least {@link #steps()}
     */
    public Ledger(LedgerSettings settings, ModelSpec spec, StepsAhead ahead) {
        this.ahead = ahead;
        horizon = ahead.count();
        median = spec.medianIndex();
        fallback = settings.fallback();
        levels = spec.levels().stream().mapToDouble(Double::doubleValue).toArray();
        fixedSeasons = spec.seasons().stream()
                .mapToInt(Integer::intValue)
                .limit(MOST_SEASONS)
                .toArray();
        rules = 1 + (spec.findsSeasons() ? MOST_SEASONS : fixedSeasons.length);
        interval = intervals(levels);
        int furthest = spec.horizon();
        int groups = 32 - Integer.numberOfLeadingZeros(Math.max(1, furthest - 1)) + (furthest > 1 ? 1 : 0);
        from = new int[groups];
        to = new int[groups];
        judged = new int[groups];
        medians = new Slots[groups];
        bounds = new Slots[groups];
        for (int g = 0; g < groups; g++) {
            from[g] = g == 0 ? 1 : to[g - 1] + 1;
            to[g] = Math.min(furthest, g == 0 ? 1 : 2 * to[g - 1]);
            judged[g] = judged(from[g], to[g]);
            medians[g] = slots(g, medians, MOST_WAITING, settings.windowSteps());
            bounds[g] = slots(g, bounds, BOUNDS_WAITING, settings.windowSteps());
        }
        position = IntStream.of(judged).map(ahead::position).toArray();
        begin = IntStream.concat(IntStream.of(from), IntStream.of(furthest + 1))
                .map(ahead::position)
                .toArray();
        errors = INSIDE + interval.length / 2;
        fields = errors + rules;
        history = history(judged[groups - 1], fixedSeasons);
    }

    private static int history(int furthest, int[] seasons) {
        int most = furthest;
        for (int season : seasons) {
            most = Math.max(most, (furthest + season - 1) / season * season);
        }
        return most;
    }

    private int judged(int first, int last) {
        int step = first - 1 + ((last - first + 1) * 5 + 7) / 8;
        int odd = (step | 1) <= last ? step | 1 : step;
        return IntStream.concat(IntStream.of(odd), IntStream.rangeClosed(first, last))
                .filter(candidate -> IntStream.of(fixedSeasons).noneMatch(season -> candidate % season == 0))
                .findFirst()
                .orElse(odd);
    }

    /** The outermost interval, and of the others that which is nearest to the inner one. */
    private static int[] intervals(double[] levels) {
        int pairs = 0;
        int inner = -1;
        for (int q = 0; q < levels.length / 2; q++) {
            if (Math.abs(levels[q] + levels[levels.length - 1 - q] - 1) > 1e-9) {
                return new int[0];
            }
            pairs++;
            double stated = 1 - 2 * levels[q];
            if (q > 0 && (inner < 0 || Math.abs(stated - INNER) < Math.abs(1 - 2 * levels[inner] - INNER))) {
                inner = q;
            }
        }
        if (pairs == 0) {
            return new int[0];
        }
        int last = levels.length - 1;
        return inner < 0 ? new int[] {0, last} : new int[] {inner, last - inner, 0, last};
    }

    /** A stride that shares no divisor with a season: otherwise only some of its phases would ever be judged. */
    private Slots slots(int group, Slots[] before, int most, int window) {
        int ahead = judged[group];
        int stride = (ahead + most - 1) / most;
        while (!sharesNothing(stride)) {
            stride++;
        }
        int offset = group == 0 ? 0 : before[group - 1].offset() + before[group - 1].count();
        float keep = fading((float) stride / window);
        float keepLately = fading(stride / (LATELY * window));
        return new Slots(ahead, stride, (ahead + stride - 1) / stride, offset, keep, keepLately);
    }

    private static float fading(float share) {
        return Math.max(0.5f, 1f - share);
    }

    private boolean sharesNothing(int stride) {
        for (int season : fixedSeasons) {
            int a = season;
            int b = stride;
            while (b != 0) {
                int rest = a % b;
                a = b;
                b = rest;
            }
            if (a > 1) {
                return false;
            }
        }
        return true;
    }

    /**
     * State of a target that has seen nothing.
     *
     * @return a new state
     */
    public LedgerState initialState() {
        int last = judged.length - 1;
        return new LedgerState(
                2 * (medians[last].offset() + medians[last].count()),
                interval.length * (bounds[last].offset() + bounds[last].count()),
                judged.length * fields);
    }

    /**
     * Whether a state that was read can be gone on with.
     *
     * @param state the target's state
     * @param steps number of steps the series has taken
     * @return false if it says what no ledger can say
     */
    public boolean isSound(LedgerState state, long steps) {
        boolean sound = state.since >= 0 && state.since <= steps;
        for (int at = 0; at < state.sums.length; at += fields) {
            float rule = state.sums[at + RULE];
            float share = state.sums[at + SHARE];
            sound &= rule >= 0 && rule < rules && rule == (int) rule && share >= 0 && share <= 1;
            for (int field = 0; field < fields; field++) {
                sound &= state.sums[at + field] >= 0 && state.sums[at + field] < Float.POSITIVE_INFINITY;
            }
        }
        return sound;
    }

    /**
     * Number of past values that the naive rules look back on.
     *
     * @return values
     */
    public int history() {
        return history;
    }

    /**
     * Judges the forecasts that were waiting for a step.
     *
     * @param state the target's state, updated
     * @param step number of the step that has just happened, counted from 1
     * @param outcome its value, transformed units less the anchor
     * @param weight what the model's error is multiplied by, at least 1: on rows it learned from it is smaller than on others
     * @param window values up to the step before
     * @param found seasons the series has been found to have, 0 for none; those of the model if null
     * @param standing receives how many intervals held the outcome
     */
    public void judge(
            LedgerState state, long step, float outcome, float weight, Window window, int[] found, Standing standing) {
        int[] seasons = found == null ? fixedSeasons : found;
        for (int g = 0; g < judged.length; g++) {
            long issued = step - judged[g];
            if (issued <= state.since) {
                break; // groups further ahead were issued earlier still
            }
            if (medians[g].holds(issued)) {
                judgeMedians(state, g, issued, outcome, weight, window, seasons);
            }
            if (interval.length > 0 && bounds[g].holds(issued)) {
                judgeBounds(state, g, issued, outcome, standing);
            }
        }
    }

    private void judgeMedians(
            LedgerState state, int g, long issued, float outcome, float weight, Window window, int[] seasons) {
        float[] sums = state.sums;
        int at = g * fields;
        float keep = medians[g].keep();
        int waiting = medians[g].at(issued, 2);
        int ahead = judged[g];
        float keepLately = medians[g].keepLately();
        float modelError = weight * Math.abs(outcome - state.medians[waiting]);
        sums[at + MODEL] = Math.fma(keep, sums[at + MODEL], modelError);
        sums[at + MODEL_LATELY] = Math.fma(keepLately, sums[at + MODEL_LATELY], modelError);
        sums[at + ISSUED] = Math.fma(keep, sums[at + ISSUED], Math.abs(outcome - state.medians[waiting + 1]));
        sums[at + OUTCOMES] = Math.fma(keep, sums[at + OUTCOMES], 1f);
        float last = window.at(Math.min(ahead, window.readable()) - 1);
        float naiveError = Math.abs(outcome - last);
        int best = 0;
        for (int r = 0; r < rules; r++) {
            int back = r == 0 ? 0 : periods(ahead, seasons[r - 1]);
            float error = back == 0 || back > window.readable() ? naiveError : Math.abs(outcome - window.at(back - 1));
            sums[at + errors + r] = Math.fma(keep, sums[at + errors + r], error);
            if (r == (int) sums[at + RULE]) {
                sums[at + RULE_LATELY] = Math.fma(keepLately, sums[at + RULE_LATELY], error);
            }
            if (sums[at + errors + r] < sums[at + errors + best]) {
                best = r;
            }
        }
        if (fallback) {
            decide(sums, at, best);
        }
    }

    /** The least number of whole seasons that is no less than some steps ahead, in steps; 0 without a season. */
    private static int periods(int ahead, int season) {
        if (ahead <= season || season == 0) {
            return season;
        }
        return (ahead + season - 1) / season * season;
    }

    private void decide(float[] sums, int at, int best) {
        int rule = (int) sums[at + RULE];
        if (sums[at + errors + best] < CLEARLY_BETTER * sums[at + errors + rule]) {
            sums[at + RULE_LATELY] *= sums[at + errors + best] / sums[at + errors + rule];
            rule = best;
            sums[at + RULE] = rule;
        }
        if (sums[at + OUTCOMES] < FEWEST_OUTCOMES) {
            return;
        }
        float ratio = Math.min(
                ratio(sums[at + MODEL], sums[at + errors + rule]),
                DOUBT * ratio(sums[at + MODEL_LATELY], sums[at + RULE_LATELY]));
        float rising = ramp(ratio, RISES_FROM);
        float falling = ramp(ratio, FALLS_FROM);
        sums[at + SHARE] = Math.max(rising, Math.min(sums[at + SHARE], falling));
    }

    /** Infinite if the rule was never wrong. */
    private static float ratio(float model, float rule) {
        return model == 0f ? 0f : model / rule;
    }

    private static float ramp(float ratio, float from) {
        return Math.max(0f, Math.min(1f, (ratio - from) / RAMP));
    }

    private void judgeBounds(LedgerState state, int g, long issued, float outcome, Standing standing) {
        float[] sums = state.sums;
        int at = g * fields;
        float keep = bounds[g].keep();
        int waiting = bounds[g].at(issued, interval.length);
        sums[at + BOUNDS_JUDGED] = Math.fma(keep, sums[at + BOUNDS_JUDGED], 1f);
        boolean outermost = false;
        boolean inner = false;
        for (int i = 0; i < interval.length; i += 2) {
            boolean inside = outcome >= state.bounds[waiting + i] && outcome <= state.bounds[waiting + i + 1];
            int field = at + INSIDE + i / 2;
            sums[field] = Math.fma(keep, sums[field], inside ? 1f : 0f);
            inner |= inside && i + 2 < interval.length;
            outermost = inside;
        }
        standing.judged(inner, outermost);
    }

    /**
     * Keeps what the model says and moves the quantiles towards a naive rule where that is better.
     *
     * @param state the target's state, updated
     * @param step number of the step the forecast is issued at, counted from 1
     * @param window values up to that step
     * @param found seasons the series has been found to have, 0 for none; those of the model if null
     * @param quantiles the model's quantiles, transformed units less the anchor, level after level [levels × horizon], changed
     * @param standing receives what was done
     */
    public void guide(LedgerState state, long step, Window window, int[] found, float[] quantiles, Standing standing) {
        int[] seasons = found == null ? fixedSeasons : found;
        for (int g = 0; g < judged.length; g++) {
            if (medians[g].holds(step)) {
                state.medians[medians[g].at(step, 2)] = quantiles[median * horizon + position[g]];
            }
            if (!fallback) {
                state.sums[g * fields + SHARE] = 0f; // a state may have been written where falling back was allowed
            }
            float share = state.sums[g * fields + SHARE];
            int season = season(state, g, window, seasons);
            standing.set(g, share, season);
            if (share > 0f) {
                float width = width(state, g, share);
                for (int k = begin[g]; k < begin[g + 1]; k++) {
                    int phase = (ahead.at(k) - 1) % season;
                    move(quantiles, k, window.at(season - 1 - phase), share, width);
                }
            }
        }
    }

    /** The season that the rule of a group repeats, 1 for the last value. */
    private int season(LedgerState state, int g, Window window, int[] seasons) {
        int rule = (int) state.sums[g * fields + RULE];
        int season = rule == 0 ? 1 : seasons[rule - 1];
        return season > 1 && season <= window.readable() ? season : 1;
    }

    /** What the distances from the median are multiplied by: the error of the mixture, about, by that of the model. */
    private float width(LedgerState state, int g, float share) {
        int at = g * fields;
        float rule = state.sums[at + errors + (int) state.sums[at + RULE]];
        float ratio = Math.fma(share, rule / state.sums[at + MODEL] - 1f, 1f);
        return Math.max(NARROWEST, Math.min(WIDEST, ratio));
    }

    private void move(float[] quantiles, int at, float rule, float share, float width) {
        float expected = quantiles[median * horizon + at];
        float moved = Math.fma(share, rule - expected, expected);
        for (int i = at; i < quantiles.length; i += horizon) {
            quantiles[i] = Math.fma(width, quantiles[i] - expected, moved);
        }
    }

    /**
     * Keeps the forecast that is issued.
     *
     * @param state the target's state, updated
     * @param step number of the step the forecast is issued at, counted from 1
     * @param quantiles quantiles as they are issued [levels × horizon]
     */
    public void remember(LedgerState state, long step, float[] quantiles) {
        for (int g = 0; g < judged.length; g++) {
            int k = position[g];
            if (medians[g].holds(step)) {
                state.medians[medians[g].at(step, 2) + 1] = quantiles[median * horizon + k];
            }
            if (interval.length > 0 && bounds[g].holds(step)) {
                int at = bounds[g].at(step, interval.length);
                for (int i = 0; i < interval.length; i++) {
                    state.bounds[at + i] = quantiles[interval[i] * horizon + k];
                }
            }
        }
    }

    /**
     * The steps ahead that are judged, one of each group.
     *
     * @return ascending
     */
    public List<Integer> steps() {
        return IntStream.of(judged).boxed().toList();
    }

    /**
     * Number of groups of steps ahead.
     *
     * @return groups
     */
    public int groups() {
        return judged.length;
    }

    /**
     * A standing of forecasts that follow the model alone.
     *
     * @return a new standing
     */
    public Standing newStanding() {
        return new Standing(from, to);
    }

    /**
     * What was found so far, group after group.
     *
     * @param state the target's state, unchanged
     * @param found seasons the series has been found to have, 0 for none; those of the model if null
     * @return a record per group of steps ahead
     */
    public List<GroupRecord> records(LedgerState state, int[] found) {
        int[] seasons = found == null ? fixedSeasons : found;
        List<GroupRecord> records = new ArrayList<>(judged.length);
        for (int g = 0; g < judged.length; g++) {
            records.add(record(state, g, seasons));
        }
        return records;
    }

    private GroupRecord record(LedgerState state, int g, int[] seasons) {
        float[] sums = state.sums;
        int at = g * fields;
        double outcomes = sums[at + OUTCOMES];
        int best = Math.min(1, rules - 1);
        for (int r = best + 1; r < rules; r++) {
            best = sums[at + errors + r] < sums[at + errors + best] ? r : best;
        }
        int season = best == 0 ? 1 : Math.max(1, seasons[best - 1]);
        int outer = interval.length - 2;
        return new GroupRecord(
                from[g],
                to[g],
                judged[g],
                outcomes,
                sums[at + ISSUED] / outcomes,
                sums[at + MODEL] / outcomes,
                sums[at + errors] / outcomes,
                sums[at + errors + best] / outcomes,
                season,
                outer == 2 ? stated(0) : Double.NaN,
                outer == 2 ? sums[at + INSIDE] / (double) sums[at + BOUNDS_JUDGED] : Double.NaN,
                outer >= 0 ? stated(outer) : Double.NaN,
                outer >= 0 ? sums[at + INSIDE + outer / 2] / (double) sums[at + BOUNDS_JUDGED] : Double.NaN,
                sums[at + SHARE]);
    }

    private double stated(int i) {
        return Math.rint((levels[interval[i + 1]] - levels[interval[i]]) * 1e9) / 1e9;
    }
}
