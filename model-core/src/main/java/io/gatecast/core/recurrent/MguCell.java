package io.gatecast.core.recurrent;

import io.gatecast.core.kernel.Activations;
import io.gatecast.core.kernel.ColumnMatrix;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Minimal gated unit: one gate both resets and updates, so it has two thirds of a GRU's weights.
 *
 * <pre>{@code
 * f  = σ(W_f·x + U_f·h + b_f)
 * n  = tanh(W_n·x + U_n·(f ⊙ h) + b_n)
 * h' = (1 − f) ⊙ h + f ⊙ n
 * }</pre>
 *
 * <p>Gates are stored in the order f, candidate. A gate near 0 keeps the memory, contrary to its name and to a GRU's
 * update gate.
 *
 * @see <a href="https://arxiv.org/abs/1603.09420">Zhou et al. 2016</a>
 */
public final class MguCell implements RecurrentCell {
    static final int F = 0;
    static final int CANDIDATE = 1;
    /** f ⊙ h. */
    static final int GATED_HIDDEN = 2;

    private final int inputSize;
    private final int hiddenSize;

    /** W, [2·hidden, input]. */
    final ColumnMatrix inputWeight;

    /** U_f, [hidden, hidden]. */
    final ColumnMatrix recurrentWeight;

    /** U_n, [hidden, hidden]; multiplies f ⊙ h. */
    final ColumnMatrix candidateWeight;

    /** b, [2·hidden, 1]. */
    final ColumnMatrix bias;

    /**
     * Creates a cell with all parameters zero.
     *
     * @param inputSize length of the input, at least 1
     * @param hiddenSize length of the hidden state, at least 1
     * @throws IllegalArgumentException if a size is below 1
     */
    public MguCell(int inputSize, int hiddenSize) {
        this.inputSize = inputSize;
        this.hiddenSize = hiddenSize;
        inputWeight = new ColumnMatrix(2 * hiddenSize, inputSize);
        recurrentWeight = new ColumnMatrix(hiddenSize, hiddenSize);
        candidateWeight = new ColumnMatrix(hiddenSize, hiddenSize);
        bias = new ColumnMatrix(2 * hiddenSize, 1);
    }

    @Override
    public int inputSize() {
        return inputSize;
    }

    @Override
    public int hiddenSize() {
        return hiddenSize;
    }

    @Override
    public int stateSize() {
        return hiddenSize;
    }

    @Override
    public CellTrace newTrace() {
        return new CellTrace(2 * hiddenSize, hiddenSize, 3, hiddenSize);
    }

    @Override
    public CellBackward newBackward() {
        return new MguBackward(this);
    }

    @Override
    public Map<String, ColumnMatrix> parameters() {
        Map<String, ColumnMatrix> p = new LinkedHashMap<>();
        p.put("input_weight", inputWeight);
        p.put("recurrent_weight", recurrentWeight);
        p.put("candidate_weight", candidateWeight);
        p.put("bias", bias);
        return p;
    }

    @Override
    public void keepMemory(float strength) {
        Arrays.fill(bias.column(0), 0, hiddenSize, -strength);
    }

    @Override
    public void step(float[] x, float[] h, float[] next, CellTrace trace) {
        int n = hiddenSize;
        float[] a = trace.input;
        float[] u = trace.recurrent;
        float[] forget = trace.gate[F];
        float[] gatedHidden = trace.gate[GATED_HIDDEN];
        float[] candidate = trace.gate[CANDIDATE];
        System.arraycopy(bias.column(0), 0, a, 0, 2 * n);
        Arrays.fill(u, 0f);
        inputWeight.multiplyAdd(x, a);
        recurrentWeight.multiplyAdd(h, u);
        Gates.sigmoidOfSum(a, u, n, forget);
        Gates.multiply(forget, h, gatedHidden);
        System.arraycopy(a, n, candidate, 0, n);
        candidateWeight.multiplyAdd(gatedHidden, candidate);
        Activations.tanh(candidate);
        Gates.mix(forget, h, candidate, next);
    }
}
