package io.gatecast.core.feature;

/**
 * Takes back what a model adds to the {@link Experts} where that did not help: none, half or all of it counts, weighed by how
 * wrong each was lately for the series at hand.
 *
 * <p>Medians of a few steps ahead wait in the series' state until their step arrives. Quantiles move with the median.
 *
 * <p>Immutable; what belongs to one series is in its {@link ExpertState}.
 */
final class Guard {
    /** None, half, all. */
    static final int SHARES = 3;

    /** Outcomes that the assumption counts for that all shares do equally well. */
    private static final float ASSUMED_OUTCOMES = 4f;

    private final Experts experts;
    private final int horizon;
    private final int median;
    private final int[] slots;
    private final int[] offset;

    Guard(Experts experts, int horizon, int median) {
        this.experts = experts;
        this.horizon = horizon;
        this.median = median;
        slots = new int[experts.groups()];
        offset = new int[experts.groups() + 1];
        for (int g = 0; g < slots.length; g++) {
            slots[g] = (experts.step(g) + experts.stride(g) - 1) / experts.stride(g);
            offset[g + 1] = offset[g] + slots[g];
        }
    }

    ExpertState initialState() {
        return new ExpertState(slots.length, offset[slots.length]);
    }

    /**
     * Judges what waited for the newest value and moves the quantiles issued now.
     *
     * @param target the series after its newest value
     * @param scale features with the experts' centre and unit
     * @param quantiles quantiles in the units of the window, level after level [levels × horizon], changed
     */
    void restrain(ColumnView target, TargetFeatures scale, float[] quantiles) {
        ExpertState state = target.experts();
        if (!target.missing()) {
            judge(state, target.window().at(0));
        }
        remember(state, scale.center(), quantiles);
        float[] perGroup = scale.work()[2];
        for (int g = 0; g < slots.length; g++) {
            perGroup[g] = share(state, g, scale.unit()[experts.step(g) - 1]);
        }
        float[] share = scale.work()[3];
        experts.interpolate(perGroup, 0, 1, share);
        for (int k = 0; k < horizon; k++) {
            share[k] = (share[k] - 1f) * (quantiles[median * horizon + k] - scale.center()[k]);
        }
        for (int at = 0; at < quantiles.length; at += horizon) {
            for (int k = 0; k < horizon; k++) {
                quantiles[at + k] += share[k];
            }
        }
    }

    private void judge(ExpertState state, float outcome) {
        for (int g = 0; g < slots.length; g++) {
            long issued = state.steps - experts.step(g);
            if (issued < 1 || issued % experts.stride(g) != 0) {
                continue;
            }
            int at = 2 * slot(g, issued);
            float without = state.waiting[at];
            float added = state.waiting[at + 1] - without;
            for (int s = 0; s < SHARES; s++) {
                int i = g * SHARES + s;
                float error = Math.abs(outcome - Math.fma(s / (SHARES - 1f), added, without));
                state.corrected[i] = Math.fma(experts.fading(g), state.corrected[i], error);
            }
        }
    }

    private void remember(ExpertState state, float[] center, float[] quantiles) {
        for (int g = 0; g < slots.length; g++) {
            if (state.steps % experts.stride(g) == 0) {
                int at = 2 * slot(g, state.steps);
                int k = experts.step(g) - 1;
                state.waiting[at] = center[k];
                state.waiting[at + 1] = quantiles[median * horizon + k];
            }
        }
    }

    private int slot(int g, long step) {
        return offset[g] + (int) (step / experts.stride(g) % slots[g]);
    }

    /** The mean share, weighed by twelfth powers of the reciprocal errors. */
    private static float share(ExpertState state, int g, float unit) {
        float smallest = Float.MAX_VALUE;
        for (int s = 0; s < SHARES; s++) {
            smallest = Math.min(smallest, state.corrected[g * SHARES + s]);
        }
        float trust = ASSUMED_OUTCOMES * unit;
        float sum = 0f;
        float weighted = 0f;
        for (int s = 0; s < SHARES; s++) {
            float inverse = (smallest + trust) / (state.corrected[g * SHARES + s] + trust);
            float power4 = inverse * inverse * (inverse * inverse);
            float weight = power4 * power4 * power4;
            sum += weight;
            weighted = Math.fma(s / (SHARES - 1f), weight, weighted);
        }
        return weighted / sum;
    }
}
