package io.gatecast.streams.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatecast.schema.LimitSide;
import io.gatecast.schema.Severity;
import io.gatecast.streams.alert.Incident.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BreachIncidentTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final TopicPartition PARTITION = new TopicPartition("plant-breaches", 2);
    private static final long HOUR = 3_600_000;

    private final IncidentBook book = new IncidentBook(
            new IncidentRules(Duration.ofMinutes(10), Duration.ofHours(6), Optional.empty(), 0.6), Set.of());
    private long offset;

    @Test
    void shouldBeginWhenItIsProbableEnoughAndEndBelowHalfOfThat() {
        add(0, 0.59, 9, false);
        assertThat(book.news(10)).isEmpty();
        add(1, 0.61, 8, false);
        assertThat(book.news(10)).extracting(Incident::status).containsExactly(Status.OPEN);
        assertThat(book.firstOffsets()).isEqualTo(Map.of(PARTITION, 2L));
        book.told(book.news(10));

        add(2, 0.31, 8, false);
        assertThat(book.news(10)).as("it hovers").isEmpty();
        add(3, 0.29, 8, false);

        assertThat(book.news(10)).extracting(Incident::status).containsExactly(Status.CLOSED);
        book.told(book.news(10));
        assertThat(book.firstOffsets()).isEmpty();
    }

    @Test
    void shouldTellAgainWhenTheLimitIsCrossed() {
        add(0, 0.7, 2, false);
        book.told(book.news(10));
        add(1, 0.9, 1, false);
        assertThat(book.news(10)).isEmpty();

        add(2, 1, 0, false);

        assertThat(book.news(10)).singleElement().satisfies(incident -> {
            assertThat(incident.content().path("severity").asText()).isEqualTo("critical");
            assertThat(incident.content().path("title").asText()).isEqualTo("tank below 20.5 now");
        });
    }

    @Test
    void shouldNotTellWhatIsOverBeforeAnybodyHeardOfIt() {
        add(0, 0.7, 2, false);
        add(1, 0.1, 9, false);

        assertThat(book.news(10)).isEmpty();
        assertThat(book.firstOffsets()).isEmpty();
    }

    @Test
    void shouldTellThatItIsOverIfItMayHaveBeenToldBeforeARestart() {
        Warning first = warning(0, 0.9, 2, false);
        book.add(first, NOW);
        IncidentBook restarted = new IncidentBook(
                new IncidentRules(Duration.ofMinutes(10), Duration.ofHours(6), Optional.empty(), 0.6), book.names());

        restarted.add(first, NOW);
        restarted.add(warning(1, 0.1, 9, false), NOW);

        assertThat(restarted.news(10)).extracting(Incident::status).containsExactly(Status.CLOSED);
    }

    @Test
    void shouldTellThatItIsOverIfTheSenderStoppedBeforeItDid() {
        Warning first = warning(0, 0.9, 2, false);
        Warning last = warning(1, 0.1, 9, false);
        book.add(first, NOW);
        book.told(book.news(10));
        book.add(last, NOW);
        IncidentBook restarted = new IncidentBook(
                new IncidentRules(Duration.ofMinutes(10), Duration.ofHours(6), Optional.empty(), 0.6), book.names());

        restarted.add(first, NOW);
        restarted.add(last, NOW);

        assertThat(restarted.news(10)).extracting(Incident::status).containsExactly(Status.CLOSED);
    }

    @Test
    void shouldGoOnInAnotherIncidentWhenItIsAsLongAsItMayBe() {
        addCrossedUntil(3);
        assertThat(book.news(10)).isEmpty();
        assertThat(book.firstOffsets()).isEqualTo(Map.of(PARTITION, 1L));

        add(4, 1, 0, false);

        assertThat(book.news(10)).extracting(Incident::status).containsExactly(Status.CLOSED, Status.OPEN);
        assertThat(book.news(10))
                .extracting(incident -> incident.content().path("title").asText())
                .containsExactly("tank below 20.5 goes on (100 %)", "tank below 20.5 now");
        assertThat(book.news(10)).extracting(Incident::id).doesNotHaveDuplicates();
        book.told(book.news(10));
        assertThat(book.firstOffsets()).isEqualTo(Map.of(PARTITION, 5L));
    }

    @Test
    void shouldGoOnWhileItHovers() {
        addCrossedUntil(3);

        add(4, 0.4, 9, false);

        assertThat(book.news(10)).extracting(Incident::status).containsExactly(Status.CLOSED, Status.OPEN);
    }

    @Test
    void shouldNotGoOnInAMaintenanceWindow() {
        addCrossedUntil(3);

        add(4, 1, 0, true);

        assertThat(book.news(10)).extracting(Incident::status).containsExactly(Status.CLOSED);
    }

    @Test
    void shouldBeOverInsteadOfGoingOnIfItIsNoMoreProbable() {
        addCrossedUntil(3);

        add(4, 0.1, 9, false);

        assertThat(book.news(10))
                .singleElement()
                .satisfies(
                        incident -> assertThat(incident.content().path("title").asText())
                                .isEqualTo("tank below 20.5 is over (10 %)"));
    }

    @Test
    void shouldGoOnInTheSameIncidentWhereverReadingBeginsAfterARestart() {
        addCrossedUntil(3);
        Warning last = warning(4, 0.4, 9, false);
        book.add(last, NOW);
        book.told(book.news(10));
        add(5, 1, 0, false);
        IncidentBook restarted = new IncidentBook(
                new IncidentRules(Duration.ofMinutes(10), Duration.ofHours(6), Optional.empty(), 0.6), book.names());

        restarted.add(warning(2, 1, 0, false), NOW);
        restarted.add(last, NOW);

        assertThat(restarted.isRestored()).isTrue();
        assertThat(restarted.news(10))
                .extracting(Incident::id)
                .containsExactly(book.news(10).get(0).id());
    }

    @Test
    void shouldNotBeginInAMaintenanceWindow() {
        add(0, 0.9, 2, true);
        assertThat(book.news(10)).isEmpty();

        add(1, 0.9, 2, false);
        assertThat(book.news(10)).hasSize(1);
    }

    @Test
    void shouldIgnoreWhatIsRevisedInThePast() {
        add(5, 0.9, 2, false);
        add(3, 0.1, 9, false);

        assertThat(book.news(10)).extracting(Incident::status).containsExactly(Status.OPEN);
    }

    @Test
    void shouldBeOverWhenTheSeriesHasBeenSilentForThreeSteps() {
        add(0, 0.9, 2, false);
        book.told(book.news(10));

        assertThat(book.quietTopics(NOW.plus(Duration.ofHours(72)).minusSeconds(1)))
                .isEmpty();
        assertThat(book.quietTopics(NOW.plus(Duration.ofHours(72)))).containsExactly(PARTITION.topic());
    }

    @Test
    void shouldWaitForRecordsOfItsOwnTopicOnly() {
        Instant later = NOW.plus(Duration.ofHours(72));
        TopicPartition anomalies = new TopicPartition("plant-anomalies", 2);
        add(0, 0.9, 2, false);
        book.add(new Alarm("press-1", 0, 0, Severity.WARNING, new JsonMapper().createObjectNode(), anomalies, 7), NOW);
        book.told(book.news(10));

        assertThat(book.quietTopics(later)).containsExactlyInAnyOrder("plant-anomalies", "plant-breaches");
        book.closeQuiet("plant-anomalies", later);

        assertThat(book.news(10)).singleElement().isInstanceOf(AlarmIncident.class);
        assertThat(book.quietTopics(later)).containsExactly("plant-breaches");
    }

    @Test
    void shouldBeTheSameAfterARestart() {
        IncidentBook restarted = new IncidentBook(
                new IncidentRules(Duration.ofMinutes(10), Duration.ofHours(6), Optional.empty(), 0.6), Set.of());
        Warning first = warning(1, 0.9, 2, false);
        book.add(first, NOW);
        restarted.add(first, NOW.plusSeconds(77));

        assertThat(restarted.news(1).get(0).id()).isEqualTo(book.news(1).get(0).id());
    }

    @Test
    void shouldTakeNoLongerForOneLimitTheMoreOthersAreOpen() {
        int limits = 50_000;
        IntStream.range(0, limits).forEach(tank -> book.add(warning("tank-" + tank, 0, 0.9, 2, false), NOW));

        assertTimeout(
                Duration.ofSeconds(5),
                () -> IntStream.range(0, limits)
                        .forEach(tank -> book.add(warning("tank-" + tank, 1, 0.9, 1, false), NOW)));
    }

    private void addCrossedUntil(int day) {
        for (int i = 0; i <= day; i++) {
            add(i, 1, 0, false);
        }
        book.told(book.news(10));
    }

    private void add(int day, double probability, double steps, boolean muted) {
        book.add(warning(day, probability, steps, muted), NOW);
    }

    private Warning warning(int day, double probability, double steps, boolean muted) {
        return warning("tank", day, probability, steps, muted);
    }

    private Warning warning(String key, int day, double probability, double steps, boolean muted) {
        return new Warning(
                key,
                "level",
                LimitSide.LOWER,
                20.5,
                day * 24 * HOUR,
                24 * HOUR,
                probability,
                steps,
                Math.round((day + steps) * 24 * HOUR),
                muted,
                new JsonMapper().createObjectNode(),
                PARTITION,
                ++offset);
    }
}
