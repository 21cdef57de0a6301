package io.gatecast.streams.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.schema.ModelScore;
import io.gatecast.streams.client.Cluster;
import io.gatecast.streams.demo.EmbeddedBroker;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RefereeIT {
    private static final PromotionRule RULE = new PromotionRule(0.01, 50);
    private static EmbeddedBroker broker;
    private static Cluster cluster;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
        cluster = new Cluster(Map.of("bootstrap.servers", broker.bootstrapServers()), Map.of());
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    /** A topic with a champion and an automatic candidate, and the scores of an application. */
    private static final class Contest {
        private final ModelTopic topic;
        private final ModelDesk desk;
        private final Referee referee;
        private final String scores;
        private final String champion;
        private final String candidate;

        Contest(String name) {
            topic = new ModelTopic(cluster, name);
            topic.create();
            scores = name + "-scores";
            cluster.createCompactedTopic(scores);
            desk = new ModelDesk(topic, Clock.systemUTC());
            champion = desk.publish(TestArtifacts.file("champion", 4, 1), "").id();
            candidate = desk.publish(TestArtifacts.file("candidate", 4, 2), "").id();
            desk.promote(champion);
            desk.nominate(candidate, id -> new Candidate(id, 1, false, Optional.of(RULE), false));
            referee =
                    new Referee(topic, desk, () -> new ScoreReader(cluster, scores), () -> true, Duration.ofMinutes(1));
        }

        /** Puts scores of twelve series on the topic, the second model's losses so many times the first's. */
        void score(String first, String second, long count, double ratio) {
            try (Producer<byte[], byte[]> producer = cluster.producer()) {
                for (int s = 0; s < 12; s++) {
                    ModelScore score = ModelScore.newBuilder()
                            .setChampionId(first)
                            .setCandidateId(second)
                            .setCount(count)
                            .setChampionLoss(1.0 + s)
                            .setCandidateLoss((1.0 + s) * ratio)
                            .build();
                    producer.send(new ProducerRecord<>(
                            scores,
                            ModelKey.bytes("series-" + s),
                            ModelDesk.bytes(ModelScore.getEncoder()::encode, score)));
                }
            }
        }
    }

    @Test
    void shouldPromoteCandidateThatHasProvedBetterAndGoBackWhenItProvesWorse() {
        Contest contest = new Contest("fickle");
        contest.score(contest.champion, contest.candidate, 49, 0.9);
        assertThat(contest.referee.decide()).as("too few scores").isEmpty();

        contest.score(contest.champion, contest.candidate, 50, 0.9);
        Stages promoted = contest.referee.decide().orElseThrow();

        assertThat(promoted.champion()).contains(contest.candidate);
        assertThat(promoted.candidate()).contains(new Candidate(contest.champion, 1, false, Optional.of(RULE), true));
        assertThat(promoted.reason())
                .isEqualTo("promoted automatically: better on 12, worse on 0 of 12 series, median difference -10.53 %,"
                        + " p = 0.00024");
        assertThat(contest.referee.decide())
                .as("scores of the other way round are yet to come")
                .isEmpty();

        contest.score(contest.candidate, contest.champion, 50, 0.8);
        Stages back = contest.referee.decide().orElseThrow();

        assertThat(back.champion()).contains(contest.champion);
        assertThat(back.candidate()).isEmpty();
        assertThat(contest.topic.read().stages()).isEqualTo(back);
        assertThat(contest.referee.decide()).isEmpty();
    }

    @Test
    void shouldLeaveCandidateThatIsNotBetter() {
        Contest contest = new Contest("equal");

        contest.score(contest.champion, contest.candidate, 5_000, 1.1);

        assertThat(contest.referee.decide()).isEmpty();
        assertThat(contest.topic.read().stages().candidate()).isPresent();
    }

    @Test
    void shouldDismissTheGuardOnceThePromotionHasHeld() {
        Contest contest = new Contest("held");
        contest.score(contest.champion, contest.candidate, 50, 0.9);
        contest.referee.decide();

        contest.score(contest.candidate, contest.champion, 249, 1.1);
        assertThat(contest.referee.decide()).isEmpty();
        contest.score(contest.candidate, contest.champion, 250, 1.1);
        Stages settled = contest.referee.decide().orElseThrow();

        assertThat(settled.champion()).contains(contest.candidate);
        assertThat(settled.candidate()).isEmpty();
        assertThat(settled.reason()).startsWith("dismissed " + contest.champion + ": the promotion has held");
    }

    @Test
    void shouldNotPromoteCandidateWithoutRule() {
        Contest contest = new Contest("manual");
        contest.desk.nominate(contest.candidate, id -> new Candidate(id, 1, false, Optional.empty(), false));

        contest.score(contest.champion, contest.candidate, 5_000, 0.5);

        assertThat(contest.referee.decide()).isEmpty();
    }
}
