package io.gatecast.core.feature;

import io.gatecast.core.scale.Window;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.core.spec.StepsAhead;
import java.util.Arrays;

/**
 * Computes what the model sees of a series after its newest value: the same code in live forecasting and in training.
 *
 * <p>Values are brought to the running scale and clipped to ±{@value #CLIP}. Where a series is too young for a seasonal
 * value, the next shorter season stands in, and at last the newest value. What is unknown of a known column counts as its mean.
 */
public final class Features {
    /** Bound of every scaled value. */
    public static final float CLIP = 6f;

    /** Steps in the short mean where there is no season. */
    private static final int DEFAULT_SHORT_MEAN = 24;

    /** Static inputs up to which the linear skip has the calendar for each of them: a season of its own. */
    private static final int MOST_SHAPING = 8;

    private static final float[] NO_CALENDAR = {};

    private final StepsAhead ahead;
    private final int[] seasons;
    private final int[][] seasonBack; // [season][step ahead], lag of the value one period before it
    private final int recentLags;
    private final int repeats;
    private final int shortMean;
    private final int targets;
    private final int columns;
    private final boolean calendar;
    private final Calendar clock;
    private final int known;
    private final int statics;
    private final int shaping;
    private final int targetSize;
    private final int recurrentSize;
    private final int linearSize;
    private final Experts experts;
    private final Guard guard;
    private final ExpertFeatures expertFeatures;

    /**
     * Prepares the features of a model.
     *
     * @param spec the model
     */
    public Features(ModelSpec spec) {
        this(spec, StepsAhead.all(spec.horizon()));
    }

    /**
     * Prepares the features of a model of whose forecasts only some steps ahead are computed.
     *
     * @param spec the model
     * @param ahead the steps ahead; all of them if the model finds seasons itself
     */
    public Features(ModelSpec spec, StepsAhead ahead) {
        this.ahead = ahead;
        int horizon = spec.horizon();
        seasons = spec.seasons().stream().mapToInt(Integer::intValue).toArray();
        seasonBack = new int[seasons.length][ahead.count()];
        for (int s = 0; s < seasons.length; s++) {
            for (int k = 0; k < ahead.count(); k++) {
                seasonBack[s][k] = Math.floorMod(-ahead.at(k), seasons[s]);
            }
        }
        recentLags = spec.recentLags();
        repeats = spec.seasonalRepeats();
        shortMean = Math.min(spec.ringLength(), seasons.length > 0 ? seasons[0] : DEFAULT_SHORT_MEAN);
        targets = spec.roles().targets();
        columns = spec.columns().size();
        calendar = spec.calendar();
        clock = new Calendar(spec.zone(), spec.stepMs());
        int calendarSize = calendar ? Calendar.SIZE : 0;
        known = spec.roles().known().size();
        statics = spec.roles().staticSize();
        shaping = calendar && statics <= MOST_SHAPING ? statics : 0;
        targetSize = 4 + 5 * seasons.length;
        experts = spec.findsSeasons() ? new Experts(horizon, spec.longestSeason()) : null;
        guard = experts != null ? new Guard(experts, horizon, spec.medianIndex()) : null;
        expertFeatures = experts != null ? new ExpertFeatures(spec, experts) : null;
        recurrentSize = expertFeatures != null
                ? expertFeatures.recurrentSize()
                : targets * targetSize + 2 * (columns - targets) + calendarSize + known + statics;
        linearSize = expertFeatures != null
                ? expertFeatures.linearSize()
                : recentLags
                        + 2 * seasons.length
                        + 2
                        + (columns - 1)
                        + calendarSize
                        + statics
                        + shaping * Calendar.SIZE;
    }

    /**
     * A view of a value column.
     *
     * @param window its values, live
     * @param column index of the column, targets first
     * @return a view that has seen nothing
     */
    public ColumnView newView(Window window, int column) {
        return new ColumnView(window, experts, column == 0 && guard != null ? guard.initialState() : null);
    }

    /**
     * Length of the recurrent input.
     *
     * @return size
     */
    public int recurrentSize() {
        return recurrentSize;
    }

    /**
     * Length of the linear skip's input for each target.
     *
     * @return size
     */
    public int linearSize() {
        return linearSize;
    }

    /**
     * Number of values of their own that the steps ahead have: the past periods of each season, then two per known column.
     *
     * @return size
     */
    public int seasonalSize() {
        return expertFeatures != null ? expertFeatures.seasonalSize() : repeats * seasons.length + 2 * known;
    }

    /**
     * A feature vector of the right sizes.
     *
     * @return a new vector
     */
    public FeatureVector newVector() {
        TargetFeatures[] perTarget = new TargetFeatures[targets];
        for (int t = 0; t < targets; t++) {
            float[][] work = expertFeatures != null ? expertFeatures.newWork() : new float[0][];
            perTarget[t] = new TargetFeatures(linearSize, seasonalSize(), ahead.count(), work);
        }
        return new FeatureVector(recurrentSize, perTarget);
    }

    /**
     * Computes all features after the newest value.
     *
     * @param series the series, targets first; each of its value columns has seen at least one value
     * @param timestampMs event time of the newest value
     * @param out overwritten
     */
    public void write(SeriesView series, long timestampMs, FeatureVector out) {
        ColumnView[] view = series.columns();
        if (expertFeatures != null) {
            expertFeatures.write(view[0], out.recurrent(), out.target(0));
            return;
        }
        float[] now = calendar ? out.calendar() : NO_CALENDAR;
        if (calendar) {
            clock.write(timestampMs, now);
        }
        for (int t = 0; t < targets; t++) {
            Window window = view[t].window();
            float mean = view[t].mean();
            float factor = 1f / view[t].deviation();
            float newest = scaled(window.at(0), mean, factor);
            float shortTermMean = shortTermMean(window, mean, factor);
            TargetFeatures target = out.target(t);
            writeTarget(view[t], newest, shortTermMean, out.recurrent(), t * targetSize);
            writeLinear(view, t, now, shortTermMean, target.linear());
            writeSeasonal(window, mean, factor, newest, target);
            writeKnown(series, target.seasonal());
            writeStatics(series.statics(), target.linear());
            Arrays.fill(target.center(), mean);
            Arrays.fill(target.unit(), view[t].deviation());
        }
        writeShared(series, now, out.recurrent());
    }

    /**
     * Whether every step ahead has a centre and a unit of its own.
     *
     * @return false if those of the first step ahead hold for all
     */
    public boolean scalesEachStep() {
        return experts != null;
    }

    /**
     * Takes back what the model added to its experts where that did not help this series; nothing where seasons are fixed.
     * To be called once per step.
     *
     * @param target the target after its newest value, whose experts learn how it went
     * @param scale its features
     * @param quantiles quantiles in transformed units less the anchor, level after level [levels × horizon], changed
     */
    public void restrain(ColumnView target, TargetFeatures scale, float[] quantiles) {
        if (guard != null) {
            guard.restrain(target, scale, quantiles);
        }
    }

    /** What the recurrent part sees of one target. */
    private void writeTarget(ColumnView target, float newest, float shortTermMean, float[] out, int offset) {
        Window window = target.window();
        float mean = target.mean();
        float factor = 1f / target.deviation();
        int i = offset;
        out[i++] = newest;
        out[i++] = shortTermMean;
        out[i++] = logScale(target);
        out[i++] = target.missing() ? 1f : 0f;
        float standIn = newest;
        for (int season : seasons) {
            float lag = season < window.available() ? scaled(window.at(season), mean, factor) : standIn;
            float next = season <= window.available() ? scaled(window.at(season - 1), mean, factor) : standIn;
            out[i++] = lag;
            out[i++] = next;
            out[i++] = newest - lag;
            out[i++] = newest - profile(window, season, 0, lag, mean, factor);
            out[i++] = profile(window, season, 1, next, mean, factor);
            standIn = lag;
        }
    }

    /** What the recurrent part sees beside the targets. */
    private void writeShared(SeriesView series, float[] now, float[] out) {
        ColumnView[] view = series.columns();
        int i = targets * targetSize;
        for (int c = targets; c < columns; c++) {
            out[i++] = scaled(view[c].window().at(0), view[c].mean(), 1f / view[c].deviation());
            out[i++] = view[c].missing() ? 1f : 0f;
        }
        System.arraycopy(now, 0, out, i, now.length);
        i += now.length;
        for (int c = 0; c < known; c++) {
            float value = bounded(series.known(c, 0));
            out[i++] = Float.isNaN(value) ? 0f : value;
        }
        for (int c = 0; c < statics; c++) {
            out[i++] = bounded(series.statics()[c]);
        }
    }

    private void writeLinear(ColumnView[] view, int target, float[] now, float shortTermMean, float[] out) {
        Window window = view[target].window();
        float mean = view[target].mean();
        float factor = 1f / view[target].deviation();
        int seen = Math.min(recentLags, window.available());
        float[] data = window.data();
        int last = window.end() - 1;
        for (int back = 0; back < seen; back++) {
            out[back] = scaled(data[last - back], mean, factor);
        }
        Arrays.fill(out, seen, recentLags, out[seen - 1]);
        int i = recentLags;
        float standIn = out[0];
        for (int season : seasons) {
            standIn = season < window.available() ? scaled(data[last - season], mean, factor) : standIn;
            out[i++] = standIn;
            out[i++] = profile(window, season, 0, standIn, mean, factor);
        }
        out[i++] = shortTermMean;
        out[i++] = 1f;
        for (int c = 0; c < columns; c++) {
            if (c != target) {
                out[i++] = scaled(view[c].window().at(0), view[c].mean(), 1f / view[c].deviation());
            }
        }
        System.arraycopy(now, 0, out, i, now.length);
    }

    /** The value of each known column at each step ahead and its change from now. */
    private void writeKnown(SeriesView series, float[][] out) {
        for (int c = 0; c < known; c++) {
            float now = bounded(series.known(c, 0));
            int at = repeats * seasons.length + 2 * c;
            float[] value = out[at];
            float[] change = out[at + 1];
            for (int k = 0; k < value.length; k++) {
                float then = bounded(series.known(c, ahead.at(k)));
                value[k] = Float.isNaN(then) ? 0f : then;
                change[k] = Float.isNaN(then - now) ? 0f : then - now;
            }
        }
    }

    private void writeStatics(float[] inputs, float[] linear) {
        int afterCalendar = linearSize - shaping * Calendar.SIZE - statics;
        int at = afterCalendar;
        for (int i = 0; i < statics; i++) {
            linear[at++] = bounded(inputs[i]);
        }
        for (int i = 0; i < shaping; i++) {
            for (int c = 0; c < Calendar.SIZE; c++) {
                linear[at++] = bounded(inputs[i]) * linear[afterCalendar - Calendar.SIZE + c];
            }
        }
    }

    /*
     * Step k ahead (k = 1…H) is at lag −k. One period before it lies at lag ⌈k/s⌉·s − k ≥ 0, each further one at s more.
     */
    private void writeSeasonal(Window window, float mean, float factor, float newest, TargetFeatures out) {
        float[] base = out.base();
        if (seasons.length == 0) {
            Arrays.fill(base, newest);
            return;
        }
        Arrays.fill(base, newest); // the first stand-in
        float[] standIn = base;
        for (int s = 0; s < seasons.length; s++) {
            for (int r = 0; r < repeats; r++) {
                float[] period = out.seasonal()[s * repeats + r];
                writePeriod(window, seasonBack[s], r * seasons[s], mean, factor, standIn, period);
                standIn = period;
            }
            standIn = out.seasonal()[s * repeats];
        }
        Arrays.fill(base, 0f);
        float share = 1f / seasons.length;
        for (int s = 0; s < seasons.length; s++) {
            float[] once = out.seasonal()[s * repeats];
            for (int k = 0; k < base.length; k++) {
                base[k] = Math.fma(share, once[k], base[k]);
            }
        }
    }

    /** The values of one past period; the stand-in where the series is too young. */
    private static void writePeriod(
            Window window, int[] back, int further, float mean, float factor, float[] standIn, float[] out) {
        float[] data = window.data();
        int last = window.end() - 1 - further;
        int readable = window.available() - further;
        for (int k = 0; k < out.length; k++) {
            out[k] = back[k] < readable ? scaled(data[last - back[k]], mean, factor) : standIn[k];
        }
    }

    /** Mean of the values at the phase of a coming step, over the past periods; a stand-in where none is known. */
    private float profile(Window window, int season, int ahead, float standIn, float mean, float factor) {
        float sum = 0f;
        int count = 0;
        for (int back = season - ahead; back < window.available() && count < repeats; back += season) {
            sum += window.at(back);
            count++;
        }
        return count == 0 ? standIn : scaled(sum / count, mean, factor);
    }

    private float shortTermMean(Window window, float mean, float factor) {
        int count = Math.min(shortMean, window.available());
        float sum = 0f;
        for (int back = 0; back < count; back++) {
            sum += window.at(back);
        }
        return scaled(sum / count, mean, factor);
    }

    /** Logarithm of the deviation relative to the level: how noisy the series is, whatever its units. */
    private static float logScale(ColumnView target) {
        double deviation = target.deviation();
        return (float) Math.max(-CLIP, StrictMath.log(deviation / (target.level() + deviation)));
    }

    /**
     * Brings a value to the running scale.
     *
     * @param value transformed value less the anchor
     * @param mean running mean
     * @param factor reciprocal of the running standard deviation
     * @return scaled value, within ±{@value #CLIP}
     */
    public static float scaled(float value, float mean, float factor) {
        return bounded((value - mean) * factor);
    }

    private static float bounded(float scaled) {
        return Math.max(-CLIP, Math.min(CLIP, scaled));
    }
}
