package io.gatecast.core.train;

import io.gatecast.core.Model;
import io.gatecast.core.feature.FeatureVector;
import io.gatecast.core.feature.SeriesView;
import io.gatecast.core.feature.TargetFeatures;
import io.gatecast.core.head.QuantileHead;
import io.gatecast.core.spec.ModelSpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Fits the linear part of one target's head in closed form before anything else is learned.
 *
 * <p>Each step ahead is a ridge regression of what the seasonal base leaves over, reweighted a few times towards the
 * smallest absolute error (iteratively reweighted least squares); the biases are then the quantiles of the residuals.
 *
 * @see <a href="https://doi.org/10.1080/03610927708827533">Holland and Welsch 1977, robust regression by reweighting</a>
 */
final class LinearStart {
    private static final double RIDGE = 1e-4;
    private static final int REWEIGHTINGS = 3;
    private static final double SMALLEST_RESIDUAL = 0.05;
    static final int MOST_ORIGINS = 60_000;
    private static final long MOST_FLOATS = 64_000_000;

    private final Model model;
    private final ModelSpec spec;
    private final QuantileHead head;
    private final int targetIndex;
    private final TargetFeatures[] features;
    private final float[][] target;
    private final double[] weight;
    private final int origins;

    LinearStart(Model model, int targetIndex, List<PreparedSeries> series, SampleWeights weights, int mostOrigins) {
        this.model = model;
        spec = model.spec();
        this.targetIndex = targetIndex;
        head = model.heads().get(targetIndex);
        long available = series.stream()
                .mapToLong(s -> Math.max(0, s.validationStart() - 1))
                .sum();
        long floatsPerOrigin = (long) spec.horizon() * (model.features().seasonalSize() + 2)
                + model.features().linearSize();
        long most = Math.max(1_000, Math.min(mostOrigins, MOST_FLOATS / floatsPerOrigin));
        long stride = Math.max(1, (available + most - 1) / most);
        int capacity = (int) (available / stride) + 1;
        features = new TargetFeatures[capacity];
        target = new float[capacity][];
        weight = new double[capacity];
        origins = collect(series, weights, stride);
    }

    private int collect(List<PreparedSeries> series, SampleWeights weights, long stride) {
        int count = 0;
        long index = 0;
        for (PreparedSeries s : series) {
            SeriesView view = s.newView();
            for (int row = 0; row + 1 < s.validationStart(); row++, index++) {
                if (index % stride != 0 || weights.of(s, targetIndex, row) == 0) {
                    continue;
                }
                s.moveTo(row, view);
                FeatureVector vector = model.features().newVector();
                model.features().write(view, s.timestampMs(row), vector);
                features[count] = vector.target(targetIndex);
                target[count] = new float[spec.horizon()];
                s.trainingTargets(targetIndex, row, vector.target(targetIndex), ChunkPass.TARGET_CLIP, target[count]);
                weight[count++] = weights.of(s, targetIndex, row);
            }
        }
        return count;
    }

    /** Sets the linear and seasonal weights and the biases of the model's head. */
    void fit() {
        fit(IntStream.range(0, spec.horizon()).toArray());
    }

    /** The same for some of the steps ahead, counted from 0. */
    void fit(int[] steps) {
        IntStream.of(steps).parallel().forEach(this::fitStep);
    }

    private void fitStep(int k) {
        int linear = head.linearWeight().columns();
        int size = linear + head.seasonalWeight().columns();
        double[] row = new double[size];
        double[] solution = new double[size];
        double[] residual = new double[origins];
        double[][] gram = new double[size][size];
        double[] moment = new double[size];
        for (int round = 0; round <= REWEIGHTINGS; round++) {
            for (double[] g : gram) {
                Arrays.fill(g, 0);
            }
            Arrays.fill(moment, 0);
            double total = 0;
            for (int o = 0; o < origins; o++) {
                double y = fill(o, k, row);
                if (Double.isNaN(y)) {
                    continue;
                }
                double w = weight[o] / (round == 0 ? 1 : Math.max(SMALLEST_RESIDUAL, Math.abs(residual[o])));
                total += w;
                add(w, row, y, gram, moment);
            }
            if (total == 0) {
                return;
            }
            for (int i = 0; i < size; i++) {
                gram[i][i] += RIDGE * total;
            }
            solve(gram, moment, solution);
            for (int o = 0; o < origins; o++) {
                double y = fill(o, k, row);
                residual[o] = y - dot(row, solution);
            }
        }
        for (int i = 0; i < size; i++) {
            if (i < linear) {
                head.linearWeight().column(i)[k] = (float) solution[i];
            } else {
                head.seasonalWeight().column(i - linear)[k] = (float) solution[i];
            }
        }
        setBiases(k, residual);
    }

    /** Fills in the regressors of one origin and returns what the base leaves over. */
    private double fill(int origin, int k, double[] row) {
        TargetFeatures f = features[origin];
        int i = 0;
        for (float value : f.linear()) {
            row[i++] = value;
        }
        for (float[] seasonal : f.seasonal()) {
            row[i++] = seasonal[k];
        }
        return target[origin][k] - f.base()[k];
    }

    private static void add(double w, double[] row, double y, double[][] gram, double[] moment) {
        for (int i = 0; i < row.length; i++) {
            double scaled = w * row[i];
            double[] g = gram[i];
            for (int j = 0; j <= i; j++) {
                g[j] += scaled * row[j];
            }
            moment[i] += scaled * y;
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Solves a positive definite system by Cholesky factorisation; the lower triangle of the matrix is overwritten. */
    private static void solve(double[][] a, double[] b, double[] x) {
        int n = b.length;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a[i][j];
                for (int m = 0; m < j; m++) {
                    sum -= a[i][m] * a[j][m];
                }
                a[i][j] = i == j ? Math.sqrt(sum) : sum / a[j][j];
            }
        }
        for (int i = 0; i < n; i++) {
            double sum = b[i];
            for (int m = 0; m < i; m++) {
                sum -= a[i][m] * x[m];
            }
            x[i] = sum / a[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            double sum = x[i];
            for (int m = i + 1; m < n; m++) {
                sum -= a[m][i] * x[m];
            }
            x[i] = sum / a[i][i];
        }
    }

    /** Weighted quantiles of the residuals. */
    private void setBiases(int k, double[] residual) {
        Integer[] order = IntStream.range(0, origins)
                .filter(o -> !Double.isNaN(residual[o]))
                .boxed()
                .toArray(Integer[]::new);
        Arrays.sort(order, (a, b) -> Double.compare(residual[a], residual[b]));
        double total = 0;
        for (int o : order) {
            total += weight[o];
        }
        float[] bias = head.bias().column(0);
        int at = 0;
        double below = 0;
        for (int q = 0; q < spec.levels().size(); q++) {
            double wanted = spec.levels().get(q) * total;
            while (at + 1 < order.length && below + weight[order[at]] < wanted) {
                below += weight[order[at++]];
            }
            bias[q * spec.horizon() + k] = order.length == 0 ? 0f : (float) residual[order[at]];
        }
    }
}
