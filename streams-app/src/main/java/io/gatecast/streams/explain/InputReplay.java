package io.gatecast.streams.explain;

import io.gatecast.schema.Forecast;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * A recorded forecast computed again from the input it came from.
 *
 * @param recomputed the forecast and what it follows from; empty if the input does not lead to one
 * @param partition where the input is
 * @param beginning first offset that is left of it
 */
public record InputReplay(Optional<Recomputed> recomputed, TopicPartition partition, long beginning) {
    /**
     * Leads a series through its input up to a forecast.
     *
     * @param consumer reads the input, committed records only
     * @param recorded the forecast
     * @param replay the series, before its first record
     * @return what was computed
     * @throws KafkaException if it is not known where the input is, or in which order it was read, or if it cannot be read
     */
    public static InputReplay of(Consumer<byte[], byte[]> consumer, RecordedForecasts recorded, SeriesReplay replay) {
        Forecast forecast = recorded.forecast();
        TopicPartition partition = partition(recorded);
        consumer.assign(List.of(partition));
        long beginning = consumer.beginningOffsets(List.of(partition)).get(partition);
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        boolean byRecord = forecast.getSourceOffset() >= 0;
        if (byRecord && (forecast.getSourceOffset() < beginning || forecast.getSourceOffset() >= end)) {
            throw new KafkaException("the record that caused the forecast is gone: " + partition + " has offsets "
                    + beginning + " to before " + end + ", it was at " + forecast.getSourceOffset());
        }
        long last = byRecord ? forecast.getSourceOffset() : end - 1;
        Optional<Recomputed> found = Optional.empty();
        consumer.seekToBeginning(List.of(partition));
        PatientReader<byte[]> reader = new PatientReader<>(consumer);
        while (found.isEmpty() && consumer.position(partition) <= last) {
            for (ConsumerRecord<byte[], byte[]> message : reader.poll()) {
                if (found.isEmpty() && message.offset() <= last) {
                    List<Recomputed> issued = replay.take(message);
                    found = byRecord && message.offset() < last ? Optional.empty() : match(issued, forecast);
                }
            }
        }
        if (found.isEmpty() && !byRecord) {
            found = match(replay.close(forecast.getIssuedAtMs() + forecast.getStepMs()), forecast);
        }
        return new InputReplay(byRecord ? found : found.map(InputReplay::withoutSource), partition, beginning);
    }

    private static TopicPartition partition(RecordedForecasts recorded) {
        Set<TopicPartition> sources = recorded.trail().sources();
        if (sources.isEmpty()) {
            throw new KafkaException("no forecast of series "
                    + recorded.forecast().getKey() + " up to " + recorded.place() + " names the record that caused it");
        }
        if (sources.size() > 1) {
            throw new KafkaException("events of series " + recorded.forecast().getKey() + " came from " + sources
                    + ": in which order they were read is not recorded");
        }
        return sources.iterator().next();
    }

    private static Optional<Recomputed> match(List<Recomputed> issued, Forecast recorded) {
        return issued.stream()
                .filter(one -> one.forecast().getIssuedAtMs() == recorded.getIssuedAtMs()
                        && one.forecast().getTarget().equals(recorded.getTarget()))
                .findFirst();
    }

    /** A clock closed the step; here a later event may have. */
    private static Recomputed withoutSource(Recomputed one) {
        Forecast forecast = Forecast.newBuilder(one.forecast())
                .setSourceTopic("")
                .setSourcePartition(-1)
                .setSourceOffset(-1)
                .build();
        return new Recomputed(forecast, one.state(), one.ledger());
    }
}
