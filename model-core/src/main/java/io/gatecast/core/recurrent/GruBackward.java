package io.gatecast.core.recurrent;

import io.gatecast.core.kernel.ColumnMatrix;
import java.util.Arrays;

/** Backward pass of {@link GruCell}, both reset variants. */
final class GruBackward implements CellBackward {
    private final GruCell cell;
    private final GruCell gradients;
    private final boolean after;
    private final int hidden;
    private final ColumnMatrix inputTransposed;
    private final ColumnMatrix recurrentTransposed;
    private final ColumnMatrix candidateTransposed;
    private final float[] dResetHidden;
    private final float[] dCandidate;
    private float[][] dInput = new float[0][];
    private float[][] dRecurrent = new float[0][];
    private float[][] resetHidden = new float[0][];
    private float[][] dCandidates = new float[0][];
    private float[] scratch = new float[0];

    GruBackward(GruCell cell) {
        this.cell = cell;
        hidden = cell.hiddenSize();
        after = cell.reset() == ResetVariant.RESET_AFTER;
        gradients = new GruCell(cell.reset(), cell.inputSize(), hidden);
        inputTransposed = new ColumnMatrix(cell.inputSize(), 3 * hidden);
        recurrentTransposed = new ColumnMatrix(hidden, cell.recurrentWeight.rows());
        candidateTransposed = after ? null : new ColumnMatrix(hidden, hidden);
        dResetHidden = new float[hidden];
        dCandidate = new float[hidden];
        refresh();
    }

    @Override
    public GruCell gradients() {
        return gradients;
    }

    @Override
    public void refresh() {
        inputTransposed.setTransposeOf(cell.inputWeight);
        recurrentTransposed.setTransposeOf(cell.recurrentWeight);
        if (!after) {
            candidateTransposed.setTransposeOf(cell.candidateWeight);
        }
    }

    @Override
    public void step(float[] h, float[] next, CellTrace trace, float[] dNext, float[] dX, float[] dH) {
        int n = hidden;
        float[] r = trace.gate[GruCell.R];
        float[] z = trace.gate[GruCell.Z];
        float[] candidate = trace.gate[GruCell.CANDIDATE];
        float[] dA = trace.input;
        float[] u = trace.recurrent;
        for (int i = 0; i < n; i++) {
            dCandidate[i] = dNext[i] * (1f - z[i]) * (1f - candidate[i] * candidate[i]);
        }
        if (after) {
            for (int i = 0; i < n; i++) {
                float dR = dCandidate[i] * u[2 * n + i] * r[i] * (1f - r[i]);
                dA[i] = dR;
                u[i] = dR;
                u[2 * n + i] = dCandidate[i] * r[i];
            }
        } else {
            Arrays.fill(dResetHidden, 0f);
            candidateTransposed.multiplyAdd(dCandidate, dResetHidden);
            for (int i = 0; i < n; i++) {
                float dR = dResetHidden[i] * h[i] * r[i] * (1f - r[i]);
                dA[i] = dR;
                u[i] = dR;
            }
        }
        for (int i = 0; i < n; i++) {
            float dZ = dNext[i] * (h[i] - candidate[i]) * z[i] * (1f - z[i]);
            dA[n + i] = dZ;
            u[n + i] = dZ;
            dA[2 * n + i] = dCandidate[i];
            dH[i] = dNext[i] * z[i];
        }
        if (!after) {
            for (int i = 0; i < n; i++) {
                dH[i] += dResetHidden[i] * r[i];
            }
        }
        recurrentTransposed.multiplyAdd(u, dH);
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
            resetHidden = new float[count][];
            dCandidates = new float[count][hidden];
        }
        Arrays.fill(scratch, 0, count, 1f);
        for (int s = 0; s < count; s++) {
            dInput[s] = trace[s].input;
            dRecurrent[s] = trace[s].recurrent;
        }
        ColumnMatrix.addScaled(scratch, dInput, count, gradients.bias.column(0));
        if (after) {
            for (int s = 0; s < count; s++) {
                System.arraycopy(dRecurrent[s], 2 * hidden, dCandidates[s], 0, hidden);
            }
            ColumnMatrix.addScaled(scratch, dCandidates, count, gradients.candidateBias.column(0));
        } else {
            for (int s = 0; s < count; s++) {
                System.arraycopy(dInput[s], 2 * hidden, dCandidates[s], 0, hidden);
                resetHidden[s] = trace[s].gate[GruCell.RESET_HIDDEN];
            }
            gradients.candidateWeight.addOuterProducts(dCandidates, resetHidden, count, scratch);
        }
        gradients.inputWeight.addOuterProducts(dInput, x, count, scratch);
        gradients.recurrentWeight.addOuterProducts(dRecurrent, state, count, scratch);
    }
}
