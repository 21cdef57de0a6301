package io.gatecast.core.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.TestModels;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.scale.RunningScale;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.scale.Window;
import io.gatecast.core.spec.ModelSpec;
import org.junit.jupiter.api.Test;

class ColumnViewTest {
    private static ColumnView view(Transform transform, double anchor, float... values) {
        ModelSpec spec = TestModels.spec(CellKind.GRU, 0, 1, transform, "value");
        ColumnView view = new ColumnView(Window.empty(spec.ringLength()));
        RunningScale scale = new RunningScale(spec.scaleWindow());
        for (int i = 0; i < values.length; i++) {
            view.window().push(values[i]);
            scale.update(view.window(), i + 1L, 1e-3);
        }
        view.set(spec, anchor, scale, false);
        return view;
    }

    @Test
    void shouldMeasureTheDeviationAgainstTheMagnitudeOfTheMean() {
        assertThat(view(Transform.IDENTITY, -100, 0f, 20f).level()).isEqualTo(90f);
        assertThat(view(Transform.IDENTITY, 100, 0f, 20f).level()).isEqualTo(110f);
    }

    @Test
    void shouldTakeALogarithmsDeviationAsItIs() {
        assertThat(view(Transform.LOG, 5, 0f, 2f).level()).isEqualTo(1f);
    }

    @Test
    void shouldShowMeanAndDeviationOfTheRunningScale() {
        ColumnView view = view(Transform.IDENTITY, 7, 1f, 5f);

        assertThat(view.mean()).isEqualTo(3f);
        assertThat(view.deviation()).isBetween(2f, 2.000001f);
        assertThat(view.missing()).isFalse();
    }
}
