package io.gatecast.streams.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.streams.alert.Receiver.Answer;
import io.gatecast.streams.alert.Webhook.Outcome;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookTest {
    private final SteppedClock clock = new SteppedClock();
    private Receiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = new Receiver();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Test
    void shouldPostJsonWithTokenAndIdOfTheMessage() {
        Webhook webhook = new Webhook(receiver.address(), Optional.of("sesame"), 60, clock);

        assertThat(webhook.post("{\"a\":1}", "id-7").outcome()).isEqualTo(Outcome.TAKEN);

        assertThat(receiver.posts).hasSize(1);
        assertThat(receiver.posts.get(0).body()).isEqualTo("{\"a\":1}");
        assertThat(receiver.posts.get(0).headers())
                .containsEntry("Content-type", List.of("application/json"))
                .containsEntry("Authorization", List.of("Bearer sesame"))
                .containsEntry("Idempotency-key", List.of("id-7"));
    }

    @Test
    void shouldPostNoFasterThanItMay() {
        Webhook webhook = new Webhook(receiver.address(), Optional.empty(), 30, clock);
        webhook.post("{}", "1");

        assertThat(webhook.isReady()).isFalse();
        clock.advance(Duration.ofMillis(1999));
        assertThat(webhook.isReady()).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(webhook.isReady()).isTrue();
    }

    @Test
    void shouldWaitTwiceAsLongAfterEveryFailureUpToAMinuteAndShortlyAgainAfterSuccess() {
        Webhook webhook = new Webhook(receiver.address(), Optional.empty(), 6000, clock);
        Answer broken = new Answer(503, 0);
        receiver.answer(broken, broken, broken, broken, broken, broken, broken, broken, new Answer(200, 0), broken);

        long[] expected = {1, 2, 4, 8, 16, 32, 60, 60};
        for (long seconds : expected) {
            assertThat(webhook.post("{}", "1").outcome()).isEqualTo(Outcome.FAILED);
            assertWaits(webhook, seconds);
        }
        assertThat(webhook.post("{}", "1").outcome()).isEqualTo(Outcome.TAKEN);
        clock.advance(Duration.ofSeconds(1));
        webhook.post("{}", "1");
        assertWaits(webhook, 1);
    }

    @Test
    void shouldWaitAsLongAsTheReceiverAsksFor() {
        Webhook webhook = new Webhook(receiver.address(), Optional.empty(), 6000, clock);
        receiver.answer(new Answer(429, 45));

        assertThat(webhook.post("{}", "1").outcome()).isEqualTo(Outcome.FAILED);

        assertWaits(webhook, 45);
    }

    @Test
    void shouldNotTryAgainWhatTheReceiverWillNeverTake() {
        Webhook webhook = new Webhook(receiver.address(), Optional.empty(), 6000, clock);
        receiver.answer(new Answer(400, 0));

        assertThat(webhook.post("{}", "1")).isEqualTo(new Webhook.Attempt(Outcome.REFUSED, "status 400"));
    }

    @Test
    void shouldTryAgainIfNobodyListens() {
        Webhook webhook = new Webhook(URI.create("http://localhost:1/"), Optional.empty(), 6000, clock);

        assertThat(webhook.post("{}", "1").outcome()).isEqualTo(Outcome.FAILED);
    }

    private void assertWaits(Webhook webhook, long seconds) {
        clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
        assertThat(webhook.isReady()).as("before %d s", seconds).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(webhook.isReady()).as("after %d s", seconds).isTrue();
    }

    /** A clock that goes only when it is told to. */
    private static final class SteppedClock extends Clock {
        private Instant now = Instant.parse("2026-03-01T12:00:00Z");

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
