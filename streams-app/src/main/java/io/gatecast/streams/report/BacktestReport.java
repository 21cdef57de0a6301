package io.gatecast.streams.report;

import io.gatecast.core.backtest.BacktestResult;
import io.gatecast.core.backtest.BacktestResult.SeriesScores;
import io.gatecast.streams.backtest.Window;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A backtest with what has to be known to read it.
 *
 * @param input what was forecast
 * @param split which rows were scored
 * @param contenders what each contender is, by name
 * @param notes remarks on what was left out
 * @param result what was found
 * @param windows forecasts to draw
 */
public record BacktestReport(
        String input,
        String split,
        Map<String, String> contenders,
        List<String> notes,
        BacktestResult result,
        List<Window> windows) {
    private static final int SERIES_DRAWN = 6;

    public BacktestReport {
        contenders = new LinkedHashMap<>(contenders);
        notes = List.copyOf(notes);
        windows = List.copyOf(windows);
    }

    /**
     * The series, those first where the first contender is worst.
     *
     * @param result what was found
     * @return series by falling scaled error, those without a scale last
     */
    static List<SeriesScores> worstFirst(BacktestResult result) {
        return result.series().stream()
                .sorted(Comparator.comparingDouble((SeriesScores one) -> {
                            double mase = one.point(0).mase();
                            return Double.isNaN(mase) ? Double.POSITIVE_INFINITY : -mase;
                        })
                        .thenComparing(SeriesScores::key))
                .toList();
    }

    /**
     * Which forecasts are worth drawing: of the worst series, a usual one and the best, the worst forecast and the last.
     *
     * @param result what was found
     * @return rows of origins, by key
     */
    public static Map<String, Set<Long>> originsToDraw(BacktestResult result) {
        List<SeriesScores> drawable =
                worstFirst(result).stream().filter(one -> one.lastOrigin() >= 0).toList();
        Set<SeriesScores> chosen =
                new LinkedHashSet<>(drawable.subList(0, Math.min(SERIES_DRAWN - 2, drawable.size())));
        if (!drawable.isEmpty()) {
            chosen.add(drawable.get(drawable.size() / 2));
            chosen.add(drawable.get(drawable.size() - 1));
        }
        Map<String, Set<Long>> origins = new LinkedHashMap<>();
        chosen.forEach(
                one -> origins.put(one.key(), new LinkedHashSet<>(List.of(one.worstOrigin(), one.lastOrigin()))));
        return origins;
    }
}
