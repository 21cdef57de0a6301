package io.gatecast.streams.control;

import io.gatecast.streams.client.WholeTopicReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads a control topic from its beginning and goes on as it grows. One thread. */
final class ControlReader implements AutoCloseable {
    private final SortedMap<String, AlarmControl> controls = new TreeMap<>();
    private final BiConsumer<String, String> unusable;
    private final WholeTopicReader reader;

    /**
     * Begins at the first record.
     *
     * @param unusable is told the place of every record that is not as it must be, and why; what its key had before stays
     */
    ControlReader(ControlTopic topic, BiConsumer<String, String> unusable) {
        this.unusable = unusable;
        reader = new WholeTopicReader(topic.cluster(), topic.name(), this::accept);
    }

    private void accept(ConsumerRecord<byte[], byte[]> message) {
        String series = message.key() == null ? "" : new String(message.key(), StandardCharsets.UTF_8);
        if (message.value() == null) {
            controls.remove(series);
            return;
        }
        try {
            if (series.isEmpty()) {
                throw new IllegalArgumentException("the key must be the name of a series");
            }
            controls.put(series, AlarmControl.parse(message.value()));
        } catch (IllegalArgumentException e) {
            unusable.accept("offset " + message.offset() + ", series '" + series + "'", e.getMessage());
        }
    }

    /** Reads everything that was committed before the call. */
    SortedMap<String, AlarmControl> readToEnd() {
        reader.readToEnd();
        return controls;
    }

    /** Waits for records; returns whether there were any. */
    boolean poll(Duration limit) {
        return reader.poll(limit);
    }

    /** What has been read so far, by name of the series; live. */
    SortedMap<String, AlarmControl> controls() {
        return controls;
    }

    @Override
    public void close() {
        reader.close();
    }
}
