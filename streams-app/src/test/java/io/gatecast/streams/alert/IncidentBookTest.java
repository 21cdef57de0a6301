package io.gatecast.streams.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatecast.schema.Severity;
import io.gatecast.streams.alert.Incident.Status;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class IncidentBookTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final TopicPartition PARTITION = new TopicPartition("plant-anomalies", 0);
    private static final long MINUTE = 60_000;

    private final IncidentBook book = book(Optional.empty());
    private long offset;

    @Test
    void shouldPutAlarmsOfSeveralSeriesThatAreCloseInTimeIntoOneIncident() {
        book.add(alarm("press-1", 0, 0, Severity.WARNING), NOW);
        book.add(alarm("pump-4", 8 * MINUTE, 0, Severity.CRITICAL), NOW);
        book.add(alarm("pump-5", 17 * MINUTE, 0, Severity.WARNING), NOW);
        book.add(alarm("oven-2", 28 * MINUTE, 0, Severity.WARNING), NOW);

        assertThat(book.news(10)).hasSize(2);
        AlarmIncident first = (AlarmIncident) book.news(10).get(0);
        assertThat(first.worst()).extracting(Alarm::key).containsExactly("press-1", "pump-4", "pump-5");
        assertThat(first.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(first.lastMs() - first.firstMs()).isEqualTo(17 * MINUTE);
    }

    @Test
    void shouldTellOfALevelShiftOnceHoweverOftenItsSeriesAlarms() {
        book.add(alarm("press-1", 5 * MINUTE, 4 * MINUTE, Severity.WARNING), NOW);
        List<Incident> told = book.news(10);
        book.told(told);

        book.add(alarm("press-1", 9 * MINUTE, 4 * MINUTE, Severity.WARNING), NOW);
        book.add(alarm("press-1", 14 * MINUTE, 4 * MINUTE, Severity.WARNING), NOW);

        assertThat(book.news(10)).isEmpty();
        assertThat(((AlarmIncident) told.get(0)).alarms()).isEqualTo(3);

        book.add(alarm("press-1", 15 * MINUTE, 4 * MINUTE, Severity.CRITICAL), NOW);
        assertThat(book.news(10)).as("it has become worse").hasSize(1);
    }

    @Test
    void shouldTellOfASecondDisturbanceOfTheSameSeries() {
        book.add(alarm("press-1", 5 * MINUTE, 4 * MINUTE, Severity.WARNING), NOW);
        book.told(book.news(10));

        book.add(alarm("press-1", 9 * MINUTE, 8 * MINUTE, Severity.WARNING), NOW);

        assertThat(book.news(10)).hasSize(1);
    }

    @Test
    void shouldTellThatAnIncidentIsOverWhenNothingWasHeardForTheGap() {
        book.add(alarm("press-1", 0, 0, Severity.WARNING), NOW);
        book.told(book.news(10));

        book.closeQuiet(PARTITION.topic(), NOW.plusSeconds(599));
        assertThat(book.news(10)).isEmpty();
        assertThat(book.quietTopics(NOW.plusSeconds(599))).isEmpty();
        assertThat(book.quietTopics(NOW.plusSeconds(600))).containsExactly(PARTITION.topic());
        book.closeQuiet(PARTITION.topic(), NOW.plusSeconds(600));
        assertThat(book.news(10)).extracting(Incident::status).containsExactly(Status.CLOSED);
        book.told(book.news(10));
        assertThat(book.firstOffsets()).isEmpty();
    }

    @Test
    void shouldBeginAnotherIncidentWhenOneIsAsLongAsItMayBe() {
        for (int i = 0; i <= 12; i++) {
            book.add(alarm("press-1", i * 10 * MINUTE, 0, Severity.WARNING), NOW);
        }

        assertThat(book.news(10)).hasSize(2);
        assertThat(((AlarmIncident) book.news(10).get(0)).alarms()).isEqualTo(7);
    }

    @Test
    void shouldKeepGroupsOfSeriesApart() {
        IncidentBook grouped = book(Optional.of(Pattern.compile("^([a-z]+)-")));
        grouped.add(alarm("press-1", 0, 0, Severity.WARNING), NOW);
        grouped.add(alarm("pump-1", 0, 0, Severity.WARNING), NOW);
        grouped.add(alarm("press-2", 0, 0, Severity.WARNING), NOW);

        assertThat(grouped.news(10))
                .extracting(incident -> ((AlarmIncident) incident).group())
                .containsExactly("press", "pump");
    }

    @Test
    void shouldNameAnIncidentAfterItsFirstAlarmSoThatItIsTheSameAfterARestart() {
        IncidentBook restarted = book(Optional.empty());
        Alarm first = alarm("press-1", 0, 0, Severity.WARNING);
        book.add(first, NOW);
        restarted.add(first, NOW.plusSeconds(3600));

        assertThat(restarted.news(1).get(0).id()).isEqualTo(book.news(1).get(0).id());
    }

    @Test
    void shouldBeNamedAfterTheSameAlarmIfPartitionsAreReadInAnotherOrderAfterARestart() {
        TopicPartition other = new TopicPartition("plant-anomalies", 1);
        Alarm first = alarm("press-1", MINUTE, 0, Severity.WARNING);
        Alarm second = new Alarm("pump-4", 0, 0, Severity.WARNING, new JsonMapper().createObjectNode(), other, 7);
        book.add(first, NOW);
        book.add(second, NOW);
        IncidentRules rules = new IncidentRules(Duration.ofMinutes(10), Duration.ofHours(1), Optional.empty(), 0.5);
        Set<Place> named = Place.parse(PARTITION, Place.text(PARTITION, book.names()));
        IncidentBook restarted = new IncidentBook(rules, named);

        restarted.add(second, NOW);
        assertThat(restarted.isRestored()).isFalse();
        restarted.add(first, NOW);

        assertThat(restarted.isRestored()).isTrue();
        assertThat(restarted.news(1).get(0).id()).isEqualTo(book.news(1).get(0).id());
    }

    @Test
    void shouldWaitNoLongerForAlarmsThatWereDeleted() {
        IncidentRules rules = new IncidentRules(Duration.ofMinutes(10), Duration.ofHours(1), Optional.empty(), 0.5);
        IncidentBook restarted = new IncidentBook(rules, Set.of(new Place(PARTITION, 70)));

        restarted.forgetBefore(PARTITION, 70);
        assertThat(restarted.isRestored()).isFalse();
        restarted.forgetBefore(PARTITION, 71);

        assertThat(restarted.isRestored()).isTrue();
    }

    @Test
    void shouldRememberWhereTheOldestAlarmThatIsNeededAgainLies() {
        offset = 70;
        book.add(alarm("press-1", 0, 0, Severity.WARNING), NOW);
        book.add(alarm("press-2", MINUTE, 0, Severity.WARNING), NOW);

        assertThat(book.firstOffsets()).isEqualTo(Map.of(PARTITION, 71L));
    }

    @Test
    void shouldTakeNothingForAnAlarmThatIsNone() throws IOException {
        assertThat(Alarm.of(json("{\"key\":\"a\",\"timestampMs\":1,\"alarm\":false}"), PARTITION, 0))
                .isEmpty();
        assertThat(Alarm.of(json("{\"error\":\"neither Avro nor JSON\"}"), PARTITION, 0))
                .isEmpty();
        assertThat(Alarm.of(
                        json("{\"key\":\"a\",\"timestampMs\":1,\"alarm\":true,\"severity\":\"WARNING\"}"),
                        PARTITION,
                        0))
                .hasValueSatisfying(alarm -> assertThat(alarm.severity()).isEqualTo(Severity.WARNING));
    }

    @Test
    void shouldTellWhatIsNoAlarmFromWhatCannotBeUnderstood() throws IOException {
        assertThat(Alarm.isDenied(json("{\"key\":\"a\",\"timestampMs\":1,\"alarm\":false}")))
                .isTrue();
        assertThat(Alarm.isDenied(json("{\"key\":\"a\",\"timestampMs\":\"now\",\"alarm\":true}")))
                .isFalse();
        assertThat(Alarm.isDenied(json("{\"unreadable\":\"neither Avro nor JSON\"}")))
                .isFalse();
    }

    @Test
    void shouldRefuseRulesThatContradictEachOther() {
        Duration gap = Duration.ofHours(2);

        assertThatThrownBy(() -> new IncidentRules(gap, Duration.ofHours(1), Optional.empty(), 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was PT2H and PT1H");
    }

    private Alarm alarm(String key, long timestampMs, long sinceMs, Severity severity) {
        return new Alarm(key, timestampMs, sinceMs, severity, new JsonMapper().createObjectNode(), PARTITION, ++offset);
    }

    private static ObjectNode json(String text) throws IOException {
        return (ObjectNode) new JsonMapper().readTree(text);
    }

    private static IncidentBook book(Optional<Pattern> group) {
        return new IncidentBook(new IncidentRules(Duration.ofMinutes(10), Duration.ofHours(1), group, 0.5), Set.of());
    }
}
