package io.gatecast.streams.board;

import java.time.Duration;
import java.util.List;

/**
 * The seasons whose repetition forecasts are compared with.
 *
 * @param listed seasons of the model, in steps
 * @param finds whether the model looks for seasons by itself; days are the ones that matter most often
 */
record Seasons(List<Integer> listed, boolean finds) {
    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    Seasons {
        listed = List.copyOf(listed);
    }

    /**
     * The longest season of which two fit into what is kept.
     *
     * @param stepMs length of a step; 0 = unknown
     * @param mostSteps steps kept
     * @return season in steps; 1 if none fits
     */
    int longestWithin(long stepMs, int mostSteps) {
        boolean daily = listed.isEmpty() && finds && stepMs > 0 && stepMs < DAY_MS && DAY_MS % stepMs == 0;
        List<Integer> candidates = daily ? List.of((int) (DAY_MS / stepMs)) : listed;
        return candidates.stream()
                .filter(season -> 2 * season <= mostSteps)
                .mapToInt(Integer::intValue)
                .max()
                .orElse(1);
    }
}
