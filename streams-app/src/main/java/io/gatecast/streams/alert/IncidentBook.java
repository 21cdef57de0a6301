package io.gatecast.streams.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.apache.kafka.common.TopicPartition;

/** The incidents that are not over, in the order in which they began. */
final class IncidentBook {
    private final IncidentRules rules;
    private final List<Incident> incidents = new ArrayList<>();

    IncidentBook(IncidentRules rules) {
        this.rules = rules;
    }

    void add(Alarm alarm, Instant now) {
        String group = groupOf(alarm.key());
        incidents.stream()
                .filter(incident -> incident.status() == Incident.Status.OPEN)
                .filter(incident -> incident.group().equals(group))
                .filter(incident -> incident.takes(alarm, rules.gap(), rules.longest()))
                .findFirst()
                .ifPresentOrElse(
                        incident -> incident.add(alarm, now), () -> incidents.add(new Incident(group, alarm, now)));
    }

    private String groupOf(String key) {
        return rules.group()
                .map(pattern -> pattern.matcher(key))
                .filter(Matcher::find)
                .map(found -> found.groupCount() > 0 && found.group(1) != null ? found.group(1) : found.group())
                .orElse("");
    }

    /** Tells whether there is something to end. */
    boolean hasQuiet(Instant now) {
        return incidents.stream().anyMatch(incident -> incident.isQuiet(now, rules.gap()));
    }

    /** Ends what has been quiet for long enough, and forgets what is over and told. */
    void closeQuiet(Instant now) {
        incidents.forEach(incident -> incident.closeIfQuiet(now, rules.gap()));
        incidents.removeIf(Incident::isOver);
    }

    /** What has not been told yet, at most so many. */
    List<Incident> news(int most) {
        return incidents.stream().filter(Incident::hasNews).limit(most).toList();
    }

    /** The first alarm of every partition that is needed to make these incidents again after a restart. */
    Map<TopicPartition, Long> firstOffsets() {
        Map<TopicPartition, Long> first = new HashMap<>();
        incidents.forEach(incident ->
                incident.firstOffsets().forEach((partition, offset) -> first.merge(partition, offset, Math::min)));
        return first;
    }

    /** Forgets what can be forgotten now that it has been told. */
    void told(List<Incident> batch) {
        batch.forEach(Incident::tell);
        incidents.removeIf(Incident::isOver);
    }
}
