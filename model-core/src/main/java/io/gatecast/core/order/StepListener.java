package io.gatecast.core.order;

import io.gatecast.core.Step;

/** Is told of every step that a series takes for an event, but not of missing ones. */
@FunctionalInterface
public interface StepListener {
    /** Is not interested: of the forecasts of such steps only what is judged later is computed. */
    StepListener NONE = (step, revision) -> {};

    /**
     * A series took a step, for the first time or again.
     *
     * @param step forecasts and scores, overwritten by the next step
     * @param revision number of times this step was taken before
     */
    void stepped(Step step, int revision);
}
