package io.gatecast.core.feature;

import io.gatecast.core.scale.Window;
import io.gatecast.core.spec.ModelSpec;
import java.util.Arrays;

/**
 * The features of a model that finds the seasons of every series by itself.
 *
 * <p>The scale of each step ahead is the weighted mean of the {@link Experts} and the error expected of the best of them. All
 * features are differences in units of such errors: a model sees a series and the same series moved and stretched as one, and what it adds
 * to the experts is small where they are good.
 */
final class ExpertFeatures {
    private static final int PLAIN = 10;
    private static final int PER_SEASON = 3;
    private static final float YOUNG = 16f;

    private final int horizon;
    private final int recentLags;
    private final Experts experts;

    ExpertFeatures(ModelSpec spec, Experts experts) {
        horizon = spec.horizon();
        recentLags = spec.recentLags();
        this.experts = experts;
    }

    int recurrentSize() {
        return PLAIN + PER_SEASON * Experts.SEASONS + experts.groups() + 2 * Experts.COUNT;
    }

    int linearSize() {
        return recentLags + 1;
    }

    int seasonalSize() {
        return Experts.COUNT;
    }

    float[][] newWork() {
        return new float[][] {
            new float[experts.groups() * Experts.COUNT],
            new float[experts.groups() * Experts.COUNT],
            new float[experts.groups()],
            new float[horizon]
        };
    }

    void write(ColumnView target, float[] recurrent, TargetFeatures out) {
        ExpertState state = target.experts();
        Window window = target.window();
        float[] inverse = out.work()[0];
        float[] share = out.work()[1];
        float[] expected = out.work()[2];
        float[] factor = out.work()[3];
        float[][] said = out.seasonal();
        experts.judgement(state, window, target.deviation(), inverse, expected);
        experts.write(state, window, said);
        experts.interpolate(expected, 0, 1, out.unit());
        toShares(inverse, share);
        float newest = window.at(0);
        Arrays.fill(out.center(), newest);
        for (int e = 1; e < Experts.COUNT; e++) {
            experts.interpolate(share, e, Experts.COUNT, factor);
            for (int k = 0; k < horizon; k++) {
                out.center()[k] = Math.fma(factor[k], said[e][k] - newest, out.center()[k]);
            }
        }
        writeRecurrent(target, inverse, expected, out, recurrent);
        writeLinear(window, out);
        for (int e = 0; e < Experts.COUNT; e++) {
            experts.interpolate(inverse, e, Experts.COUNT, factor);
            for (int k = 0; k < horizon; k++) {
                float trust = factor[k] * factor[k] * (factor[k] * factor[k]);
                said[e][k] = trust * bounded((said[e][k] - out.center()[k]) / out.unit()[k]);
            }
        }
    }

    /** Twelfth powers, in shares of their sum per group. */
    private void toShares(float[] inverse, float[] share) {
        for (int g = 0; g < experts.groups(); g++) {
            float sum = 0f;
            for (int i = g * Experts.COUNT; i < (g + 1) * Experts.COUNT; i++) {
                float power2 = inverse[i] * inverse[i];
                float power4 = power2 * power2;
                float power8 = power4 * power4;
                share[i] = power8 * power4;
                sum += share[i];
            }
            for (int i = g * Experts.COUNT; i < (g + 1) * Experts.COUNT; i++) {
                share[i] /= sum;
            }
        }
    }

    private void writeRecurrent(ColumnView target, float[] inverse, float[] expected, TargetFeatures out, float[] in) {
        ExpertState state = target.experts();
        Window window = target.window();
        float[][] said = out.seasonal();
        float[] center = out.center();
        float[] unit = out.unit();
        float newest = window.at(0);
        int middle = horizon / 2;
        int last = horizon - 1;
        int i = 0;
        in[i++] = window.available() > 1 ? bounded((newest - window.at(1)) / unit[0]) : 0f;
        in[i++] = bounded((center[0] - newest) / unit[0]);
        in[i++] = bounded((center[middle] - newest) / unit[middle]);
        in[i++] = bounded((center[last] - newest) / unit[last]);
        in[i++] = bounded((said[Experts.SHORT_MEAN][0] - newest) / unit[0]);
        in[i++] = bounded((said[Experts.LONG_MEAN][0] - newest) / unit[0]);
        in[i++] = bounded((said[Experts.MEDIAN][0] - newest) / unit[0]);
        in[i++] = bounded((said[Experts.TREND][0] - newest) / unit[0]);
        in[i++] = target.missing() ? 1f : 0f;
        in[i++] = 1f / (1f + state.steps / YOUNG);
        for (int s = 0; s < Experts.SEASONS; s++) {
            boolean speaks = Experts.speak(state, window, s);
            float[] once = said[Experts.LEVELS + Experts.PER_SEASON * s + Experts.ONCE];
            in[i++] = speaks ? bounded((once[0] - newest) / unit[0]) : 0f;
            in[i++] = speaks ? bounded((newest - window.at(state.seasons()[s])) / unit[last]) : 0f;
            in[i++] = speaks ? 1f : 0f;
        }
        for (int g = 0; g < experts.groups(); g++) {
            in[i++] = (float) StrictMath.log(expected[g] / target.deviation());
        }
        System.arraycopy(inverse, 0, in, i, Experts.COUNT);
        System.arraycopy(inverse, (experts.groups() - 1) * Experts.COUNT, in, i + Experts.COUNT, Experts.COUNT);
    }

    private void writeLinear(Window window, TargetFeatures out) {
        float[] in = out.linear();
        float newest = window.at(0);
        for (int back = 1; back <= recentLags; back++) {
            in[back - 1] = back < window.available() ? bounded((window.at(back) - newest) / out.unit()[0]) : 0f;
        }
        in[recentLags] = 1f;
    }

    private static float bounded(float value) {
        return Math.max(-Features.CLIP, Math.min(Features.CLIP, value));
    }
}
