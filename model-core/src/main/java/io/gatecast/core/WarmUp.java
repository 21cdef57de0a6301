package io.gatecast.core;

import io.gatecast.core.spec.ModelSpec;

/**
 * Keeps bands wide while a series is young. The few values seen vary less than those to come, and what the model knows of seasons
 * has nothing to go by yet, so its bands are too narrow. Until the warm-up ends they are no narrower than those of a normal
 * distribution whose deviation is the one assumed before anything was seen, halved three times over the warm-up, but at most a
 * few times what was seen. This comes after the correction by {@link io.gatecast.core.calibrate.Calibrator}: what it learned from bands
 * that were wide for youth alone would leave them too narrow when the warm-up ends.
 */
final class WarmUp {
    private static final double HALVINGS = 3;

    /** A series at a high level that hardly moves must not keep the bands of one that moves with its level. */
    private static final double MOST_OF_SEEN = 8;

    private final ModelSpec spec;
    private final double[] normal;
    private final double[] share;
    private final int medianIndex;

    /** Imported networks say themselves what they do not know: nothing they are given is estimated from a few values. */
    WarmUp(Model model) {
        spec = model.spec();
        medianIndex = spec.medianIndex();
        normal = new double[spec.levels().size()];
        for (int q = 0; q < normal.length; q++) {
            normal[q] = NormalDistribution.quantile(spec.levels().get(q));
        }
        share = new double[model.imported().isPresent() ? 0 : spec.warmupSteps()];
        for (int step = 0; step < share.length; step++) {
            share[step] = StrictMath.pow(0.5, HALVINGS * step / share.length);
        }
    }

    /**
     * Widens the bands of a target.
     *
     * @param state state of the series
     * @param target index of the target
     * @param quantiles ascending corrected quantiles, level after level, of all steps ahead [levels × horizon] or of the
     *     next alone [levels], overwritten
     */
    void widen(SeriesState state, int target, float[] quantiles) {
        if (state.steps >= share.length) {
            return;
        }
        double deviation = Math.min(
                state.prior(target, spec) * share[(int) state.steps], MOST_OF_SEEN * state.scale[target].deviation());
        int horizon = quantiles.length / normal.length;
        int median = medianIndex * horizon;
        for (int q = 0; q < normal.length; q++) {
            float distance = (float) (normal[q] * deviation);
            for (int k = 0; k < horizon; k++) {
                float bound = quantiles[median + k] + distance;
                int at = q * horizon + k;
                quantiles[at] = distance > 0 ? Math.max(quantiles[at], bound) : Math.min(quantiles[at], bound);
            }
        }
    }
}
