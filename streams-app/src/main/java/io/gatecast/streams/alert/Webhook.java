package io.gatecast.streams.alert;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * An address that takes messages by POST, at a limited rate. What fails is to be tried again after a pause that doubles from one
 * second to a minute, or as long as the receiver asks for.
 */
final class Webhook {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_ASKED_FOR = Duration.ofMinutes(10);

    /** Answers of a receiver that may think better of it. */
    private static final Set<Integer> TRANSIENT = Set.of(408, 425, 429);

    /** What became of a message. */
    enum Outcome {
        TAKEN,
        /** Trying again will not help. */
        REFUSED,
        /** To be tried again when {@link #isReady()}. */
        FAILED
    }

    /**
     * An attempt.
     *
     * @param outcome what became of the message
     * @param reason what the receiver said, or why it was not reached
     */
    record Attempt(Outcome outcome, String reason) {}

    private final URI address;
    private final Optional<String> token;
    private final Duration interval;
    private final Clock clock;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private Duration pause = FIRST_PAUSE;
    private Instant next = Instant.MIN;

    Webhook(URI address, Optional<String> token, int requestsPerMinute, Clock clock) {
        this.address = address;
        this.token = token;
        this.interval = Duration.ofMinutes(1).dividedBy(requestsPerMinute);
        this.clock = clock;
    }

    /** Whether a message may be sent now. */
    boolean isReady() {
        return !clock.instant().isBefore(next);
    }

    /**
     * Sends a message.
     *
     * @param json its body
     * @param id of the message, the same if it is sent again
     */
    Attempt post(String json, String id) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("User-Agent", "gatecast")
                .header("Idempotency-Key", id)
                .POST(BodyPublishers.ofString(json));
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        next = clock.instant().plus(interval);
        try {
            return judge(client.send(request.build(), BodyHandlers.discarding()));
        } catch (IOException e) {
            return failed(e.toString(), Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed("interrupted", Duration.ZERO);
        }
    }

    private Attempt judge(HttpResponse<Void> response) {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            pause = FIRST_PAUSE;
            return new Attempt(Outcome.TAKEN, "status " + status);
        }
        if (status >= 500 || TRANSIENT.contains(status)) {
            return failed("status " + status, askedFor(response));
        }
        return new Attempt(Outcome.REFUSED, "status " + status);
    }

    private Attempt failed(String reason, Duration askedFor) {
        Duration wait = askedFor.compareTo(pause) > 0 ? askedFor : pause;
        Instant again = clock.instant().plus(wait);
        next = again.isAfter(next) ? again : next;
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        return new Attempt(Outcome.FAILED, reason);
    }

    /** {@code Retry-After} in seconds; dates are not looked at. */
    private static Duration askedFor(HttpResponse<Void> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,9}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .map(asked -> asked.compareTo(LONGEST_ASKED_FOR) > 0 ? LONGEST_ASKED_FOR : asked)
                .orElse(Duration.ZERO);
    }
}
