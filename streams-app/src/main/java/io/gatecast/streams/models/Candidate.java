package io.gatecast.streams.models;

import java.util.Optional;

/**
 * A model that runs beside the champion.
 *
 * @param modelId id of the model
 * @param share share of the series it runs on, in (0, 1]
 * @param serves whether its forecasts are issued for those series; otherwise they are scored only
 * @param rule when it is promoted without being told; empty if never
 * @param guards whether it is the former champion, watching whether an automatic promotion was a mistake
 */
public record Candidate(String modelId, double share, boolean serves, Optional<PromotionRule> rule, boolean guards) {
    public Candidate {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("the share of the series must be in (0, 1], was " + share);
        }
        if (guards && rule.isEmpty()) {
            throw new IllegalArgumentException("a former champion guards by a rule, got none");
        }
    }
}
