package io.gatecast.streams.alert;

import io.gatecast.schema.Severity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/**
 * Alarms that somebody should look at together: of one group of series, and close to each other in event time. A disturbance that
 * makes a series alarm again and again, such as a shift of its level, is told once.
 */
final class Incident {
    /** Where an incident stands, as it is told. */
    enum Status {
        OPEN,
        CLOSED
    }

    private final UUID id;
    private final String group;
    private final Map<String, Alarm> latest = new LinkedHashMap<>();
    private final Map<String, Alarm> worst = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> firstOffsets = new HashMap<>();
    private long firstMs;
    private long lastMs;
    private long alarms;
    private Severity severity = Severity.INFO;
    private Status status = Status.OPEN;
    private Instant heardAt = Instant.MIN;
    private boolean news = true;
    private boolean told;

    /** Begins with the alarm that is read first, after which it is named: the same alarm gives the same id after a restart. */
    Incident(String group, Alarm first, Instant now) {
        this.group = group;
        String name = group + "\n" + first.key() + "\n" + first.timestampMs();
        id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        firstMs = first.timestampMs();
        lastMs = first.timestampMs();
        add(first, now);
    }

    /** Tells whether an alarm is close enough to belong to it, and would not make it too long. */
    boolean takes(Alarm alarm, Duration gap, Duration longest) {
        long from = Math.min(firstMs, alarm.timestampMs());
        long to = Math.max(lastMs, alarm.timestampMs());
        return alarm.timestampMs() >= firstMs - gap.toMillis()
                && alarm.timestampMs() <= lastMs + gap.toMillis()
                && to - from <= longest.toMillis();
    }

    void add(Alarm alarm, Instant now) {
        Alarm before = latest.put(alarm.key(), alarm);
        boolean isSaid =
                before != null && alarm.continues(before) && alarm.severity().compareTo(severity) <= 0;
        news |= !isSaid;
        worst.merge(alarm.key(), alarm, (old, fresh) -> fresh.severity().compareTo(old.severity()) > 0 ? fresh : old);
        firstOffsets.merge(alarm.partition(), alarm.offset(), Math::min);
        firstMs = Math.min(firstMs, alarm.timestampMs());
        lastMs = Math.max(lastMs, alarm.timestampMs());
        severity = alarm.severity().compareTo(severity) > 0 ? alarm.severity() : severity;
        alarms++;
        heardAt = now;
    }

    /** Tells whether it is open although nothing was heard for long enough. */
    boolean isQuiet(Instant now, Duration gap) {
        return status == Status.OPEN && !now.isBefore(heardAt.plus(gap));
    }

    /** Ends it if nothing was heard for long enough. */
    void closeIfQuiet(Instant now, Duration gap) {
        if (isQuiet(now, gap)) {
            status = Status.CLOSED;
            news |= told; // whoever heard of it hears that it is over
        }
    }

    /** Takes note that it has been told as it is now. */
    void tell() {
        news = false;
        told = true;
    }

    boolean hasNews() {
        return news;
    }

    boolean isOver() {
        return status == Status.CLOSED && !news;
    }

    UUID id() {
        return id;
    }

    String group() {
        return group;
    }

    Status status() {
        return status;
    }

    Severity severity() {
        return severity;
    }

    long firstMs() {
        return firstMs;
    }

    long lastMs() {
        return lastMs;
    }

    long alarms() {
        return alarms;
    }

    /** The most urgent alarm of every series, in the order in which series joined. */
    Collection<Alarm> worst() {
        return worst.values();
    }

    Map<TopicPartition, Long> firstOffsets() {
        return firstOffsets;
    }
}
