package io.gatecast.streams.serve;

import io.gatecast.streams.board.Row;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Keeps pages up to date by server-sent events.
 *
 * <p>Nothing is queued. Each page has a thread, which asks what the newest state is, writes what differs from what it wrote last, and
 * asks again. While a slow client takes its time, states pass that it never sees; what it sees next is the newest. One that takes nothing for
 * half a minute is dropped by the server's time-out for writes.
 */
final class LiveUpdates {
    private static final long FLEET_PAUSE_MS = 1_000;
    private static final long SERIES_PAUSE_MS = 500;
    private static final long LONGEST_PAUSE_MS = 10_000;
    private static final long HEARTBEAT_MS = 10_000;

    /** A client for which writing takes long is given as many times as long to show it. */
    private static final long RESTS_PER_WRITE = 3;

    /**
     * What has changed in the fleet.
     *
     * @param full whether these are all series, not only those that have changed
     * @param rows series that have changed
     * @param removed keys of series that are gone
     * @param total number of series there are
     * @param more whether instances have more series than they keep
     * @param members the instances
     */
    record FleetChange(
            boolean full, List<Row> rows, List<String> removed, int total, boolean more, List<Fleet.Member> members) {}

    /** Writes what is new; returns whether there was anything. */
    private interface Update {
        boolean write(OutputStream out) throws IOException;
    }

    private final Access access;
    private volatile boolean closed;

    LiveUpdates(Access access) {
        this.access = access;
    }

    /** Keeps a page of all series up to date. */
    void fleet(Context request, Supplier<Fleet.Snapshot> fleet) {
        Map<String, Long> shown = new HashMap<>();
        List<Fleet.Member> membersShown = new ArrayList<>();
        run(request, FLEET_PAUSE_MS, out -> {
            Fleet.Snapshot now = fleet.get();
            boolean full = membersShown.isEmpty();
            FleetChange change = change(now, shown, full);
            if (!full && change.rows().isEmpty() && change.removed().isEmpty() && membersShown.equals(now.members())) {
                return false;
            }
            membersShown.clear();
            membersShown.addAll(now.members());
            write(out, "fleet", Json.bytes(change));
            return true;
        });
    }

    private static FleetChange change(Fleet.Snapshot now, Map<String, Long> shown, boolean full) {
        List<Row> changed = new ArrayList<>();
        Map<String, Long> next = new HashMap<>();
        for (Row row : now.rows()) {
            next.put(row.key(), row.version());
            if (!Long.valueOf(row.version()).equals(shown.remove(row.key()))) {
                changed.add(row);
            }
        }
        List<String> removed = List.copyOf(shown.keySet());
        shown.clear();
        shown.putAll(next);
        return new FleetChange(full, changed, removed, now.rows().size(), now.full(), now.members());
    }

    /** Keeps a page of one series up to date; what is written is the series as a whole. */
    void series(Context request, Supplier<byte[]> series) {
        byte[][] shown = {{}};
        run(request, SERIES_PAUSE_MS, out -> {
            byte[] now;
            try {
                now = series.get();
            } catch (Failure e) {
                now = Json.bytes(e.body());
            }
            if (Arrays.equals(now, shown[0])) {
                return false;
            }
            shown[0] = now;
            write(out, "series", now);
            return true;
        });
    }

    private void run(Context request, long pauseMs, Update update) {
        access.beginStream();
        try {
            request.res().setContentType("text/event-stream");
            request.res().setCharacterEncoding("UTF-8");
            request.res().setHeader("X-Accel-Buffering", "no");
            OutputStream out = request.res().getOutputStream();
            long heardNanos = System.nanoTime();
            while (!closed) {
                long beganNanos = System.nanoTime();
                if (update.write(out)) {
                    heardNanos = System.nanoTime();
                } else if (beganNanos - heardNanos > HEARTBEAT_MS * 1_000_000) {
                    out.write(": still here\n\n".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    heardNanos = System.nanoTime();
                }
                long tookMs = (System.nanoTime() - beganNanos) / 1_000_000;
                Thread.sleep(Math.min(LONGEST_PAUSE_MS, Math.max(pauseMs, RESTS_PER_WRITE * tookMs)));
            }
        } catch (IOException e) {
            // the client is gone, as clients go
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            access.endStream();
        }
    }

    private static void write(OutputStream out, String event, byte[] json) throws IOException {
        out.write(("event: " + event + "\ndata: ").getBytes(StandardCharsets.UTF_8));
        out.write(json);
        out.write("\n\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Ends all streams at their next look. */
    void close() {
        closed = true;
    }
}
