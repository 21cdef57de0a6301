package io.gatecast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ObservationTest {
    @Test
    void shouldRefuseWhatNoSumCouldHold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Observation(0, 1, Double.POSITIVE_INFINITY))
                .withMessageContaining("value 1")
                .withMessageContaining("Infinity");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Observation(0, -1.1e30))
                .withMessageContaining("-1.1E30");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Observation(-1, 1))
                .withMessageContaining("-1 ms");
        assertThatIllegalArgumentException().isThrownBy(() -> new Observation(0));
    }

    @Test
    void shouldTakeMissingValuesAndTheLargestMagnitude() {
        assertThat(new Observation(0, Double.NaN).value(0)).isNaN();
        assertThat(new Observation(0, 1e30, -1e30).columns()).isEqualTo(2);
    }

    @Test
    void shouldBeAValueThatNobodyCanChange() {
        double[] values = {1, Double.NaN};
        Observation observation = new Observation(5, values);
        values[0] = 9;

        assertThat(observation)
                .isEqualTo(new Observation(5, 1, Double.NaN))
                .hasSameHashCodeAs(new Observation(5, 1, Double.NaN));
        assertThat(observation).isNotEqualTo(new Observation(6, 1, Double.NaN)).isNotEqualTo(new Observation(5, 1, 2));
    }

    @Test
    void shouldKnowNothingBeyondWhatItWasGiven() {
        Observation observation =
                new Observation(0, new double[] {1}, new double[][] {{2, 3}, {}}, new double[] {4, Double.NaN});

        assertThat(observation.knownColumns()).isEqualTo(2);
        assertThat(observation.known(0, 1)).isEqualTo(3);
        assertThat(observation.known(0, 2)).isNaN();
        assertThat(observation.known(1, 0)).isNaN();
        assertThat(observation.staticColumns()).isEqualTo(2);
        assertThat(observation.staticCode(0)).isEqualTo(4);
        assertThat(observation)
                .isNotEqualTo(new Observation(0, 1))
                .isNotEqualTo(new Observation(0, new double[] {1}, new double[][] {{2, 3}, {0}}, new double[2]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Observation(0, new double[1], new double[][] {{}, {0, 2e30}}, new double[0]))
                .withMessageContaining("value of known column 1 at step 1")
                .withMessageContaining("2.0E30");
    }
}
