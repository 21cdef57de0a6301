package io.gatecast.core.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * A stretch of a series that training walks through in order. Its first hidden state is the last one of the lane before
 * it in the same series, as that stood when it was last walked.
 */
final class Lane {
    private final PreparedSeries series;
    private final int from;
    private final int to;
    private final Lane before;
    private final float[][] lastState;

    private Lane(PreparedSeries series, int from, int to, Lane before, float[][] zeroState) {
        this.series = series;
        this.from = from;
        this.to = to;
        this.before = before;
        this.lastState = zeroState;
    }

    /** Cuts the training parts into lanes of about equal length. */
    static List<Lane> cut(List<PreparedSeries> series, int length, Supplier<float[][]> zeroState) {
        List<Lane> lanes = new ArrayList<>();
        for (PreparedSeries s : series) {
            int rows = s.validationStart() - 1;
            if (rows < 1 || s.isFlat()) {
                continue;
            }
            int pieces = (rows + length - 1) / length;
            Lane before = null;
            for (int piece = 0; piece < pieces; piece++) {
                int from = (int) ((long) rows * piece / pieces);
                int to = (int) ((long) rows * (piece + 1) / pieces);
                before = new Lane(s, from, to, before, zeroState.get());
                lanes.add(before);
            }
        }
        return lanes;
    }

    PreparedSeries series() {
        return series;
    }

    int from() {
        return from;
    }

    int rows() {
        return to - from;
    }

    /** Copies the state this lane starts with. */
    void loadState(float[][] into) {
        for (int l = 0; l < into.length; l++) {
            if (before == null) {
                Arrays.fill(into[l], 0f);
            } else {
                System.arraycopy(before.lastState[l], 0, into[l], 0, into[l].length);
            }
        }
    }

    /** Keeps the state this lane ended with. */
    void saveState(float[][] from) {
        for (int l = 0; l < from.length; l++) {
            System.arraycopy(from[l], 0, lastState[l], 0, from[l].length);
        }
    }
}
