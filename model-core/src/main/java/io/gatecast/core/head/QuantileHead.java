package io.gatecast.core.head;

import io.gatecast.core.feature.TargetFeatures;
import io.gatecast.core.kernel.ColumnMatrix;
import io.gatecast.core.spec.StepsAhead;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Direct multi-horizon quantile head: every step ahead and level at once, in scaled units.
 *
 * <pre>{@code
 * location[k] = base[k] + Σ_p seasonal[p][k]·S[p][k] + (L·linear)[k]
 * out[q, k]   = location[k] + (W·h)[q, k] + b[q, k]
 * }</pre>
 *
 * <p>The linear skip (L and S) and the seasonal base move all quantiles of a step together; the hidden state moves each.
 * Outputs are level after level, {@code out[q·horizon + k]}.
 *
 * @see <a href="https://arxiv.org/abs/1711.11053">Wen et al. 2017, a multi-horizon quantile recurrent forecaster</a>
 */
public final class QuantileHead {
    private final int horizon;
    private final int levels;
    private final ColumnMatrix hiddenWeight;
    private final ColumnMatrix linearWeight;
    private final ColumnMatrix seasonalWeight;
    private final ColumnMatrix bias;

    /**
     * Creates a head with all parameters zero, which forecasts the seasonal base.
     *
     * @param horizon number of steps ahead
     * @param levels number of quantile levels
     * @param hidden length of the hidden state, 0 if there is none
     * @param linear length of the linear features
     * @param seasonal number of values of their own that the steps have: of seasons and known columns
     */
    public QuantileHead(int horizon, int levels, int hidden, int linear, int seasonal) {
        this.horizon = horizon;
        this.levels = levels;
        hiddenWeight = new ColumnMatrix(levels * horizon, hidden);
        linearWeight = new ColumnMatrix(horizon, linear);
        seasonalWeight = new ColumnMatrix(horizon, seasonal);
        bias = new ColumnMatrix(levels * horizon, 1);
    }

    /**
     * A copy that computes some of the steps ahead, to the same bits.
     *
     * @param ahead the steps, none beyond the horizon
     * @return a head whose horizon is their number
     */
    public QuantileHead only(StepsAhead ahead) {
        QuantileHead only = new QuantileHead(
                ahead.count(), levels, hiddenWeight.columns(), linearWeight.columns(), seasonalWeight.columns());
        Map<String, ColumnMatrix> all = parameters();
        only.parameters().forEach((name, into) -> {
            ColumnMatrix from = all.get(name);
            for (int j = 0; j < into.columns(); j++) {
                for (int i = 0; i < into.rows(); i++) {
                    int step = ahead.at(i % ahead.count());
                    into.column(j)[i] = from.column(j)[i / ahead.count() * horizon + step - 1];
                }
            }
        });
        return only;
    }

    /**
     * Number of outputs.
     *
     * @return levels × horizon
     */
    public int outputSize() {
        return levels * horizon;
    }

    /**
     * Number of steps ahead.
     *
     * @return horizon
     */
    public int horizon() {
        return horizon;
    }

    /**
     * Computes all quantiles.
     *
     * @param features features of the target
     * @param hidden hidden state of the top layer; ignored if this head has no hidden weight
     * @param location receives the common part of each step [horizon]
     * @param out receives the quantiles, not yet in order of level [levels × horizon]
     */
    public void apply(TargetFeatures features, float[] hidden, float[] location, float[] out) {
        System.arraycopy(features.base(), 0, location, 0, horizon);
        for (int p = 0; p < seasonalWeight.columns(); p++) {
            addProduct(seasonalWeight.column(p), features.seasonal()[p], location);
        }
        linearWeight.multiplyAdd(features.linear(), location);
        System.arraycopy(bias.column(0), 0, out, 0, out.length);
        hiddenWeight.multiplyAdd(hidden, out);
        for (int q = 0; q < levels; q++) {
            addAt(location, out, q * horizon);
        }
    }

    /**
     * Weights from hidden state to quantiles.
     *
     * @return live matrix [levels × horizon, hidden]
     */
    public ColumnMatrix hiddenWeight() {
        return hiddenWeight;
    }

    /**
     * Weights of the linear skip.
     *
     * @return live matrix [horizon, linear]
     */
    public ColumnMatrix linearWeight() {
        return linearWeight;
    }

    /**
     * Weights of the values each step has of its own: of seasons and known columns.
     *
     * @return live matrix [horizon, seasonal]
     */
    public ColumnMatrix seasonalWeight() {
        return seasonalWeight;
    }

    /**
     * Bias of each quantile.
     *
     * @return live matrix [levels × horizon, 1]
     */
    public ColumnMatrix bias() {
        return bias;
    }

    /**
     * The weights and biases by name, in a fixed order; live, not copies.
     *
     * @return parameters
     */
    public Map<String, ColumnMatrix> parameters() {
        Map<String, ColumnMatrix> p = new LinkedHashMap<>();
        p.put("hidden_weight", hiddenWeight);
        p.put("linear_weight", linearWeight);
        p.put("seasonal_weight", seasonalWeight);
        p.put("bias", bias);
        return p;
    }

    private static void addProduct(float[] weight, float[] value, float[] sum) {
        for (int k = 0; k < sum.length; k++) {
            sum[k] = Math.fma(weight[k], value[k], sum[k]);
        }
    }

    private static void addAt(float[] location, float[] out, int offset) {
        for (int k = 0; k < location.length; k++) {
            out[offset + k] += location[k];
        }
    }
}
