package io.gatecast.streams.models;

import io.gatecast.core.artifact.Artifact;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The models that run now, read before every event and exchanged while events are processed. Safe for use by many threads.
 */
public final class LiveModels {
    private final Optional<RecordedModels> recorded;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Deployment current;

    /**
     * Begins with some models.
     *
     * @param first what runs at first
     */
    public LiveModels(Deployment first) {
        this(first, Optional.empty());
    }

    /**
     * Lets every series have the models that it had before, at the same records.
     *
     * @param first the model of series that nothing is known of
     * @param recorded which model had each series at which record
     * @return models that are not to be exchanged
     */
    public static LiveModels asRecorded(Artifact first, RecordedModels recorded) {
        return new LiveModels(Deployment.of(first), Optional.of(recorded));
    }

    private LiveModels(Deployment first, Optional<RecordedModels> recorded) {
        this.recorded = recorded;
        current = first;
    }

    /**
     * Which model had each series at which record.
     *
     * @return what decides, if it is not what runs now
     */
    public Optional<RecordedModels> recorded() {
        return recorded;
    }

    /**
     * What runs now.
     *
     * @return deployment; the same object until it is exchanged
     */
    public Deployment current() {
        return current;
    }

    /**
     * Exchanges the models. Every series changes at its next event.
     *
     * @param next what runs from now on
     */
    public void deploy(Deployment next) {
        current = next;
        listeners.forEach(Runnable::run);
    }

    /**
     * Tells when models have been exchanged.
     *
     * @param listener run after every exchange, by the thread that exchanges them
     */
    public void onDeploy(Runnable listener) {
        listeners.add(listener);
    }
}
