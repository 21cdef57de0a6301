package io.gatecast.core.train;

import io.gatecast.core.kernel.ColumnMatrix;
import java.util.ArrayList;
import java.util.List;

/**
 * Adam with decoupled weight decay and clipping of the gradient's norm.
 *
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba 2015</a>
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter 2019</a>
 */
final class Adam {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;
    private static final double LARGEST_NORM = 1;

    private final List<ColumnMatrix> parameters;
    private final List<ColumnMatrix> firstMoment = new ArrayList<>();
    private final List<ColumnMatrix> secondMoment = new ArrayList<>();
    private final float decay;
    private int updates;

    Adam(List<ColumnMatrix> parameters, float decay) {
        this.parameters = parameters;
        this.decay = decay;
        for (ColumnMatrix p : parameters) {
            firstMoment.add(new ColumnMatrix(p.rows(), p.columns()));
            secondMoment.add(new ColumnMatrix(p.rows(), p.columns()));
        }
    }

    void update(List<ColumnMatrix> gradients, float rate) {
        updates++;
        float clip = (float) Math.min(1, LARGEST_NORM / (norm(gradients) + 1e-12));
        float step =
                (float) (rate * Math.sqrt(1 - StrictMath.pow(BETA2, updates)) / (1 - StrictMath.pow(BETA1, updates)));
        for (int i = 0; i < parameters.size(); i++) {
            ColumnMatrix p = parameters.get(i);
            float keep = p.columns() > 1 ? 1 - rate * decay : 1;
            for (int j = 0; j < p.columns(); j++) {
                update(
                        p.column(j),
                        gradients.get(i).column(j),
                        firstMoment.get(i).column(j),
                        secondMoment.get(i).column(j),
                        clip,
                        step,
                        keep);
            }
        }
    }

    private static void update(float[] p, float[] g, float[] m, float[] v, float clip, float step, float keep) {
        for (int i = 0; i < p.length; i++) {
            float gradient = clip * g[i];
            m[i] = Math.fma(1 - BETA1, gradient - m[i], m[i]);
            v[i] = Math.fma(1 - BETA2, gradient * gradient - v[i], v[i]);
            p[i] = keep * p[i] - step * m[i] / ((float) Math.sqrt(v[i]) + EPSILON);
        }
    }

    private static double norm(List<ColumnMatrix> gradients) {
        double squares = 0;
        for (ColumnMatrix g : gradients) {
            for (int j = 0; j < g.columns(); j++) {
                for (float value : g.column(j)) {
                    squares += (double) value * value;
                }
            }
        }
        return Math.sqrt(squares);
    }
}
