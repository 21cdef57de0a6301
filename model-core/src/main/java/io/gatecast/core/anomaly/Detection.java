package io.gatecast.core.anomaly;

/**
 * How unusual the latest observation of a series is.
 *
 * <p>The detector that filled it overwrites it with its next row.
 */
public final class Detection {
    private static final double CRITICAL = 1;

    /** Mean of −log10 of a probability that is uniform. */
    private static final double BY_CHANCE = 0.4342944819032518;

    private final double[] columnEvidence;
    private final double[][] evidence; // [column][kind]
    private final double[] drift;
    private boolean present;
    private double combined;
    private double score;
    private boolean alarm;
    private Severity severity = Severity.INFO;
    private int column;
    private long sinceMs;

    Detection(int columns) {
        columnEvidence = new double[columns];
        evidence = new double[columns][Evidence.count()];
        drift = new double[columns];
    }

    double[] evidenceOf(int ofColumn) {
        return evidence[ofColumn];
    }

    /** How rarely each column drifts as much, −log10 of a probability. */
    double[] drift() {
        return drift;
    }

    double[] columnEvidence() {
        return columnEvidence;
    }

    void set(double evidenceOfAll, int loudest, double excess, long disturbedSinceMs) {
        present = true;
        combined = evidenceOfAll;
        column = loudest;
        alarm = excess >= 0;
        score = alarm ? 0.5 + 0.5 * share(excess) : 0.5 * share(evidenceOfAll);
        severity = !alarm ? Severity.INFO : excess < CRITICAL ? Severity.WARNING : Severity.CRITICAL;
        sinceMs = disturbedSinceMs;
    }

    /** From [0, ∞) to [0, 1), ascending. */
    private static double share(double evidence) {
        return evidence / (1 + evidence);
    }

    /**
     * Whether the series was judged at all.
     *
     * @return false if detection is off
     */
    public boolean present() {
        return present;
    }

    /**
     * How unusual the observation is, comparable between series: from 0.5 on if there is an alarm, below otherwise.
     *
     * @return score in [0, 1)
     */
    public double score() {
        return score;
    }

    /**
     * Whether somebody should be told now; not while an alarm already given lasts.
     *
     * @return true at the row at which an alarm is raised
     */
    public boolean alarm() {
        return alarm;
    }

    /**
     * How urgent it is.
     *
     * @return severity
     */
    public Severity severity() {
        return severity;
    }

    /**
     * Evidence of all columns together: about −log10 of how rarely there is as much.
     *
     * @return evidence, at least 0
     */
    public double evidence() {
        return combined;
    }

    /**
     * The column that spoke loudest.
     *
     * @return index among the targets
     */
    public int column() {
        return column;
    }

    /**
     * Number of columns judged.
     *
     * @return columns
     */
    public int columns() {
        return columnEvidence.length;
    }

    /**
     * Part of one column in the evidence of all.
     *
     * @param ofColumn index among the targets
     * @return share in [0, 1]; 0 if there is no evidence
     */
    public double columnShare(int ofColumn) {
        double all = 0;
        for (double of : columnEvidence) {
            all += of;
        }
        return all > 0 ? columnEvidence[ofColumn] / all : 0;
    }

    /**
     * Part of one kind of evidence in what there is beyond chance in the loudest column.
     *
     * @param kind kind of evidence
     * @return share in [0, 1]; 0 if there is none beyond chance
     */
    public double share(Evidence kind) {
        double all = 0;
        for (int k = 0; k < Evidence.count(); k++) {
            all += beyondChance(k);
        }
        return all > 0 ? beyondChance(kind.ordinal()) / all : 0;
    }

    private double beyondChance(int kind) {
        return Evidence.of(kind).share() * Math.max(0, evidence[column][kind] - BY_CHANCE);
    }

    /**
     * The kind of evidence that spoke loudest in the loudest column.
     *
     * @return kind of evidence
     */
    public Evidence loudest() {
        return loudest(column);
    }

    Evidence loudest(int ofColumn) {
        int best = 0;
        for (int k = 1; k < Evidence.count(); k++) {
            if (Evidence.of(k).share() * evidence[ofColumn][k]
                    > Evidence.of(best).share() * evidence[ofColumn][best]) {
                best = k;
            }
        }
        return Evidence.of(best);
    }

    /**
     * Event time at which the present disturbance began.
     *
     * @return milliseconds since 1970-01-01T00:00:00Z; 0 if there is none
     */
    public long sinceMs() {
        return sinceMs;
    }
}
