package io.gatecast.streams.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/** The incidents that are not over, in the order in which they began. */
final class IncidentBook {
    private final IncidentRules rules;
    private final List<Incident> incidents = new ArrayList<>();
    private final Map<String, BreachIncident> breaches = new HashMap<>(); // open ones, by subject
    private final Set<Place> named = new HashSet<>();

    /**
     * Begins with nothing.
     *
     * @param named places of the records by which incidents had been known before, so that they are again
     */
    IncidentBook(IncidentRules rules, Set<Place> named) {
        this.rules = rules;
        this.named.addAll(named);
    }

    void add(Alarm alarm, Instant now) {
        String group = groupOf(alarm.key());
        Optional<AlarmIncident> open = of(AlarmIncident.class)
                .filter(incident -> incident.group().equals(group))
                .filter(incident -> incident.takes(alarm))
                .findFirst();
        open.ifPresentOrElse(
                incident -> incident.add(alarm, now), () -> incidents.add(new AlarmIncident(group, rules, alarm, now)));
        if (named.remove(Place.of(alarm))) {
            open.ifPresent(incident -> incident.name(alarm));
        }
    }

    /** Tells whether all records by which incidents had been known have been read again. */
    boolean isRestored() {
        return named.isEmpty();
    }

    /** Waits no longer for records that are not there any more. */
    void forgetBefore(TopicPartition partition, long offset) {
        named.removeIf(place -> place.partition().equals(partition) && place.offset() < offset);
    }

    /** Takes note of how probable it is that a limit will be crossed. */
    void add(Warning warning, Instant now) {
        boolean known = named.remove(new Place(warning.partition(), warning.offset()));
        BreachIncident open = breaches.get(warning.subject());
        boolean goesOn = open != null && !open.takes(warning);
        if (open != null) {
            if (known || goesOn) {
                open.giveWay();
            } else {
                open.add(warning, now);
            }
            if (open.status() == Incident.Status.OPEN) {
                return;
            }
            forget(open);
        }
        boolean isProbable = goesOn || warning.probability() >= rules.breachProbability();
        if (known || isProbable && !warning.muted()) {
            BreachIncident begun = new BreachIncident(groupOf(warning.key()), rules, warning, now, known);
            breaches.put(warning.subject(), begun);
            incidents.add(begun);
        }
    }

    private String groupOf(String key) {
        return rules.group()
                .map(pattern -> pattern.matcher(key))
                .filter(Matcher::find)
                .map(found -> found.groupCount() > 0 && found.group(1) != null ? found.group(1) : found.group())
                .orElse("");
    }

    private <I extends Incident> Stream<I> of(Class<I> kind) {
        return incidents.stream().filter(kind::isInstance).map(kind::cast);
    }

    /** The topics on which nothing was heard of some incident for long enough to end it. */
    Set<String> quietTopics(Instant now) {
        return incidents.stream()
                .filter(incident -> incident.isQuiet(now))
                .map(Incident::topic)
                .collect(Collectors.toSet());
    }

    /** Ends what has been quiet on a topic for long enough, and forgets what is over and told. */
    void closeQuiet(String topic, Instant now) {
        incidents.stream()
                .filter(incident -> incident.topic().equals(topic))
                .forEach(incident -> incident.closeIfQuiet(now));
        forgetClosed();
    }

    private void forget(BreachIncident closed) {
        breaches.remove(closed.subject());
        if (closed.isOver()) {
            incidents.remove(closed);
        }
    }

    private void forgetClosed() {
        breaches.values().removeIf(breach -> breach.status() == Incident.Status.CLOSED);
        incidents.removeIf(Incident::isOver);
    }

    /** What has not been told yet, at most so many. */
    List<Incident> news(int most) {
        return incidents.stream().filter(Incident::hasNews).limit(most).toList();
    }

    /** The first record of every partition that is needed to make these incidents again after a restart. */
    Map<TopicPartition, Long> firstOffsets() {
        Map<TopicPartition, Long> first = new HashMap<>();
        incidents.forEach(incident ->
                incident.firstOffsets().forEach((partition, offset) -> first.merge(partition, offset, Math::min)));
        return first;
    }

    /** Where the records are by which incidents are known: alarms that name them, and what breaches began with. */
    Set<Place> names() {
        Set<Place> names = new HashSet<>(named);
        of(AlarmIncident.class).map(AlarmIncident::name).map(Place::of).forEach(names::add);
        of(BreachIncident.class).map(BreachIncident::began).forEach(names::add);
        return names;
    }

    /** Forgets what can be forgotten now that it has been told. */
    void told(List<Incident> batch) {
        batch.forEach(Incident::tell);
        forgetClosed();
    }
}
