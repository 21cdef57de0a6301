package io.gatecast.streams.models;

import io.gatecast.core.artifact.Artifact;
import java.util.Optional;

/**
 * The models that run.
 *
 * @param champion the model that forecasts
 * @param trial what runs beside it
 */
public record Deployment(Artifact champion, Optional<Trial> trial) {
    /**
     * One model and nothing beside it.
     *
     * @param champion the model
     * @return the deployment
     */
    public static Deployment of(Artifact champion) {
        return new Deployment(champion, Optional.empty());
    }

    /** Whether another deployment runs the same models on the same series. */
    boolean isSame(Deployment other) {
        return champion.id().equals(other.champion.id()) && describe(trial).equals(describe(other.trial));
    }

    private static String describe(Optional<Trial> trial) {
        return trial.map(t -> t.artifact().id() + " " + t.share() + " " + t.serves())
                .orElse("");
    }
}
