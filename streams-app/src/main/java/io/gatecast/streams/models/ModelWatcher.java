package io.gatecast.streams.models;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ModelFormatException;
import io.gatecast.schema.ModelRefusal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a model topic and exchanges the models that run. A model that cannot be used is refused, which is noted on the
 * topic, and the one that forecast before it goes on: the champion is the first usable one of the topic's champion, the former
 * ones, and the model the application was started with.
 */
public final class ModelWatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelWatcher.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** Why what is at these places was refused: it is not read again before it changes. */
    private record Refused(Map<Integer, Long> chunkOffsets, String reason) {}

    private final ModelTopic topic;
    private final String application;
    private final StreamFit fit;
    private final Artifact fallback;
    private final LiveModels live;
    private final Clock clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<String, Refused> refused = new HashMap<>();
    private Thread thread;

    /**
     * Creates a watcher that does nothing yet.
     *
     * @param topic the model topic
     * @param application name of the application, for refusals
     * @param fit what a model must be like
     * @param live the models that run; the present champion is what forecasts while no model on the topic can
     * @param clock tells when a model is refused
     */
    public ModelWatcher(ModelTopic topic, String application, StreamFit fit, LiveModels live, Clock clock) {
        this.topic = topic;
        this.application = application;
        this.fit = fit;
        this.live = live;
        this.fallback = live.current().champion();
        this.clock = clock;
    }

    /**
     * Deploys what the topic says now, then goes on in a thread of its own.
     *
     * @throws KafkaException if the topic cannot be read
     */
    public void start() {
        ModelTopicReader reader = new ModelTopicReader(topic);
        try {
            deploy(reader.readToEnd());
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
        thread = new Thread(() -> follow(reader), "model-watcher");
        thread.setDaemon(true);
        thread.start();
    }

    private void follow(ModelTopicReader first) {
        ModelTopicReader reader = first;
        while (closing.getCount() > 0) {
            try (ModelTopicReader open = reader == null ? new ModelTopicReader(topic) : reader) {
                deploy(open.readToEnd());
                while (closing.getCount() > 0) {
                    if (open.poll(POLL)) {
                        deploy(open.catalogue());
                    }
                }
            } catch (RuntimeException e) { // whatever it is, the stream goes on and the topic is tried again
                LOG.warn(
                        "cannot follow the model topic {}, {} goes on forecasting: {}",
                        topic.name(),
                        live.current().champion().id(),
                        e.toString());
                pause();
            }
            reader = null;
        }
    }

    private void pause() {
        try {
            closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deploy(Catalogue catalogue) {
        Deployment next = choose(catalogue);
        Deployment now = live.current();
        if (!next.isSame(now)) {
            live.deploy(next);
            LOG.info(
                    "{} forecasts{}",
                    next.champion().id(),
                    next.trial()
                            .map(trial -> ", " + trial.artifact().id() + " runs beside it")
                            .orElse(""));
        }
    }

    private Deployment choose(Catalogue catalogue) {
        Stages stages = catalogue.stages();
        List<String> order = new ArrayList<>();
        stages.champion().ifPresent(order::add);
        order.addAll(stages.former());
        Artifact champion = fallback;
        for (String id : order) {
            Optional<Artifact> usable = usable(catalogue, id);
            if (usable.isPresent()) {
                champion = usable.get();
                break;
            }
        }
        String championId = champion.id();
        Optional<Trial> trial = stages.candidate()
                .filter(candidate -> !candidate.modelId().equals(championId))
                .flatMap(candidate -> usable(catalogue, candidate.modelId())
                        .map(artifact -> new Trial(artifact, candidate.share(), candidate.serves())));
        return new Deployment(champion, trial);
    }

    private Optional<Artifact> usable(Catalogue catalogue, String id) {
        Optional<Artifact> running = running(id);
        if (running.isPresent()) {
            return running;
        }
        Map<Integer, Long> chunkOffsets = catalogue.chunkOffsets(id);
        Refused before = refused.get(id);
        if (before != null && before.chunkOffsets().equals(chunkOffsets)) {
            return Optional.empty();
        }
        Optional<Artifact> artifact = Optional.empty();
        Optional<String> misfit;
        try {
            artifact = Optional.of(topic.load(catalogue, id));
            misfit = fit.misfit(artifact.get());
        } catch (ModelFormatException e) {
            misfit = Optional.of(e.getMessage());
        }
        noteRefusal(catalogue, id, misfit);
        if (misfit.isPresent()) {
            refused.put(id, new Refused(chunkOffsets, misfit.get()));
            return Optional.empty();
        }
        refused.remove(id);
        return artifact;
    }

    private Optional<Artifact> running(String id) {
        Deployment now = live.current();
        if (now.champion().id().equals(id)) {
            return Optional.of(now.champion());
        }
        return fallback.id().equals(id)
                ? Optional.of(fallback)
                : now.trial()
                        .map(Trial::artifact)
                        .filter(artifact -> artifact.id().equals(id));
    }

    /** Notes a refusal that is new, and that an earlier one is over. */
    private void noteRefusal(Catalogue catalogue, String id, Optional<String> misfit) {
        Optional<String> noted =
                Optional.ofNullable(catalogue.refusals(id).get(application)).map(ModelRefusal::getReason);
        if (noted.equals(misfit)) {
            return;
        }
        String key = ModelKey.refusal(id, application);
        if (misfit.isPresent()) {
            LOG.warn(
                    "model {} is refused, {} goes on forecasting: {}",
                    id,
                    live.current().champion().id(),
                    misfit.get());
            ModelRefusal refusal = ModelRefusal.newBuilder()
                    .setModelId(id)
                    .setApplication(application)
                    .setReason(misfit.get())
                    .setRunningId(live.current().champion().id())
                    .setRefusedAtMs(clock.millis())
                    .build();
            topic.note(key, ModelDesk.bytes(ModelRefusal.getEncoder()::encode, refusal));
        } else {
            topic.note(key, null);
        }
    }

    /** Stops following; what runs stays. */
    @Override
    public void close() {
        closing.countDown();
        if (thread == null) {
            return;
        }
        try {
            thread.join(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
