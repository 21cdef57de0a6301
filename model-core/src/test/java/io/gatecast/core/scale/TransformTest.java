package io.gatecast.core.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransformTest {
    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 0.3, 1, 17, 12345.678, 1e12})
    void shouldRestoreAValueAfterTheLogarithm(double value) {
        double anchor = Transform.LOG.apply(42, 1e-9);
        double relative = Transform.LOG.apply(value, 1e-9) - anchor;

        double restored = Transform.LOG.invert(Transform.LOG.origin(anchor), (float) relative);

        assertThat(restored).isCloseTo(value, within(value * 3e-6));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 0.1, 0.3, 17.25, 45, 101.7, 12345.678, 999_999.999, 1e12})
    void shouldRestoreTheAnchorOfALogarithmToTheLastBit(double value) {
        double anchor = Transform.LOG.apply(value, 1e-9);

        assertThat(Transform.LOG.invert(Transform.LOG.origin(anchor), 0f)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e12, -3, 0, 1e-9, 42, 1e30})
    void shouldRestoreAValueWithoutTransform(double value) {
        double anchor = Transform.IDENTITY.apply(value, 0);

        assertThat(Transform.IDENTITY.invert(Transform.IDENTITY.origin(anchor), 0f))
                .isEqualTo(value);
        assertThat(Transform.IDENTITY.invert(Transform.IDENTITY.origin(7), 2.5f))
                .isEqualTo(9.5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e30, -1, 0, 1e-12})
    void shouldTakeTheLogarithmOfTheFloorWhereAValueIsBelowIt(double value) {
        assertThat(Transform.LOG.apply(value, 0.01)).isEqualTo(StrictMath.log(0.01));
    }

    @ParameterizedTest
    @ValueSource(strings = {"IDENTITY", "LOG"})
    void shouldKeepAMissingValueMissing(String transform) {
        assertThat(Transform.valueOf(transform).apply(Double.NaN, 0.01)).isNaN();
    }
}
