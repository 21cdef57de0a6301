package io.gatecast.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayOrderTest {
    @Test
    void shouldBeTheSameAfterAnInterruption(@TempDir Path folder) {
        Range range = new Range(Map.of(
                new TopicPartition("in", 0), new Range.Span(5, 90), new TopicPartition("in", 1), new Range.Span(0, 0)));
        ReplayOrder order = new ReplayOrder(
                range,
                Optional.of("/models/one.gatecast"),
                Optional.of("9f86d081"),
                List.of(Path.of("/models/one.gatecast"), Path.of("/models/two.gatecast")),
                Optional.of("in-forecasts"),
                true,
                Optional.empty(),
                Optional.of(Path.of("/tmp/out.csv")),
                Double.POSITIVE_INFINITY);

        order.write(folder.resolve("again"));

        assertThat(ReplayOrder.read(folder.resolve("again"))).contains(order);
        assertThat(ReplayOrder.read(folder.resolve("other"))).isEmpty();
    }

    @Test
    void shouldGoOnWithTheModelItBeganWithOnly() {
        ReplayOrder order = new ReplayOrder(
                new Range(Map.of(new TopicPartition("in", 0), new Range.Span(0, 9))),
                Optional.of("pumps"),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                1);

        ReplayOrder begun = order.withModel("9f86d081");

        assertThat(begun.withModel("9f86d081")).isEqualTo(begun);
        assertThatThrownBy(() -> begun.withModel("60303ae2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the replay began with model 9f86d081 and cannot go on with 60303ae2");
    }
}
