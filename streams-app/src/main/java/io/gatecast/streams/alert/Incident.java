package io.gatecast.streams.alert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/** Something that somebody should look at: told when it begins, when something new happens, and when it is over. */
sealed interface Incident permits AlarmIncident, BreachIncident {
    /** Where an incident stands, as it is told. */
    enum Status {
        OPEN,
        CLOSED
    }

    /** The same for the same incident after a restart. */
    UUID id();

    Status status();

    /** Where its records come from. */
    String topic();

    /** Tells whether there is something to tell. */
    boolean hasNews();

    /** Takes note that it has been told as it is now. */
    void tell();

    /** Tells whether it is open although nothing was heard for long enough. */
    boolean isQuiet(Instant now);

    /** Ends it if nothing was heard for long enough. */
    void closeIfQuiet(Instant now);

    /** Tells whether it can be forgotten. */
    default boolean isOver() {
        return status() == Status.CLOSED && !hasNews();
    }

    /** The first record of every partition that is needed to make it again after a restart. */
    Map<TopicPartition, Long> firstOffsets();

    /** What is told of it now. */
    ObjectNode content();
}
