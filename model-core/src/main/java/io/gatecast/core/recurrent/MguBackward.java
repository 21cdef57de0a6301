package io.gatecast.core.recurrent;

import io.gatecast.core.kernel.ColumnMatrix;
import java.util.Arrays;

/** Backward pass of {@link MguCell}. */
final class MguBackward implements CellBackward {
    private final MguCell cell;
    private final MguCell gradients;
    private final int hidden;
    private final ColumnMatrix inputTransposed;
    private final ColumnMatrix recurrentTransposed;
    private final ColumnMatrix candidateTransposed;
    private final float[] dGatedHidden;
    private final float[] dCandidate;
    private float[][] dInput = new float[0][];
    private float[][] dRecurrent = new float[0][];
    private float[][] gatedHidden = new float[0][];
    private float[][] dCandidates = new float[0][];
    private float[] scratch = new float[0];

    MguBackward(MguCell cell) {
        this.cell = cell;
        hidden = cell.hiddenSize();
        gradients = new MguCell(cell.inputSize(), hidden);
        inputTransposed = new ColumnMatrix(cell.inputSize(), 2 * hidden);
        recurrentTransposed = new ColumnMatrix(hidden, hidden);
        candidateTransposed = new ColumnMatrix(hidden, hidden);
        dGatedHidden = new float[hidden];
        dCandidate = new float[hidden];
        refresh();
    }

    @Override
    public MguCell gradients() {
        return gradients;
    }

    @Override
    public void refresh() {
        inputTransposed.setTransposeOf(cell.inputWeight);
        recurrentTransposed.setTransposeOf(cell.recurrentWeight);
        candidateTransposed.setTransposeOf(cell.candidateWeight);
    }

    @Override
    public void step(float[] h, float[] next, CellTrace trace, float[] dNext, float[] dX, float[] dH) {
        int n = hidden;
        float[] f = trace.gate[MguCell.F];
        float[] candidate = trace.gate[MguCell.CANDIDATE];
        float[] dA = trace.input;
        float[] dU = trace.recurrent;
        for (int i = 0; i < n; i++) {
            dCandidate[i] = dNext[i] * f[i] * (1f - candidate[i] * candidate[i]);
        }
        Arrays.fill(dGatedHidden, 0f);
        candidateTransposed.multiplyAdd(dCandidate, dGatedHidden);
        for (int i = 0; i < n; i++) {
            float dGate = dNext[i] * (candidate[i] - h[i]) + dGatedHidden[i] * h[i];
            float dF = dGate * f[i] * (1f - f[i]);
            dA[i] = dF;
            dU[i] = dF;
            dA[n + i] = dCandidate[i];
            dH[i] = dNext[i] * (1f - f[i]) + dGatedHidden[i] * f[i];
        }
        recurrentTransposed.multiplyAdd(dU, dH);
        if (dX != null) {
            inputTransposed.multiplyAdd(dA, dX);
        }
    }

    @Override
    public void accumulate(float[][] x, float[][] state, CellTrace[] trace, int count) {
        if (scratch.length < count) {
            scratch = new float[count];
            dInput = new float[count][];
            dRecurrent = new float[count][];
            gatedHidden = new float[count][];
            dCandidates = new float[count][hidden];
        }
        Arrays.fill(scratch, 0, count, 1f);
        for (int s = 0; s < count; s++) {
            dInput[s] = trace[s].input;
            dRecurrent[s] = trace[s].recurrent;
            gatedHidden[s] = trace[s].gate[MguCell.GATED_HIDDEN];
            System.arraycopy(dInput[s], hidden, dCandidates[s], 0, hidden);
        }
        ColumnMatrix.addScaled(scratch, dInput, count, gradients.bias.column(0));
        gradients.inputWeight.addOuterProducts(dInput, x, count, scratch);
        gradients.recurrentWeight.addOuterProducts(dRecurrent, state, count, scratch);
        gradients.candidateWeight.addOuterProducts(dCandidates, gatedHidden, count, scratch);
    }
}
