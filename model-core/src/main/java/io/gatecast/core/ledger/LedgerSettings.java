package io.gatecast.core.ledger;

/**
 * How forecasts are held against what happened.
 *
 * @param windowSteps effective number of latest steps that count, at least {@value #SHORTEST_WINDOW}: an error of so many steps
 *     ago counts 1/e
 * @param fallback whether a naive rule takes over where it is better than the model
 */
public record LedgerSettings(int windowSteps, boolean fallback) {
    /** Fewest steps that tell anything. */
    public static final int SHORTEST_WINDOW = 50;

    /** A thousand steps, with fallback. */
    public static final LedgerSettings DEFAULT = new LedgerSettings(1_000, true);

    public LedgerSettings {
        if (windowSteps < SHORTEST_WINDOW) {
            throw new IllegalArgumentException(
                    "window of the ledger must be at least " + SHORTEST_WINDOW + " steps, was " + windowSteps);
        }
    }
}
