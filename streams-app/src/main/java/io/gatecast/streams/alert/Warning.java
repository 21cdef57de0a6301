package io.gatecast.streams.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatecast.schema.LimitSide;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * What a record of the topic of breaches says of one limit of a series after one of its steps.
 *
 * @param key name of the series
 * @param target name of the value column
 * @param side which limit
 * @param limit the limit
 * @param timestampMs event time of the step, milliseconds since 1970
 * @param stepMs length of a step; 0 = unknown
 * @param probability probability that the limit will be crossed within the horizon
 * @param expectedSteps steps until then; 0 = crossed now
 * @param expectedMs event time of it; 0 = unknown
 * @param muted whether nobody is to be told
 * @param content the whole record, for those who are told
 * @param partition partition it was read from
 * @param offset its offset there
 */
record Warning(
        String key,
        String target,
        LimitSide side,
        double limit,
        long timestampMs,
        long stepMs,
        double probability,
        double expectedSteps,
        long expectedMs,
        boolean muted,
        ObjectNode content,
        TopicPartition partition,
        long offset) {

    /** What a record says; empty if it cannot be understood. */
    static Optional<Warning> of(ObjectNode content, TopicPartition partition, long offset) {
        JsonNode key = content.path("key");
        JsonNode time = content.path("timestampMs");
        JsonNode probability = content.path("probability");
        if (!key.isTextual() || !time.isIntegralNumber() || !probability.isNumber()) {
            return Optional.empty();
        }
        return Optional.of(new Warning(
                key.asText(),
                content.path("target").asText(),
                content.path("side").asText().equals(LimitSide.LOWER.name()) ? LimitSide.LOWER : LimitSide.UPPER,
                content.path("limit").asDouble(),
                time.asLong(),
                content.path("stepMs").asLong(),
                probability.asDouble(),
                content.path("expectedSteps").asDouble(Double.NaN),
                content.path("expectedMs").asLong(),
                content.path("muted").asBoolean(),
                content,
                partition,
                offset));
    }

    boolean isCrossed() {
        return expectedSteps == 0;
    }

    /** The same for all that is said of the same limit. */
    String subject() {
        return key + "\n" + target + "\n" + side + "\n" + limit;
    }
}
