package io.gatecast.core.feature;

import io.gatecast.core.scale.Window;
import io.gatecast.core.spec.ModelSpec;
import java.util.Arrays;

/**
 * Computes what the model sees of a series after its newest value: the same code in live forecasting and in training.
 *
 * <p>Values are brought to the running scale and clipped to ±{@value #CLIP}. Where a series is too young for a seasonal
 * value, the next shorter season stands in, and at last the newest value.
 */
public final class Features {
    /** Bound of every scaled value. */
    public static final float CLIP = 6f;

    /** Steps in the short mean where there is no season. */
    private static final int DEFAULT_SHORT_MEAN = 24;

    private final int horizon;
    private final int[] seasons;
    private final int recentLags;
    private final int repeats;
    private final int shortMean;
    private final int columns;
    private final boolean calendar;
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
        horizon = spec.horizon();
        seasons = spec.seasons().stream().mapToInt(Integer::intValue).toArray();
        recentLags = spec.recentLags();
        repeats = spec.seasonalRepeats();
        shortMean = Math.min(spec.ringLength(), seasons.length > 0 ? seasons[0] : DEFAULT_SHORT_MEAN);
        columns = spec.columns().size();
        calendar = spec.calendar();
        int calendarSize = calendar ? Calendar.SIZE : 0;
        experts = spec.findsSeasons() ? new Experts(horizon, spec.longestSeason()) : null;
        guard = experts != null ? new Guard(experts, horizon, spec.medianIndex()) : null;
        expertFeatures = spec.findsSeasons() ? new ExpertFeatures(spec, experts) : null;
        recurrentSize = expertFeatures != null
                ? expertFeatures.recurrentSize()
                : 4 + 5 * seasons.length + 2 * (columns - 1) + calendarSize;
        linearSize = expertFeatures != null
                ? expertFeatures.linearSize()
                : recentLags + 2 * seasons.length + 2 + (columns - 1) + calendarSize;
    }

    /**
     * A view of a column.
     *
     * @param window its values, live
     * @param column index of the column, 0 for the target
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
     * Length of the linear skip's input.
     *
     * @return size
     */
    public int linearSize() {
        return linearSize;
    }

    /**
     * Number of seasonal values per step ahead.
     *
     * @return size
     */
    public int seasonalSize() {
        return expertFeatures != null ? expertFeatures.seasonalSize() : repeats * seasons.length;
    }

    /**
     * A feature vector of the right sizes.
     *
     * @return a new vector
     */
    public FeatureVector newVector() {
        return expertFeatures != null
                ? expertFeatures.newVector()
                : new FeatureVector(recurrentSize, linearSize, seasonalSize(), horizon, new float[0][]);
    }

    /**
     * Computes all features after the newest value.
     *
     * @param view columns, the target first; each has seen at least one value
     * @param timestampMs event time of the newest value
     * @param out overwritten
     */
    public void write(ColumnView[] view, long timestampMs, FeatureVector out) {
        if (expertFeatures != null) {
            expertFeatures.write(view[0], out);
            return;
        }
        ColumnView target = view[0];
        Window window = target.window();
        float mean = target.mean();
        float factor = 1f / target.deviation();
        float newest = scaled(window.at(0), mean, factor);
        float shortTermMean = shortTermMean(window, mean, factor);
        writeRecurrent(view, timestampMs, newest, shortTermMean, out.recurrent());
        writeLinear(view, timestampMs, shortTermMean, out.linear());
        writeSeasonal(window, mean, factor, newest, out);
        Arrays.fill(out.center(), mean);
        Arrays.fill(out.unit(), target.deviation());
    }

    /**
     * Takes back what the model added to its experts where that did not help this series; nothing where seasons are fixed.
     * To be called once per step.
     *
     * @param target the target after its newest value, whose experts learn how it went
     * @param scale its features
     * @param quantiles quantiles in transformed units less the anchor, level after level [levels × horizon], changed
     */
    public void restrain(ColumnView target, FeatureVector scale, float[] quantiles) {
        if (guard != null) {
            guard.restrain(target, scale, quantiles);
        }
    }

    private void writeRecurrent(ColumnView[] view, long timestampMs, float newest, float shortTermMean, float[] out) {
        ColumnView target = view[0];
        Window window = target.window();
        float mean = target.mean();
        float factor = 1f / target.deviation();
        int i = 0;
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
        for (int c = 1; c < columns; c++) {
            out[i++] = scaled(view[c].window().at(0), view[c].mean(), 1f / view[c].deviation());
            out[i++] = view[c].missing() ? 1f : 0f;
        }
        if (calendar) {
            Calendar.write(timestampMs, out, i);
        }
    }

    private void writeLinear(ColumnView[] view, long timestampMs, float shortTermMean, float[] out) {
        ColumnView target = view[0];
        Window window = target.window();
        float mean = target.mean();
        float factor = 1f / target.deviation();
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
        for (int c = 1; c < columns; c++) {
            out[i++] = scaled(view[c].window().at(0), view[c].mean(), 1f / view[c].deviation());
        }
        if (calendar) {
            Calendar.write(timestampMs, out, i);
        }
    }

    /*
     * Step k ahead (k = 1…H) is at lag −k. One period before it lies at lag ⌈k/s⌉·s − k ≥ 0, each further one at s more.
     */
    private void writeSeasonal(Window window, float mean, float factor, float newest, FeatureVector out) {
        float[] base = out.base();
        if (seasons.length == 0) {
            Arrays.fill(base, newest);
            return;
        }
        Arrays.fill(base, 0f);
        float share = 1f / seasons.length;
        float[] shorter = null;
        for (int s = 0; s < seasons.length; s++) {
            float[] once = out.seasonal()[s * repeats];
            for (int k = 1; k <= horizon; k++) {
                int back = (k + seasons[s] - 1) / seasons[s] * seasons[s] - k;
                float standIn = shorter == null ? newest : shorter[k - 1];
                for (int r = 0; r < repeats; r++) {
                    int further = back + r * seasons[s];
                    standIn = further < window.available() ? scaled(window.at(further), mean, factor) : standIn;
                    out.seasonal()[s * repeats + r][k - 1] = standIn;
                }
                base[k - 1] = Math.fma(share, once[k - 1], base[k - 1]);
            }
            shorter = once;
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
        return Math.max(-CLIP, Math.min(CLIP, (value - mean) * factor));
    }
}
