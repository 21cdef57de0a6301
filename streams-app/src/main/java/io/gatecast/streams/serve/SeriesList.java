package io.gatecast.streams.serve;

import io.gatecast.streams.board.Row;
import io.javalin.http.Context;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Answers which series there are: searched, sorted, some at a time; or, to another instance, what has changed here. */
final class SeriesList {
    private static final long MOST_ROWS = 100_000;
    private static final long USUAL_ROWS = 1_000;

    /**
     * Some of the series.
     *
     * @param total number of series that match
     * @param more whether instances have more series than they keep
     * @param members the instances
     * @param series the series asked for
     */
    record Listing(long total, boolean more, List<Fleet.Member> members, List<Row> series) {}

    /** What series can be sorted by; the worst first. */
    private enum Order {
        KEY((a, b) -> 0),
        ANOMALY(Comparator.comparingDouble(Row::score).reversed()),
        SKILL(Comparator.comparingDouble(Row::skill)),
        COVERAGE(Comparator.comparingDouble(Row::coverage)),
        /** Soonest expected where it is equally probable. */
        BREACH(Comparator.comparingDouble((Row row) -> Double.isNaN(row.breach()) ? -1 : row.breach())
                .reversed()
                .thenComparingDouble(Row::breachSteps)),
        LAG(Comparator.comparingLong(Row::timeMs));

        private final Comparator<Row> worstFirst;

        Order(Comparator<Row> worstFirst) {
            this.worstFirst = worstFirst;
        }

        Comparator<Row> comparator() {
            return worstFirst.thenComparing(Row::key);
        }

        static Order of(String name) {
            for (Order order : values()) {
                if (order.name().equalsIgnoreCase(name)) {
                    return order;
                }
            }
            throw new Failure(400, "sort must be one of key, anomaly, skill, coverage, breach, lag, was " + name);
        }
    }

    private final Fleet fleet;

    SeriesList(Fleet fleet) {
        this.fleet = fleet;
    }

    /** What a request is answered: a listing of all instances, or the part of this one. */
    Object answer(Context request, Optional<Instance> instance) {
        if ("local".equals(request.queryParam("scope"))) {
            boolean known = number(request, "epoch", 0) == fleet.epoch();
            return fleet.local(known ? number(request, "since", -1) : -1);
        }
        String search = text(request, "search", "").toLowerCase(Locale.ROOT);
        Order order = Order.of(text(request, "sort", "key"));
        long offset = Math.max(0, number(request, "offset", 0));
        long limit = Math.max(0, Math.min(MOST_ROWS, number(request, "limit", USUAL_ROWS)));
        Fleet.Snapshot snapshot = fleet.snapshot(instance);
        List<Row> matching = snapshot.rows().stream()
                .filter(row -> row.key().toLowerCase(Locale.ROOT).contains(search))
                .sorted(order.comparator())
                .toList();
        return new Listing(
                matching.size(),
                snapshot.full(),
                snapshot.members(),
                matching.stream().skip(offset).limit(limit).toList());
    }

    private static String text(Context request, String name, String otherwise) {
        String text = request.queryParam(name);
        return text == null ? otherwise : text;
    }

    private static long number(Context request, String name, long otherwise) {
        String text = request.queryParam(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new Failure(400, name + " must be a whole number, was " + text);
        }
    }
}
