package io.gatecast.core.ledger;

import java.util.ArrayList;
import java.util.List;

/** How far the forecasts of one step follow naive rules, per group of steps ahead. Overwritten with every step. */
public final class Standing {
    private final int[] from;
    private final int[] to;
    private final float[] share;
    private final int[] season;
    private int judged;
    private int insideInner;
    private int insideOuter;

    Standing(int[] from, int[] to) {
        this.from = from;
        this.to = to;
        share = new float[from.length];
        season = new int[from.length];
    }

    /** Begins a step of which nothing is known yet. */
    public void begin() {
        judged = 0;
        insideInner = 0;
        insideOuter = 0;
    }

    void judged(boolean inner, boolean outer) {
        judged++;
        insideInner += inner ? 1 : 0;
        insideOuter += outer ? 1 : 0;
    }

    /**
     * Intervals that were issued for the value of this step.
     *
     * @return a copy
     */
    public Outcomes outcomes() {
        return new Outcomes(judged, insideInner, insideOuter);
    }

    void set(int group, float newShare, int newSeason) {
        share[group] = newShare;
        season[group] = newSeason;
    }

    /**
     * The groups that do not follow the model alone, neighbours with the same rule and share as one.
     *
     * @return parts of the horizon in ascending order, empty if all follow the model
     */
    public List<Fallback> parts() {
        List<Fallback> parts = List.of();
        for (int g = 0; g < share.length; g++) {
            if (share[g] > 0f) {
                int first = g;
                while (g + 1 < share.length && share[g + 1] == share[g] && season[g + 1] == season[g]) {
                    g++;
                }
                parts = parts.isEmpty() ? new ArrayList<>(share.length) : parts;
                parts.add(new Fallback(from[first], to[g], season[g], share[g]));
            }
        }
        return parts;
    }

    /**
     * Whether a naive rule prevails in any group.
     *
     * @return true if so
     */
    public boolean fallenBack() {
        for (float one : share) {
            if (one >= 0.5f) {
                return true;
            }
        }
        return false;
    }
}
