package io.gatecast.core.anomaly;

import java.util.List;

/**
 * Features of earlier rows, rebuilt from the values and the scale of today: a constant, values, means of values, the state of a
 * reservoir, the calendar. Working space, lent to one column at a time.
 */
final class Patterns {
    private final boolean logarithmic;
    private final int[] lags;
    private final int[] means;
    private final int hidden;
    private final Calendar calendar = new Calendar();
    private History history;
    private Reservoir.State reservoir;

    Patterns(DetectorProfile profile, boolean logarithmic) {
        this.logarithmic = logarithmic;
        lags = ints(profile.lags());
        means = ints(profile.means());
        hidden = profile.hidden();
    }

    static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    int size() {
        return 1 + lags.length + means.length + hidden + Calendar.SIZE;
    }

    boolean logarithmic() {
        return logarithmic;
    }

    void look(History seen, Reservoir.State state) {
        history = seen;
        reservoir = state;
    }

    /** Writes the features of an earlier row. */
    void write(long row, float[] out) {
        int i = 0;
        out[i++] = 1f;
        for (int lag : lags) {
            out[i++] = row >= lag ? history.scaled(history.value(row - lag), logarithmic) : 0f;
        }
        for (int count : means) {
            out[i++] = history.scaled(history.mean(row, count), logarithmic);
        }
        if (hidden > 0) {
            reservoir.copy((int) (history.rows() - row), out, i);
            i += hidden;
        }
        calendar.write(history.timeMs(row), out, i);
    }
}
