package io.gatecast.core.recurrent;

import io.gatecast.core.kernel.Activations;
import io.gatecast.core.kernel.ColumnMatrix;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gated recurrent unit in both common forms.
 *
 * <pre>{@code
 * r  = σ(W_r·x + U_r·h + b_r)
 * z  = σ(W_z·x + U_z·h + b_z)
 * h̃  = tanh(W_h·x + U_h·(r ⊙ h) + b_h)           RESET_BEFORE
 * h̃  = tanh(W_h·x + b_h + r ⊙ (U_h·h + c_h))     RESET_AFTER
 * h' = z ⊙ h + (1 − z) ⊙ h̃
 * }</pre>
 *
 * <p>Gates are stored in the order r, z, candidate. An update gate near 1 keeps the memory.
 *
 * @see <a href="https://arxiv.org/abs/1406.1078v1">Cho et al. 2014</a>
 */
public final class GruCell implements RecurrentCell {
    static final int R = 0;
    static final int Z = 1;
    static final int CANDIDATE = 2;
    /** RESET_BEFORE only: r ⊙ h. */
    static final int RESET_HIDDEN = 3;

    private final ResetVariant reset;
    private final int inputSize;
    private final int hiddenSize;

    /** W, [3·hidden, input]. */
    final ColumnMatrix inputWeight;

    /** U of all three gates [3·hidden, hidden] with RESET_AFTER, of r and z only [2·hidden, hidden] otherwise. */
    final ColumnMatrix recurrentWeight;

    /** U_h [hidden, hidden]; only with RESET_BEFORE, where it multiplies r ⊙ h. */
    final ColumnMatrix candidateWeight;

    /** b, [3·hidden, 1]. */
    final ColumnMatrix bias;

    /** c_h, [hidden, 1]; only with RESET_AFTER. */
    final ColumnMatrix candidateBias;

    /**
     * Creates a cell with all parameters zero.
     *
     * @param reset where the reset gate is applied
     * @param inputSize length of the input, at least 1
     * @param hiddenSize length of the hidden state, at least 1
     * @throws IllegalArgumentException if a size is below 1
     */
    public GruCell(ResetVariant reset, int inputSize, int hiddenSize) {
        this.reset = reset;
        this.inputSize = inputSize;
        this.hiddenSize = hiddenSize;
        boolean after = reset == ResetVariant.RESET_AFTER;
        inputWeight = new ColumnMatrix(3 * hiddenSize, inputSize);
        recurrentWeight = new ColumnMatrix((after ? 3 : 2) * hiddenSize, hiddenSize);
        bias = new ColumnMatrix(3 * hiddenSize, 1);
        candidateWeight = after ? null : new ColumnMatrix(hiddenSize, hiddenSize);
        candidateBias = after ? new ColumnMatrix(hiddenSize, 1) : null;
    }

    /**
     * Where the reset gate is applied.
     *
     * @return the variant
     */
    public ResetVariant reset() {
        return reset;
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
        boolean after = reset == ResetVariant.RESET_AFTER;
        return new CellTrace(3 * hiddenSize, (after ? 3 : 2) * hiddenSize, after ? 3 : 4, hiddenSize);
    }

    @Override
    public CellBackward newBackward() {
        return new GruBackward(this);
    }

    @Override
    public Map<String, ColumnMatrix> parameters() {
        Map<String, ColumnMatrix> p = new LinkedHashMap<>();
        p.put("input_weight", inputWeight);
        p.put("recurrent_weight", recurrentWeight);
        if (candidateWeight != null) {
            p.put("candidate_weight", candidateWeight);
        }
        p.put("bias", bias);
        if (candidateBias != null) {
            p.put("candidate_bias", candidateBias);
        }
        return p;
    }

    @Override
    public void keepMemory(float strength) {
        Arrays.fill(bias.column(0), hiddenSize, 2 * hiddenSize, strength);
    }

    @Override
    public void step(float[] x, float[] h, float[] next, CellTrace trace) {
        if (reset == ResetVariant.RESET_AFTER) {
            stepResetAfter(x, h, next, trace);
        } else {
            stepResetBefore(x, h, next, trace);
        }
    }

    private void stepResetAfter(float[] x, float[] h, float[] next, CellTrace trace) {
        int n = hiddenSize;
        float[] a = trace.input;
        float[] u = trace.recurrent;
        System.arraycopy(bias.column(0), 0, a, 0, 3 * n);
        Arrays.fill(u, 0, 2 * n, 0f);
        System.arraycopy(candidateBias.column(0), 0, u, 2 * n, n);
        inputWeight.multiplyAdd(x, a);
        recurrentWeight.multiplyAdd(h, u);
        activateGates(a, u, trace);
        float[] candidate = trace.gate[CANDIDATE];
        float[] recurrentPart = next; // until the end, when it is overwritten
        System.arraycopy(a, 2 * n, candidate, 0, n);
        System.arraycopy(u, 2 * n, recurrentPart, 0, n);
        Gates.resetAndTanh(trace.gate[R], recurrentPart, candidate);
        Gates.mix(trace.gate[Z], candidate, h, next);
    }

    /** Both gates at once, which takes little longer than one. */
    private void activateGates(float[] a, float[] u, CellTrace trace) {
        Gates.sigmoidOfSum(a, u, 2 * hiddenSize, a);
        System.arraycopy(a, 0, trace.gate[R], 0, hiddenSize);
        System.arraycopy(a, hiddenSize, trace.gate[Z], 0, hiddenSize);
    }

    private void stepResetBefore(float[] x, float[] h, float[] next, CellTrace trace) {
        int n = hiddenSize;
        float[] a = trace.input;
        float[] u = trace.recurrent;
        System.arraycopy(bias.column(0), 0, a, 0, 3 * n);
        Arrays.fill(u, 0f);
        inputWeight.multiplyAdd(x, a);
        recurrentWeight.multiplyAdd(h, u);
        activateGates(a, u, trace);
        Gates.multiply(trace.gate[R], h, trace.gate[RESET_HIDDEN]);
        float[] candidate = trace.gate[CANDIDATE];
        System.arraycopy(a, 2 * n, candidate, 0, n);
        candidateWeight.multiplyAdd(trace.gate[RESET_HIDDEN], candidate);
        Activations.tanh(candidate);
        Gates.mix(trace.gate[Z], candidate, h, next);
    }
}
