package io.gatecast.streams.control;

import io.gatecast.streams.client.Cluster;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * A compacted topic of one partition with what is asked of the alarms of series: one record for each series, or for all whose names
 * begin alike. Of two changes at the same time the later one wins.
 *
 * @param cluster where the topic is
 * @param name its name
 */
public record ControlTopic(Cluster cluster, String name) {
    /**
     * Creates the topic unless it exists.
     *
     * @return true if it was created
     * @throws KafkaException if the cluster cannot be reached or refuses
     */
    public boolean create() {
        return cluster.createCompactedTopic(name);
    }

    /**
     * Checks that the topic keeps what is asked.
     *
     * @throws KafkaException if there is no such topic, or it forgets records
     */
    public void requireUsable() {
        if (!cluster.hasTopic(name)) {
            throw new KafkaException("there is no topic '" + name + "'; gatecast alarms creates it");
        }
        if (cluster.forgets(name)) {
            throw new KafkaException(
                    "topic " + name + " must have cleanup.policy=compact, or controls are deleted when they are old");
        }
    }

    /**
     * Reads the whole topic.
     *
     * @param unusable is told the place of every record that is not as it must be, and why; what its key had before stays
     * @return what the topic says now, by name of the series
     * @throws KafkaException if the topic does not exist or the cluster cannot be reached
     */
    public SortedMap<String, AlarmControl> read(BiConsumer<String, String> unusable) {
        try (ControlReader reader = new ControlReader(this, unusable)) {
            return reader.readToEnd();
        }
    }

    /**
     * Changes what is asked of a series.
     *
     * @param series its name, or its beginning and an asterisk
     * @param change what is asked now becomes what is asked then; {@link AlarmControl#NONE} deletes the record
     * @return what is asked from now on
     * @throws KafkaException if the cluster cannot be reached or refuses
     */
    public AlarmControl change(String series, UnaryOperator<AlarmControl> change) {
        AlarmControl before = read((place, why) -> {}).getOrDefault(series, AlarmControl.NONE);
        AlarmControl after = change.apply(before);
        byte[] value = after.isEmpty() ? null : after.toJson();
        try (Producer<byte[], byte[]> producer = cluster.producer()) {
            producer.send(new ProducerRecord<>(name, 0, series.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        } catch (ExecutionException e) {
            throw new KafkaException("topic " + name + " did not take the control of " + series, e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        return after;
    }
}
