package io.gatecast.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

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
                Optional.empty(),
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
}
