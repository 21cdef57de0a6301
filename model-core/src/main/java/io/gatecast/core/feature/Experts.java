package io.gatecast.core.feature;

import io.gatecast.core.scale.Window;
import java.util.Arrays;

/**
 * Simple forecasters side by side, weighed per series by how wrong they were lately: prediction with expert advice.
 *
 * <p>Experts are the newest value, means and a median of the latest values, their trend; and for each of three seasons the
 * value one period before the target, the mean of several periods, and both moved to the present level. One season is found in
 * the values ({@link SeasonTracker}), two follow from the length of a step: a day and a week. What an expert had said is
 * computed anew from the latest values when the outcome is there, so nothing waits in the state.
 *
 * <p>Errors are kept for a few groups of steps ahead and are discounted. An expert that could not yet speak at every origin is
 * held against the newest value over the origins at which it could. Between the groups weights and errors are interpolated on
 * the logarithm of the step.
 *
 * <p>Immutable; what belongs to one series is an {@link ExpertState}.
 *
 * @see <a href="https://doi.org/10.1017/CBO9780511546921">Cesa-Bianchi and Lugosi 2006, prediction, learning, and games</a>
 */
final class Experts {
    /** Seasons: one found, a day, a week. */
    static final int SEASONS = 3;

    static final int NEWEST = 0;
    static final int SHORT_MEAN = 1;
    static final int LONG_MEAN = 2;
    static final int MEDIAN = 3;
    static final int TREND = 4;
    static final int LEVELS = 5;

    static final int ONCE = 0;
    static final int PROFILE = 1;
    static final int MOVED_ONCE = 2;
    static final int MOVED_PROFILE = 3;
    static final int PER_SEASON = 4;

    /** Number of experts. */
    static final int COUNT = LEVELS + PER_SEASON * SEASONS;

    private static final int SHORT = 4;
    private static final int LONG = 24;
    private static final int MIDDLE_OF = 25;
    private static final int MOST_PERIODS = 6;

    /** Steps after which an error counts half, for one step ahead; for more, longer by a power of the step. */
    private static final double HALF_LIFE = 80;

    private static final double LONGER_AHEAD = 0.2;
    private static final int LONGEST_STRIDE = 2;
    private static final int RETROSPECT = 128;

    /** How wrong each expert is assumed to be against the newest value before anything is known, and what that weighs. */
    private static final float[] ASSUMED = assumed();

    private static final float ASSUMED_ORIGINS = 4f;
    private static final float ASSUMED_FADES = 8f;

    /** Least expected error in deviations. */
    private static final float LEAST_UNIT = 0.002f;

    private static final long DAY_MS = 86_400_000L;
    private static final long WEEK_MS = 7 * DAY_MS;
    private static final int FEWEST_STEPS = 4;

    private final int horizon;
    private final int longestSeason;
    private final int[] groupStep;
    private final int[] stride;
    private final float[] fading;
    private final float[] growth;
    private final int[] groupBegin; // first step between a group and the next, from 0
    private final float[] upperShare;

    /**
     * Lays out the groups.
     *
     * @param horizon number of steps ahead
     * @param longestSeason longest season in steps
     */
    Experts(int horizon, int longestSeason) {
        this.horizon = horizon;
        this.longestSeason = longestSeason;
        groupStep = groupSteps(horizon);
        stride = new int[groupStep.length];
        fading = new float[groupStep.length];
        growth = new float[groupStep.length];
        for (int g = 0; g < groupStep.length; g++) {
            stride[g] = Math.max(1, Math.min(LONGEST_STRIDE, groupStep[g] / 4));
            double halfLife = HALF_LIFE * StrictMath.pow(groupStep[g], LONGER_AHEAD);
            fading[g] = (float) StrictMath.pow(0.5, stride[g] / halfLife);
            growth[g] = g == 0 ? 1f : (float) Math.sqrt((double) groupStep[g - 1] / groupStep[g]);
        }
        groupBegin = new int[Math.max(2, groupStep.length)];
        groupBegin[groupBegin.length - 1] = horizon;
        for (int g = 1; g + 1 < groupBegin.length; g++) {
            groupBegin[g] = groupStep[g] - 1;
        }
        upperShare = new float[horizon];
        for (int k = 1; k <= horizon; k++) {
            int g = 0;
            while (g + 2 < groupStep.length && groupStep[g + 1] <= k) {
                g++;
            }
            if (groupStep.length > 1) {
                double low = StrictMath.log(groupStep[g]);
                double share = (StrictMath.log(k) - low) / (StrictMath.log(groupStep[g + 1]) - low);
                upperShare[k - 1] = (float) Math.min(1, share);
            }
        }
    }

    /*
     * No step is a multiple of a common season: there the newest value is as good as the one a season before, which says
     * nothing of the steps around.
     */
    private static int[] groupSteps(int horizon) {
        int last = Math.min(horizon, horizon * 7 / 8 | 1);
        int[] steps = new int[16];
        int n = 0;
        for (int power = 1; n == 0 || power + 1 < last; power *= 4) {
            steps[n] = n == 0 ? 1 : power + 1;
            n++;
        }
        if (n > 1 && steps[n - 1] * 2 > last) {
            n--;
        }
        if (last > 1) {
            steps[n++] = last;
        }
        return Arrays.copyOf(steps, n);
    }

    private static float[] assumed() {
        float[] assumed = new float[COUNT];
        Arrays.fill(assumed, 1.1f);
        assumed[NEWEST] = 1f;
        assumed[TREND] = 1.3f;
        for (int s = 0; s < SEASONS; s++) {
            assumed[LEVELS + PER_SEASON * s + ONCE] = 1.05f;
            assumed[LEVELS + PER_SEASON * s + PROFILE] = 1.05f;
        }
        return assumed;
    }

    int groups() {
        return groupStep.length;
    }

    int step(int group) {
        return groupStep[group];
    }

    int stride(int group) {
        return stride[group];
    }

    float fading(int group) {
        return fading[group];
    }

    /**
     * Takes in the value last pushed to the window.
     *
     * @param state state of the series, updated
     * @param window values, the newest already in it
     * @param timestampMs event time of the newest value
     * @param missing whether the newest value was missing and is only assumed: then no expert is judged by it
     */
    void update(ExpertState state, Window window, long timestampMs, boolean missing) {
        state.steps++;
        if (state.steps > 1) {
            state.interval.vote(timestampMs - state.clockMs);
        }
        state.clockMs = timestampMs;
        if (SeasonTracker.isDue(state.steps)) {
            SeasonTracker.look(window, state.found);
            setSeasons(state, window);
        } else if (state.steps == FEWEST_STEPS) {
            setSeasons(state, window);
        }
        if (!missing) {
            int newest = window.end() - 1;
            for (int g = 0; g < groupStep.length; g++) {
                if ((state.steps - groupStep[g]) % stride[g] == 0) {
                    judge(state, window, newest, g);
                }
            }
        }
    }

    private void setSeasons(ExpertState state, Window window) {
        int day = steps(DAY_MS, state.interval.ms());
        int week = steps(WEEK_MS, state.interval.ms());
        int found = toCalendar(state.found[0], day, week);
        if (found == day || found == week) {
            found = toCalendar(state.found[1], day, week);
        }
        if (found == day || found == week) {
            found = 0;
        }
        int[] wanted = {found, day, week};
        for (int s = 0; s < SEASONS; s++) {
            if (state.seasons[s] != wanted[s]) {
                state.seasons[s] = wanted[s];
                lookBack(state, window, s);
            }
        }
    }

    private int steps(long calendarMs, long stepMs) {
        if (stepMs <= 0 || calendarMs % stepMs != 0) {
            return 0;
        }
        long steps = calendarMs / stepMs;
        return steps >= FEWEST_STEPS && steps <= longestSeason ? (int) steps : 0;
    }

    /** A slow drift moves a season by a step or so: one next to a day or a week means that. */
    private static int toCalendar(int season, int... calendar) {
        for (int steps : calendar) {
            if (steps > 0 && season >= 10 && Math.abs(season - steps) <= Math.max(1, steps / 24)) {
                return steps;
            }
        }
        return season;
    }

    /** Judges the experts of a new season by what they would have said. */
    private void lookBack(ExpertState state, Window window, int season) {
        int oldest = window.end() - window.available();
        for (int g = 0; g < groupStep.length; g++) {
            int at = g * COUNT + LEVELS + PER_SEASON * season;
            Arrays.fill(state.error, at, at + PER_SEASON, 0f);
            int naiveAt = g * (1 + SEASONS) + 1 + season;
            state.naive[naiveAt] = 0f;
            int period = state.seasons[season];
            if (period == 0) {
                continue;
            }
            int from = Math.max(window.end() - RETROSPECT, oldest + period + groupStep[g]);
            for (int i = from; i < window.end() - 1; i++) {
                if ((window.end() - 1 - i) % stride[g] == 0) {
                    state.naive[naiveAt] *= fading[g];
                    judgeSeason(state, window, i, g, season);
                }
            }
        }
    }

    /** Holds what the experts said a group's step ago against the value at an index. */
    private void judge(ExpertState state, Window window, int index, int g) {
        float[] x = window.data();
        int oldest = window.end() - window.available();
        int k = groupStep[g];
        int origin = index - k;
        if (origin < oldest) {
            return;
        }
        float keep = fading[g];
        for (int s = 0; s <= SEASONS; s++) {
            state.naive[g * (1 + SEASONS) + s] *= keep;
        }
        state.weight[g] = Math.fma(keep, state.weight[g], 1f);
        state.naive[g * (1 + SEASONS)] += Math.abs(x[index] - x[origin]);
        int at = g * COUNT;
        add(state.error, at + NEWEST, keep, x[index] - x[origin]);
        add(state.error, at + SHORT_MEAN, keep, x[index] - mean(x, oldest, origin, SHORT));
        add(state.error, at + LONG_MEAN, keep, x[index] - mean(x, oldest, origin, LONG));
        add(state.error, at + MEDIAN, keep, x[index] - median(x, oldest, origin));
        add(state.error, at + TREND, keep, x[index] - Math.fma(k, slope(x, oldest, origin), x[origin]));
        for (int s = 0; s < SEASONS; s++) {
            judgeSeason(state, window, index, g, s);
        }
    }

    private void judgeSeason(ExpertState state, Window window, int index, int g, int season) {
        float[] x = window.data();
        int oldest = window.end() - window.available();
        int k = groupStep[g];
        int origin = index - k;
        int period = state.seasons[season];
        if (period == 0 || origin - period < oldest) {
            return;
        }
        state.naive[g * (1 + SEASONS) + 1 + season] += Math.abs(x[index] - x[origin]);
        int periods = Math.min(MOST_PERIODS, (origin - oldest) / period);
        int same = index - (k + period - 1) / period * period;
        float sum = 0f;
        float then = 0f;
        for (int r = 0; r < periods; r++) {
            sum += x[same - r * period];
            then += x[origin - (r + 1) * period];
        }
        int at = g * COUNT + LEVELS + PER_SEASON * season;
        float keep = fading[g];
        add(state.error, at + ONCE, keep, x[index] - x[same]);
        add(state.error, at + PROFILE, keep, x[index] - sum / periods);
        add(state.error, at + MOVED_ONCE, keep, x[index] - (x[origin] + (x[same] - x[origin - period])));
        add(state.error, at + MOVED_PROFILE, keep, x[index] - (x[origin] + (sum - then) / periods));
    }

    private static void add(float[] sums, int at, float keep, float error) {
        sums[at] = Math.fma(keep, sums[at], Math.abs(error));
    }

    private static float mean(float[] x, int oldest, int newest, int count) {
        int from = Math.max(oldest, newest - count + 1);
        float sum = 0f;
        for (int i = from; i <= newest; i++) {
            sum += x[i];
        }
        return sum / (newest - from + 1);
    }

    private static float slope(float[] x, int oldest, int newest) {
        int count = Math.min(LONG, newest - oldest);
        return count == 0 ? 0f : (x[newest] - x[newest - count]) / count;
    }

    private static float median(float[] x, int oldest, int newest) {
        int from = Math.max(oldest, newest - MIDDLE_OF + 1);
        int count = newest - from + 1;
        float[] sorted = new float[MIDDLE_OF];
        for (int n = 0; n < count; n++) {
            float value = x[from + n];
            int at = n;
            while (at > 0 && sorted[at - 1] > value) {
                sorted[at] = sorted[at - 1];
                at--;
            }
            sorted[at] = value;
        }
        return sorted[count / 2];
    }

    /**
     * Whether the experts of a season can speak: a whole period and the newest value were seen.
     *
     * @param state state of the series
     * @param window its values
     * @param season index of the season
     * @return true if they can
     */
    static boolean speak(ExpertState state, Window window, int season) {
        int period = state.seasons[season];
        return period > 0 && window.available() > period;
    }

    /**
     * What every expert says of every step ahead.
     *
     * @param state state of the series
     * @param window its values
     * @param out overwritten [expert][horizon]; what experts would say that cannot speak is the newest value
     */
    void write(ExpertState state, Window window, float[][] out) {
        float[] x = window.data();
        int newest = window.end() - 1;
        int oldest = window.end() - window.available();
        Arrays.fill(out[NEWEST], x[newest]);
        Arrays.fill(out[SHORT_MEAN], mean(x, oldest, newest, SHORT));
        Arrays.fill(out[LONG_MEAN], mean(x, oldest, newest, LONG));
        Arrays.fill(out[MEDIAN], median(x, oldest, newest));
        float slope = slope(x, oldest, newest);
        for (int k = 1; k <= horizon; k++) {
            out[TREND][k - 1] = Math.fma(k, slope, x[newest]);
        }
        for (int s = 0; s < SEASONS; s++) {
            int at = LEVELS + PER_SEASON * s;
            if (speak(state, window, s)) {
                writeSeason(x, oldest, newest, state.seasons[s], Arrays.copyOfRange(out, at, at + PER_SEASON));
            } else {
                for (int e = at; e < at + PER_SEASON; e++) {
                    Arrays.fill(out[e], x[newest]);
                }
            }
        }
    }

    private void writeSeason(float[] x, int oldest, int newest, int period, float[][] out) {
        int periods = Math.min(MOST_PERIODS, (newest - oldest) / period);
        int phases = Math.min(period, horizon);
        float[] once = out[ONCE];
        float[] profile = out[PROFILE];
        System.arraycopy(x, newest - period + 1, once, 0, phases);
        Arrays.fill(profile, 0, phases, 0f);
        float then = 0f;
        for (int r = 0; r < periods; r++) {
            int from = newest - (r + 1) * period;
            then += x[from];
            for (int k = 0; k < phases; k++) {
                profile[k] += x[from + 1 + k];
            }
        }
        float onceMove = x[newest] - x[newest - period];
        float profileMove = x[newest] - then / periods;
        for (int k = 0; k < horizon; k++) {
            once[k] = k < period ? once[k] : once[k - period];
            profile[k] = k < period ? profile[k] / periods : profile[k - period];
            out[MOVED_ONCE][k] = once[k] + onceMove;
            out[MOVED_PROFILE][k] = profile[k] + profileMove;
        }
    }

    /**
     * Error of every expert as a multiple of the smallest among those that can speak.
     *
     * @param state state of the series
     * @param window its values
     * @param deviation running standard deviation, which stands in for what is not known yet
     * @param inverse receives the reciprocals of the multiples, in [0, 1], 0 for experts that cannot speak [group × expert]
     * @param expected receives the expected absolute error of the best [group]
     */
    void judgement(ExpertState state, Window window, float deviation, float[] inverse, float[] expected) {
        float smallestBefore = 0f;
        for (int g = 0; g < groupStep.length; g++) {
            float weight = state.weight[g];
            float all = state.naive[g * (1 + SEASONS)];
            float assumedWeight = 1f / (1f + weight);
            float naive = Math.fma(assumedWeight, deviation, all) / (weight + assumedWeight);
            float trust = ASSUMED_ORIGINS / (1f + weight / ASSUMED_FADES) * naive;
            float smallest = Float.MAX_VALUE;
            int at = g * COUNT;
            for (int e = 0; e < COUNT; e++) {
                int season = e < LEVELS ? -1 : (e - LEVELS) / PER_SEASON;
                if (season >= 0 && !speak(state, window, season)) {
                    inverse[at + e] = 0f;
                    continue;
                }
                float same = state.naive[g * (1 + SEASONS) + 1 + season];
                float multiple =
                        Math.fma(assumed(e, g, inverse, smallestBefore), trust, state.error[at + e]) / (same + trust);
                smallest = Math.min(smallest, multiple);
                inverse[at + e] = 1f / multiple;
            }
            for (int e = 0; e < COUNT; e++) {
                inverse[at + e] *= smallest;
            }
            smallestBefore = smallest;
            expected[g] = Math.max(LEAST_UNIT * deviation, smallest * naive);
        }
    }

    /*
     * What repeats a season is as wrong far ahead as near, while the newest value becomes worse, about as a random walk does.
     */
    private float assumed(int expert, int g, float[] inverse, float smallestBefore) {
        int kind = (expert - LEVELS) % PER_SEASON;
        if (g == 0 || expert < LEVELS || kind != ONCE && kind != PROFILE) {
            return ASSUMED[expert];
        }
        float before = inverse[(g - 1) * COUNT + expert];
        return before == 0f ? ASSUMED[expert] : Math.min(ASSUMED[expert], smallestBefore / before * growth[g]);
    }

    /**
     * Interpolates what is known of the groups.
     *
     * @param perGroup values [group × stride]
     * @param offset index of the first group's value
     * @param groupStride distance to the next group's
     * @param out receives a value per step ahead [horizon]
     */
    void interpolate(float[] perGroup, int offset, int groupStride, float[] out) {
        for (int g = 0; g + 1 < groupBegin.length; g++) {
            float low = perGroup[offset + g * groupStride];
            float high = groupStep.length == 1 ? low : perGroup[offset + (g + 1) * groupStride];
            for (int k = groupBegin[g]; k < groupBegin[g + 1]; k++) {
                out[k] = Math.fma(upperShare[k], high - low, low);
            }
        }
    }
}
