package io.gatecast.core.train;

import io.gatecast.core.kernel.ColumnMatrix;
import io.gatecast.core.recurrent.RecurrentCell;
import io.gatecast.core.recurrent.RecurrentStack;
import java.util.Map;
import java.util.Random;

/** First values of weights. */
final class Initialisation {
    /** How far the gate that decides about the memory is biased towards keeping it. */
    private static final float KEEP_BIAS = 1f;

    private Initialisation() {}

    /** Orthogonal recurrent weights per gate, uniform input weights, memory kept. */
    static void fill(RecurrentStack stack, Random random) {
        for (RecurrentCell cell : stack.layers()) {
            int hidden = cell.hiddenSize();
            for (Map.Entry<String, ColumnMatrix> parameter : cell.parameters().entrySet()) {
                ColumnMatrix m = parameter.getValue();
                switch (parameter.getKey()) {
                    case "input_weight" -> uniform(m, Math.sqrt(3.0 / m.columns()) / 2, random);
                    case "recurrent_weight", "candidate_weight" -> orthogonal(m, hidden, random);
                    default -> m.clear();
                }
            }
            cell.keepMemory(KEEP_BIAS);
        }
    }

    private static void uniform(ColumnMatrix m, double limit, Random random) {
        for (int j = 0; j < m.columns(); j++) {
            for (int i = 0; i < m.rows(); i++) {
                m.column(j)[i] = (float) ((2 * random.nextDouble() - 1) * limit);
            }
        }
    }

    /**
     * Fills every square block of rows with an orthogonal matrix, by Gram–Schmidt on random normal columns.
     *
     * @see <a href="https://arxiv.org/abs/1312.6120">Saxe et al. 2014</a>
     */
    private static void orthogonal(ColumnMatrix m, int block, Random random) {
        for (int first = 0; first < m.rows(); first += block) {
            double[][] columns = new double[block][block];
            for (int j = 0; j < block; j++) {
                for (int i = 0; i < block; i++) {
                    columns[j][i] = random.nextGaussian();
                }
                for (int earlier = 0; earlier < j; earlier++) {
                    subtractProjection(columns[j], columns[earlier]);
                }
                normalise(columns[j]);
                for (int i = 0; i < block; i++) {
                    m.column(j)[first + i] = (float) columns[j][i];
                }
            }
        }
    }

    private static void subtractProjection(double[] v, double[] unit) {
        double dot = 0;
        for (int i = 0; i < v.length; i++) {
            dot += v[i] * unit[i];
        }
        for (int i = 0; i < v.length; i++) {
            v[i] -= dot * unit[i];
        }
    }

    private static void normalise(double[] v) {
        double squares = 0;
        for (double value : v) {
            squares += value * value;
        }
        double factor = 1 / Math.sqrt(squares);
        for (int i = 0; i < v.length; i++) {
            v[i] *= factor;
        }
    }
}
