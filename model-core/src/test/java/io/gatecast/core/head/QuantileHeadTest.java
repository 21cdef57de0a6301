package io.gatecast.core.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.feature.Features;
import io.gatecast.core.feature.TargetFeatures;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.recurrent.ResetVariant;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.spec.ModelSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuantileHeadTest {
    /** Horizon 2, one season: two seasonal values per step. */
    private final TargetFeatures features = new Features(new ModelSpec(
                    CellKind.GRU,
                    ResetVariant.RESET_AFTER,
                    2,
                    1,
                    2,
                    List.of(0.1, 0.5, 0.9),
                    List.of(2),
                    4,
                    Transform.IDENTITY,
                    0,
                    1,
                    0,
                    false,
                    1,
                    2,
                    List.of("value")))
            .newVector()
            .target(0);

    @Test
    void shouldForecastTheSeasonalBaseWithAllParametersZero() {
        QuantileHead head = new QuantileHead(2, 3, 2, features.linear().length, 2);
        features.base()[0] = 5f;
        features.base()[1] = 7f;
        float[] out = new float[6];

        head.apply(features, new float[] {1f, 1f}, new float[2], out);

        assertThat(out).containsExactly(5f, 7f, 5f, 7f, 5f, 7f);
    }

    @Test
    void shouldMoveAllQuantilesByTheLinearAndSeasonalPartAndEachByTheHiddenState() {
        QuantileHead head = new QuantileHead(2, 3, 2, features.linear().length, 2);
        features.base()[0] = 1f;
        features.base()[1] = 2f;
        features.linear()[1] = 10f;
        features.seasonal()[1][0] = 3f;
        features.seasonal()[1][1] = 4f;
        head.linearWeight().column(1)[1] = 2f; // step 2 from the second linear feature
        head.seasonalWeight().column(1)[0] = 100f; // step 1 from two seasons before
        head.hiddenWeight().column(1)[5] = 1000f; // level 3 of step 2 from the second hidden element
        head.bias().column(0)[2] = 0.5f; // level 2 of step 1
        float[] out = new float[6];

        head.apply(features, new float[] {9f, 7f}, new float[2], out);

        assertThat(out).containsExactly(301f, 22f, 301.5f, 22f, 301f, 7022f);
    }
}
