package io.gatecast.core.generate;

/** A synthetic series. */
public final class GeneratedSeries {
    private final String key;
    private final Recipe recipe;
    private final Timeline time;
    private final double[] values;

    GeneratedSeries(String key, Recipe recipe, Timeline time, double[] values) {
        this.key = key;
        this.recipe = recipe;
        this.time = time;
        this.values = values;
    }

    /**
     * Name of the series.
     *
     * @return kind and number, such as {@code counts-000017}
     */
    public String key() {
        return key;
    }

    /**
     * Kind of series.
     *
     * @return the recipe it was made by
     */
    public Recipe recipe() {
        return recipe;
    }

    /**
     * Number of rows.
     *
     * @return rows
     */
    public int rows() {
        return values.length;
    }

    /**
     * Event time of a row.
     *
     * @param row index
     * @return milliseconds since 1970-01-01T00:00:00Z
     */
    public long timestampMs(int row) {
        return time.startMs() + row * time.stepMs();
    }

    /**
     * Value of a row.
     *
     * @param row index
     * @return the value, {@link Double#NaN} if missing; the first is not
     */
    public double value(int row) {
        return values[row];
    }
}
