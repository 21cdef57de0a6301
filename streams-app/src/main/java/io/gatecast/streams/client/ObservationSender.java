package io.gatecast.streams.client;

import io.gatecast.schema.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** Puts observations on a topic: record key = series key, record timestamp = event time. For one thread. */
public final class ObservationSender implements AutoCloseable {
    private final Producer<String, Observation> producer;
    private final String topic;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private long sent;

    /**
     * Creates a sender.
     *
     * @param producer sends the records; closed by the caller
     * @param topic name of an existing topic
     */
    public ObservationSender(Producer<String, Observation> producer, String topic) {
        this.producer = producer;
        this.topic = topic;
    }

    /**
     * Sends an observation, without waiting for the broker.
     *
     * @param key name of the series
     * @param observation what was observed; its static codes are not sent
     * @param statics text of the static columns, empty where missing
     * @throws KafkaException if this or an earlier observation cannot be sent
     */
    public void send(String key, io.gatecast.core.Observation observation, List<String> statics) {
        List<Double> values = new ArrayList<>(observation.columns());
        for (int c = 0; c < observation.columns(); c++) {
            values.add(orNull(observation.value(c)));
        }
        List<List<Double>> known = new ArrayList<>(observation.knownColumns());
        for (int c = 0; c < observation.knownColumns(); c++) {
            List<Double> ahead = new ArrayList<>();
            for (int k = 0; k < observation.knownSteps(c); k++) {
                ahead.add(orNull(observation.known(c, k)));
            }
            known.add(ahead);
        }
        List<Object> texts = new ArrayList<>();
        statics.forEach(text -> texts.add(text.isEmpty() ? null : text));
        requireNoFailure();
        producer.send(
                new ProducerRecord<>(
                        topic,
                        null,
                        observation.timestampMs(),
                        key,
                        new Observation(key, observation.timestampMs(), values, known, texts)),
                this::noteFailure);
        sent++;
    }

    private static Double orNull(double value) {
        return Double.isNaN(value) ? null : Double.valueOf(value);
    }

    /**
     * Waits until everything sent is on the topic.
     *
     * @throws KafkaException if an observation could not be sent
     */
    public void flush() {
        producer.flush();
        requireNoFailure();
    }

    /**
     * Number of observations given to {@link #send}.
     *
     * @return count
     */
    public long sent() {
        return sent;
    }

    /** Waits until everything sent is on the topic or has failed. */
    @Override
    public void close() {
        producer.flush();
    }

    private void noteFailure(RecordMetadata metadata, Exception exception) {
        if (exception != null) {
            failure.compareAndSet(null, exception);
        }
    }

    private void requireNoFailure() {
        Exception first = failure.get();
        if (first != null) {
            throw new KafkaException("topic " + topic + " did not take an observation", first);
        }
    }
}
