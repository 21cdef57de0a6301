package io.gatecast.core.train;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingSeriesTest {
    private static final List<String> VALUE = List.of("value");

    @Test
    void shouldRefuseTimesThatDoNotAscend() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainingSeries("a", new long[] {1, 2, 2}, new double[1][3], VALUE))
                .withMessage("series a: event times must ascend, row 2 is at or before row 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainingSeries("a", new long[] {2, 1}, new double[1][2], VALUE));
    }

    @Test
    void shouldRefuseLengthsThatDiffer() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainingSeries("a", new long[] {1, 2}, new double[1][3], VALUE))
                .withMessage("series a, column value: expected 2 values, found 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainingSeries("a", new long[0], new double[0][], List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainingSeries("a", new long[0], new double[2][0], VALUE));
    }

    /** What the forecaster would refuse later must not be found out after the training. */
    @Test
    void shouldRefuseWhatNoObservationCanHold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainingSeries("a", new long[] {-5, 2}, new double[1][2], VALUE))
                .withMessage("series a: event time must not be negative, was -5 ms in row 0");
        for (double bad : new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 2e30}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new TrainingSeries("a", new long[] {1, 2}, new double[][] {{0, bad}}, VALUE))
                    .withMessage(
                            "series a, column value: values must be missing or between -1.0E30 and 1.0E30, row 1 is "
                                    + bad);
        }
        new TrainingSeries("a", new long[] {0, 2}, new double[][] {{Double.NaN, -1e30}}, VALUE);
    }
}
