package io.gatecast.streams.models;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Promotes a candidate that has proved better by its rule, goes back to a former champion that then proves better after all, and
 * dismisses it when it has not for long enough. Each instance has one; that of the instance which leads decides, and since a
 * change of the stages follows from what was read of them, several that think they lead do no harm.
 */
public final class Referee implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Referee.class);

    private final ModelTopic topic;
    private final ModelDesk desk;
    private final Supplier<ScoreReader> scores;
    private final BooleanSupplier leads;
    private final Duration interval;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::watch, "model-referee");

    /**
     * Creates a referee that does nothing yet.
     *
     * @param topic the model topic
     * @param desk makes the changes
     * @param scores opens the scores
     * @param leads whether this instance decides
     * @param interval time between two looks at the scores
     */
    public Referee(
            ModelTopic topic, ModelDesk desk, Supplier<ScoreReader> scores, BooleanSupplier leads, Duration interval) {
        this.topic = topic;
        this.desk = desk;
        this.scores = scores;
        this.leads = leads;
        this.interval = interval;
    }

    /** Begins to look at the scores from time to time, in a thread of its own. */
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        while (!pause()) {
            try {
                if (leads.getAsBoolean()) {
                    decide();
                }
            } catch (RuntimeException e) { // whatever it is, the stream goes on and the scores are looked at again
                LOG.warn("cannot compare the candidate with the champion now: {}", e.toString());
            }
        }
    }

    private boolean pause() {
        try {
            return closing.await(interval.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /**
     * Looks at the scores once, and makes the change that follows.
     *
     * @return the stages after it, if there was a change
     * @throws KafkaException if the topics cannot be read or written
     */
    public Optional<Stages> decide() {
        Stages stages = topic.read().stages();
        Optional<PromotionRule> rule = stages.candidate().flatMap(Candidate::rule);
        if (rule.isEmpty()) {
            return Optional.empty();
        }
        Candidate candidate = stages.candidate().orElseThrow();
        Verdict verdict;
        try (ScoreReader reader = scores.get()) {
            verdict = Verdict.of(
                    reader.read(candidate.modelId(), stages.champion()),
                    rule.get().scoresPerSeries());
        }
        boolean proved = verdict.proves(rule.get());
        boolean settled = candidate.guards() && verdict.settles(rule.get());
        if (!proved && !settled) {
            return Optional.empty();
        }
        String why = describe(verdict);
        Stages after = desk.change((now, nowMs) -> {
            if (now.stages().revision() != stages.revision()) {
                return now.stages(); // somebody else has changed them since
            }
            return proved ? stages.follow(nowMs, why) : stages.dismiss(nowMs, "the promotion has held, " + why);
        });
        if (after.revision() != stages.revision() + 1) {
            return Optional.empty();
        }
        LOG.info("{}", after.reason());
        return Optional.of(after);
    }

    private static String describe(Verdict verdict) {
        return String.format(
                Locale.ROOT,
                "better on %d, worse on %d of %d series, median difference %+.2f %%, p = %.2g",
                verdict.better(),
                verdict.worse(),
                verdict.series(),
                100 * verdict.difference(),
                verdict.pBetter());
    }

    /** Stops looking. */
    @Override
    public void close() {
        closing.countDown();
    }
}
