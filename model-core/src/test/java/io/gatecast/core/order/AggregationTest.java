package io.gatecast.core.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.Observation;
import io.gatecast.core.TestModels;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.scale.Transform;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AggregationTest {
    @ParameterizedTest
    @CsvSource({
        "LAST, 2.5, NaN",
        "MEAN, 3, NaN",
        "SUM, 9, NaN",
        "MIN, 2.5, NaN",
        "MAX, 4, NaN",
        "COUNT, 3, 0",
    })
    void shouldLeaveMissingValuesOut(Aggregation aggregation, double ofSome, double ofNone) {
        Tail tail = new Tail(0, TestModels.spec(CellKind.GRU, 1, 1, Transform.IDENTITY, "value", "other"));
        double[] values = {Double.NaN, 4, Double.NaN, 2.5, 2.5, Double.NaN};
        for (int i = 0; i < values.length; i++) {
            tail.insert(i, new Observation(100 + i, values[i], Double.NaN));
        }

        Observation step =
                new StepAggregator(List.of(aggregation, aggregation)).observation(tail, 0, values.length, 100);

        assertThat(step).isEqualTo(new Observation(100, ofSome, ofNone));
    }
}
