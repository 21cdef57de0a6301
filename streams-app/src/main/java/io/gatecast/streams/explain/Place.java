package io.gatecast.streams.explain;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a record is.
 *
 * @param topic name of the topic
 * @param partition number of the partition
 * @param offset offset in it
 */
public record Place(String topic, int partition, long offset) {
    private static final Pattern TEXT = Pattern.compile("(.+)-(\\d{1,9})@(\\d{1,18})");

    public Place {
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException(
                    "partition and offset must not be negative, were " + partition + " and " + offset);
        }
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @param text such as {@code demand-forecasts-0@1234}
     * @return the place
     * @throws IllegalArgumentException if it is something else
     */
    public static Place parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "a place must be TOPIC-PARTITION@OFFSET, such as demand-forecasts-0@1234, was '" + text + "'");
        }
        return new Place(parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3)));
    }

    TopicPartition topicPartition() {
        return new TopicPartition(topic, partition);
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
