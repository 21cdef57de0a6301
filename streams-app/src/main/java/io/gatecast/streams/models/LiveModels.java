package io.gatecast.streams.models;

/**
 * The models that run now, read before every event and exchanged while events are processed. Safe for use by many threads.
 */
public final class LiveModels {
    private volatile Deployment current;

    /**
     * Begins with some models.
     *
     * @param first what runs at first
     */
    public LiveModels(Deployment first) {
        current = first;
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
    }
}
