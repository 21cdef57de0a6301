package io.gatecast.streams.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatecast.schema.Severity;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * An alarm as it stands on the anomaly topic.
 *
 * @param key name of the series
 * @param timestampMs event time, milliseconds since 1970
 * @param sinceMs event time at which the disturbance began; 0 = unknown
 * @param severity how urgent
 * @param content the whole record, for those who are told
 * @param partition partition of the anomaly topic it was read from
 * @param offset its offset there
 */
record Alarm(
        String key,
        long timestampMs,
        long sinceMs,
        Severity severity,
        ObjectNode content,
        TopicPartition partition,
        long offset) {

    /** What a record of the anomaly topic says; empty if it is no alarm, or cannot be read. */
    static Optional<Alarm> of(ObjectNode content, TopicPartition partition, long offset) {
        JsonNode key = content.path("key");
        JsonNode time = content.path("timestampMs");
        if (!content.path("alarm").asBoolean() || !key.isTextual() || !time.isIntegralNumber()) {
            return Optional.empty();
        }
        return Optional.of(new Alarm(
                key.asText(),
                time.asLong(),
                content.path("sinceMs").asLong(),
                severity(content.path("severity").asText()),
                content,
                partition,
                offset));
    }

    /** Tells whether a record says itself that it is no alarm, instead of saying nothing that can be understood. */
    static boolean isDenied(ObjectNode content) {
        return content.path("alarm").isBoolean() && !content.path("alarm").asBoolean();
    }

    private static Severity severity(String name) {
        for (Severity severity : Severity.values()) {
            if (severity.name().equals(name)) {
                return severity;
            }
        }
        return Severity.INFO;
    }

    /** The same disturbance of the same series as another alarm, as far as the detector can tell. */
    boolean continues(Alarm earlier) {
        return key.equals(earlier.key) && sinceMs != 0 && sinceMs == earlier.sinceMs;
    }
}
