package io.gatecast.streams.nab;

import io.gatecast.streams.nab.LabelledFile.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Scores anomaly scores by the rules of NAB 1.1.
 *
 * <p>A detected row inside a window is worth the more the earlier it is, and a window pays its best row. One outside costs the more the
 * further it is behind the window before. The first rows of each file are not scored. One threshold serves the whole corpus: the one with
 * the highest sum, unless it is given.
 *
 * @see <a href="https://arxiv.org/abs/1510.03336">Lavin and Ahmad 2015</a>
 */
public final class NabScorer {
    /** Threshold of a detector that detects nothing. */
    private static final double NOTHING = 1.1;

    private static final double STEEPNESS = 5;
    private static final double FAR = 3;

    private final NabCorpus corpus;

    /**
     * Creates a scorer.
     *
     * @param corpus files and windows
     */
    public NabScorer(NabCorpus corpus) {
        this.corpus = corpus;
    }

    /**
     * Scores with the best threshold.
     *
     * @param scores anomaly score of every row per file name
     * @param profile what hits, false alarms and misses are worth
     * @return score
     * @throws IllegalArgumentException if a file is missing or has another number of rows
     */
    public NabScore best(Map<String, double[]> scores, ScoringProfile profile) {
        List<NabScore> all = sweep(scores, profile);
        return all.stream()
                .max(Comparator.comparingDouble(NabScore::raw).thenComparingDouble(NabScore::threshold))
                .orElseThrow();
    }

    /**
     * Scores with a given threshold.
     *
     * @param scores anomaly score of every row per file name
     * @param profile what hits, false alarms and misses are worth
     * @param threshold anomaly score from which on a row counts as detected
     * @return score
     * @throws IllegalArgumentException if a file is missing or has another number of rows
     */
    public NabScore at(Map<String, double[]> scores, ScoringProfile profile, double threshold) {
        NabScore last = null;
        for (NabScore one : sweep(scores, profile)) {
            if (one.threshold() >= threshold || last == null) {
                last = one;
            }
        }
        return last;
    }

    /**
     * Puts a sum between that of a detector that detects nothing and that of a perfect one.
     *
     * @param raw sum of what hits, false alarms and misses of the whole corpus are worth
     * @param scores anomaly score of every row per file name
     * @param profile what they are worth
     * @return 0 for nothing, 100 for perfect
     */
    public double normalized(double raw, Map<String, double[]> scores, ScoringProfile profile) {
        double nothing = sweep(scores, profile).get(0).raw();
        return 100 * (raw - nothing) / (corpus.windows() * profile.hit() - nothing);
    }

    /** The score at every threshold that makes a difference, highest threshold first. */
    private List<NabScore> sweep(Map<String, double[]> scores, ScoringProfile profile) {
        List<Row> rows = new ArrayList<>();
        int live = rows(scores, rows);
        rows.sort(Comparator.comparingDouble((Row row) -> row.score).reversed());
        double[] best = new double[corpus.windows()];
        Arrays.fill(best, -profile.miss());
        double nothing = -profile.miss() * live;
        double perfect = corpus.windows() * profile.hit();
        List<NabScore> all = new ArrayList<>();
        all.add(new NabScore(0, NOTHING, nothing));
        double sum = nothing;
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (row.window < 0) {
                sum += profile.falseAlarm() * row.unit;
            } else if (profile.hit() * row.unit > best[row.window]) {
                sum += profile.hit() * row.unit - best[row.window];
                best[row.window] = profile.hit() * row.unit;
            }
            if (i + 1 == rows.size() || rows.get(i + 1).score != row.score) {
                all.add(new NabScore(100 * (sum - nothing) / (perfect - nothing), row.score, sum));
            }
        }
        return all;
    }

    /** Fills in the rows that are scored and returns the number of windows that have any of them. */
    private int rows(Map<String, double[]> scores, List<Row> rows) {
        int before = 0;
        int live = 0;
        for (LabelledFile file : corpus.files()) {
            double[] given = scores.get(file.name());
            if (given == null || given.length != file.rows()) {
                throw new IllegalArgumentException(file.name() + ": " + file.rows() + " scores are needed, there are "
                        + (given == null ? "none" : given.length));
            }
            for (Window window : file.windows()) {
                live += window.last() >= file.probation() ? 1 : 0;
            }
            double[] unit = new double[file.rows()];
            int[] windowOf = new int[file.rows()];
            value(file, unit, windowOf);
            for (int i = file.probation(); i < file.rows(); i++) {
                rows.add(new Row(given[i], unit[i], windowOf[i] < 0 ? -1 : before + windowOf[i]));
            }
            before += file.windows().size();
        }
        return live;
    }

    /** What a detection at each row is worth before weights, and the window it is in, −1 for none. */
    private static void value(LabelledFile file, double[] unit, int[] windowOf) {
        Arrays.fill(unit, -1);
        Arrays.fill(windowOf, -1);
        for (int w = 0; w < file.windows().size(); w++) {
            Window window = file.windows().get(w);
            for (int i = window.first(); i <= window.last(); i++) {
                unit[i] = sigmoid(-(window.last() - i + 1) / (double) window.width()) / sigmoid(-1);
                windowOf[i] = w;
            }
            boolean isLast = w + 1 == file.windows().size();
            int end = isLast ? file.rows() : file.windows().get(w + 1).first();
            for (int i = window.last() + 1; i < end; i++) {
                double behind = (i - window.last()) / (window.width() - 1.0);
                unit[i] = behind > FAR ? -1 : sigmoid(behind);
            }
        }
    }

    private static double sigmoid(double x) {
        return 2 / (1 + StrictMath.exp(STEEPNESS * x)) - 1;
    }

    /** A row that is scored. */
    private record Row(double score, double unit, int window) {}
}
