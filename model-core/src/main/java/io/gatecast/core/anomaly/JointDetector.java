package io.gatecast.core.anomaly;

/** Combines columns that were detected one by one, each with a forecaster of its own, as those of one series. */
public final class JointDetector {
    private final SeriesAlarms alarms;
    private final SeriesAlarms.State state = new SeriesAlarms.State();

    /**
     * Starts a series.
     *
     * @param settings how to detect
     * @param columns number of columns
     */
    public JointDetector(DetectorSettings settings, int columns) {
        alarms = new SeriesAlarms(settings, columns);
    }

    /**
     * Takes the evidence of one column at the present row.
     *
     * @param column index of the column
     * @param single what was detected in it, a series of one column
     */
    public void take(int column, Detection single) {
        double[] kinds = single.evidenceOf(0);
        System.arraycopy(kinds, 0, alarms.detection().evidenceOf(column), 0, kinds.length);
        alarms.drift(column, single.drift()[0]);
        alarms.weigh(column);
    }

    /**
     * Combines the columns and decides whether to alarm.
     *
     * @param timestampMs event time
     * @param observed value of every column [columns]
     * @param expected what was expected of each, NaN if nothing [columns]
     * @return the result, overwritten by the next row
     */
    public Detection conclude(long timestampMs, double[] observed, double[] expected) {
        alarms.conclude(state, timestampMs, observed, expected);
        return alarms.detection();
    }
}
