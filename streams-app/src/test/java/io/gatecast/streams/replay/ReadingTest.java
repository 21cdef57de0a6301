package io.gatecast.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ReadingTest {
    private static final TopicPartition PARTITION = new TopicPartition("in", 0);

    private final Reading reading =
            new Reading(new Range(Map.of(PARTITION, new Range.Span(10, 100))), ReplayPace.UNLIMITED);

    @Test
    void shouldBeDoneOnceEverythingHandedOverIsCommitted() {
        assertThat(reading.isDone(PARTITION, 100, 10)).as("nothing read yet").isFalse();
        reading.note(PARTITION, 60, 60);
        assertThat(reading.isDone(PARTITION, 100, 60)).as("half of it read").isFalse();
        reading.note(PARTITION, 100, 97);
        assertThat(reading.isDone(PARTITION, 100, 60))
                .as("the rest not committed")
                .isFalse();
        assertThat(reading.isDone(PARTITION, 100, 97))
                .as("marks of transactions behind")
                .isTrue();
    }

    @Test
    void shouldNotBeDoneWhereAThreadHasLostWhatItWasGiven() {
        reading.note(PARTITION, 100, 97);
        reading.note(PARTITION, 100, 0);

        assertThat(reading.isDone(PARTITION, 100, 60)).isFalse();
    }

    @Test
    void shouldBeDoneIfMoreThanTheRangeIsCommitted() {
        assertThat(reading.isDone(PARTITION, 100, 104)).isTrue();
    }
}
