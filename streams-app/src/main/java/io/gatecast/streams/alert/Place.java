package io.gatecast.streams.alert;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a record is.
 *
 * @param partition partition
 * @param offset offset there
 */
record Place(TopicPartition partition, long offset) {
    /** Brokers take a few kilobytes of text with a committed offset. */
    private static final int MOST = 200;

    static Place of(Alarm alarm) {
        return new Place(alarm.partition(), alarm.offset());
    }

    /** Offsets of a partition as text. */
    static String text(TopicPartition partition, Collection<Place> places) {
        return places.stream()
                .filter(place -> place.partition().equals(partition))
                .limit(MOST)
                .map(place -> Long.toString(place.offset()))
                .collect(Collectors.joining(","));
    }

    /** The places that a text names; what is no number is somebody else's text. */
    static Set<Place> parse(TopicPartition partition, String text) {
        Stream<String> offsets = text == null || text.isEmpty() ? Stream.empty() : Arrays.stream(text.split(",", -1));
        return offsets.filter(offset -> offset.matches("\\d{1,18}"))
                .map(offset -> new Place(partition, Long.parseLong(offset)))
                .collect(Collectors.toSet());
    }
}
