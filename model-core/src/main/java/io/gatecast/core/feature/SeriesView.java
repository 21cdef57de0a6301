package io.gatecast.core.feature;

import io.gatecast.core.spec.ColumnRoles;

/**
 * One series as the features see it after its newest value: its value columns, the known columns from now on, and its static
 * inputs. The same view serves a live series and the trainer, which moves over a whole one. One owner, one thread.
 */
public final class SeriesView {
    private final ColumnRoles roles;
    private final float[][] known;
    private final float[] statics;
    private final int[] offset;
    private ColumnView[] columns;
    private int now;

    /**
     * Creates a view.
     *
     * @param roles the model's known and static columns
     * @param columns the value columns, targets first
     * @param known per known column its scaled values, {@link Float#NaN} where unknown; live
     */
    public SeriesView(ColumnRoles roles, ColumnView[] columns, float[][] known) {
        this.roles = roles;
        this.columns = columns;
        this.known = known;
        statics = new float[roles.staticSize()];
        offset = new int[roles.statics().size()];
        for (int c = 1; c < offset.length; c++) {
            offset[c] = offset[c - 1] + roles.statics().get(c - 1).size();
        }
    }

    /**
     * A view for live series, whose known values begin with the newest step.
     *
     * @param roles the model's known and static columns
     * @param horizon number of steps ahead
     * @return a view without value columns
     */
    public static SeriesView live(ColumnRoles roles, int horizon) {
        return new SeriesView(roles, new ColumnView[0], new float[roles.known().size()][horizon + 1]);
    }

    /**
     * Turns to a series.
     *
     * @param series its value columns, targets first; live
     */
    public void setColumns(ColumnView[] series) {
        columns = series;
    }

    /**
     * Sets a value of a known column.
     *
     * @param column index of the known column
     * @param ahead 0 for now, otherwise the step ahead
     * @param value value in the column's unit, {@link Double#NaN} if unknown
     */
    public void setKnown(int column, int ahead, double value) {
        known[column][now + ahead] = roles.known().get(column).scaled(value);
    }

    /**
     * Sets the inputs of a static column.
     *
     * @param column index of the static column
     * @param code its code
     */
    public void setStatic(int column, double code) {
        roles.statics().get(column).write(code, statics, offset[column]);
    }

    /**
     * Moves to a row of a whole series.
     *
     * @param row index of the newest row in the known values
     */
    public void moveTo(int row) {
        now = row;
    }

    /**
     * The value columns, the targets first.
     *
     * @return live array
     */
    public ColumnView[] columns() {
        return columns;
    }

    int knownColumns() {
        return known.length;
    }

    /** Scaled value of a known column, not bounded; NaN if unknown. */
    float known(int column, int ahead) {
        int at = now + ahead;
        return at < known[column].length ? known[column][at] : Float.NaN;
    }

    float[] statics() {
        return statics;
    }
}
