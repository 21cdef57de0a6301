package io.gatecast.streams.alert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatecast.schema.Severity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/**
 * Alarms that somebody should look at together: of one group of series, and close to each other in event time. A disturbance that
 * makes a series alarm again and again, such as a shift of its level, is told once.
 */
final class AlarmIncident implements Incident {
    /** Series told of an incident by name; of more, only the number is told. */
    private static final int MOST_SERIES = 20;

    private final String group;
    private final IncidentRules rules;
    private final Map<String, Alarm> latest = new LinkedHashMap<>();
    private final Map<String, Alarm> worst = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> firstOffsets = new HashMap<>();
    private Alarm name;
    private long firstMs;
    private long lastMs;
    private long alarms;
    private Severity severity = Severity.INFO;
    private Status status = Status.OPEN;
    private Instant heardAt = Instant.MIN;
    private boolean news = true;
    private boolean told;

    /** Begins with the alarm that is read first, which names it: the same alarm gives the same id. */
    AlarmIncident(String group, IncidentRules rules, Alarm first, Instant now) {
        this.group = group;
        this.rules = rules;
        name = first;
        firstMs = first.timestampMs();
        lastMs = first.timestampMs();
        add(first, now);
    }

    /** Tells whether an alarm is close enough to belong to it, and would not make it too long. */
    boolean takes(Alarm alarm) {
        Duration gap = rules.gap();
        long from = Math.min(firstMs, alarm.timestampMs());
        long to = Math.max(lastMs, alarm.timestampMs());
        return status == Status.OPEN
                && alarm.timestampMs() >= firstMs - gap.toMillis()
                && alarm.timestampMs() <= lastMs + gap.toMillis()
                && to - from <= rules.longest().toMillis();
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

    /** Names it after another of its alarms, if nobody has heard its name yet. */
    void name(Alarm alarm) {
        name = told ? name : alarm;
    }

    /** The alarm after which it is named. */
    Alarm name() {
        return name;
    }

    @Override
    public UUID id() {
        String text = group + "\n" + name.key() + "\n" + name.timestampMs();
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Status status() {
        return status;
    }

    @Override
    public String topic() {
        return name.partition().topic();
    }

    @Override
    public boolean hasNews() {
        return news;
    }

    @Override
    public void tell() {
        news = false;
        told = true;
    }

    @Override
    public boolean isQuiet(Instant now) {
        return status == Status.OPEN && !now.isBefore(heardAt.plus(rules.gap()));
    }

    @Override
    public void closeIfQuiet(Instant now) {
        if (isQuiet(now)) {
            status = Status.CLOSED;
            news |= told; // whoever heard of it hears that it is over
        }
    }

    @Override
    public Map<TopicPartition, Long> firstOffsets() {
        return firstOffsets;
    }

    @Override
    public ObjectNode content() {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        content.put("id", id().toString());
        content.put("kind", "anomaly");
        content.put("status", status.name().toLowerCase(Locale.ROOT));
        content.put("severity", severity.name().toLowerCase(Locale.ROOT));
        content.put("group", group);
        content.put("title", title());
        content.put("from", Instant.ofEpochMilli(firstMs).toString());
        content.put("to", Instant.ofEpochMilli(lastMs).toString());
        content.put("series", worst.size());
        content.put("alarms", alarms);
        ArrayNode list = content.putArray("worst");
        worst.values().stream()
                .sorted((a, b) -> b.severity().compareTo(a.severity()))
                .limit(MOST_SERIES)
                .forEach(alarm -> list.add(alarm.content()));
        return content;
    }

    private String title() {
        String first = worst.keySet().iterator().next();
        int others = worst.size() - 1;
        return others == 0 ? first : first + " and " + others + " more";
    }

    String group() {
        return group;
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
}
