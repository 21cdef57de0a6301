package io.gatecast.streams.replay;

import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.config.StepClose;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which settings make a run depend on more than its records, so that a replay cannot give the same bits. */
public final class Repeatability {
    private Repeatability() {}

    /**
     * Why the forecasts of an application cannot be compared bit for bit with those of a replay.
     *
     * @param live settings of the application
     * @return the reason; empty if they can
     */
    public static Optional<String> refusal(GatecastConfig live) {
        if (live.step().isEmpty() || live.stepClose() == StepClose.SERIES) {
            return Optional.empty();
        }
        String cause =
                live.stepClose() == StepClose.WALL ? "by the clock" : "by a round of all series as stream time goes on";
        return Optional.of("step.close=" + live.stepClose().name().toLowerCase(Locale.ROOT)
                + " closes steps " + cause
                + ", and at which record it did is not recorded: only what step.close=series gives"
                + " is the same in a replay");
    }

    /**
     * What else may be behind a difference.
     *
     * @param live settings of the application
     * @param partitions number of partitions read
     * @return sentences
     */
    public static List<String> cautions(GatecastConfig live, int partitions) {
        List<String> cautions = new ArrayList<>();
        if (live.repartitions() && partitions > 1) {
            cautions.add(
                    "input.repartition puts series together from several partitions; in which order their records came is"
                            + " not recorded");
        }
        if (live.inputTopics().size() > 1) {
            cautions.add(
                    "records of several input topics are taken in an order that is not recorded; only series that are on"
                            + " one of them, without state.ttl, do not depend on it");
        }
        if (!live.isExactlyOnce()) {
            cautions.add("processing.guarantee=at_least_once repeats and loses forecasts when an instance fails");
        }
        if (live.stateMaxKeys() < Long.MAX_VALUE) {
            cautions.add(
                    "with state.max.keys it depends on the moment of a removal whether there is room for a series");
        }
        if (live.modelTopic().isPresent()) {
            cautions.add("what a series has from the champion after a candidate has served it is not the same");
        }
        if (live.anomalyControlTopic().isPresent()) {
            cautions.add(
                    "what is asked of the alarms of single series holds for the whole replay as it does now; when it changed"
                            + " live is not recorded");
        }
        return cautions;
    }
}
