package io.gatecast.core.scale;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16, 17, 64, 100})
    void shouldShowTheSameValuesPushedOneByOneAsMovedOverAWholeSeries(int length) {
        float[] series = new float[5 * length + 60];
        for (int i = 0; i < series.length; i++) {
            series[i] = i + 0.5f;
        }
        Window pushed = Window.empty(length);
        Window moved = Window.over(length, series);

        for (int seen = 1; seen <= series.length; seen++) {
            pushed.push(series[seen - 1]);
            moved.moveTo(seen);

            assertThat(pushed.available()).isEqualTo(Math.min(seen, length)).isEqualTo(moved.available());
            assertThat(pushed.toArray()).as("after %d values", seen).containsExactly(moved.toArray());
            for (int back = 0; back < pushed.available(); back++) {
                assertThat(pushed.at(back))
                        .as("after %d values, %d back", seen, back)
                        .isEqualTo(series[seen - 1 - back])
                        .isEqualTo(moved.at(back))
                        .isEqualTo(pushed.data()[pushed.end() - 1 - back]);
            }
        }
    }

    @Test
    void shouldBeEmptyAtFirst() {
        assertThat(Window.empty(3).available()).isZero();
        assertThat(Window.empty(3).toArray()).isEmpty();
    }
}
