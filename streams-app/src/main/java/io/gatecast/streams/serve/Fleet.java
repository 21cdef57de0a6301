package io.gatecast.streams.serve;

import io.gatecast.streams.board.Board;
import io.gatecast.streams.board.Row;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.streams.state.HostInfo;

/**
 * The series of all instances in one line each. Those of others are mirrored while somebody looks, at most once a second and by what has
 * changed since; an instance that does not answer keeps its last rows and is reported.
 */
final class Fleet {
    private static final long FRESH_NANOS = 900_000_000L;

    /**
     * What an instance has.
     *
     * @param epoch differs after a restart
     * @param version version of its board
     * @param count number of series it keeps
     * @param full whether it has more series than it keeps
     * @param rows series that have changed
     */
    record Part(long epoch, long version, int count, boolean full, List<Row> rows) {}

    /**
     * An instance and whether it answers.
     *
     * @param address its address
     * @param reachable whether it answered last time
     * @param series number of series it keeps
     */
    record Member(String address, boolean reachable, int series) {}

    /**
     * All there is.
     *
     * @param rows series of all instances
     * @param members the instances, this one first
     * @param full whether some have more series than they keep
     */
    record Snapshot(List<Row> rows, List<Member> members, boolean full) {}

    /** A snapshot and when it was put together. */
    private record Taken(Snapshot snapshot, long atNanos) {
        boolean isFresh() {
            return System.nanoTime() - atNanos <= FRESH_NANOS;
        }
    }

    /** What was last heard of another instance. */
    private static final class Mirror {
        private final Map<String, Row> rows = new HashMap<>();
        private long epoch;
        private long version;
        private boolean full;
        private boolean reachable = true;
    }

    private final Board board;
    private final Peers peers;
    private final Owners owners;
    private final long epoch = System.nanoTime();
    private final Map<HostInfo, Mirror> mirrors = new HashMap<>();
    private final ReentrantLock refreshing = new ReentrantLock();
    private volatile Optional<Taken> latest = Optional.empty();

    Fleet(Board board, Peers peers, Owners owners) {
        this.board = board;
        this.peers = peers;
        this.owners = owners;
    }

    long epoch() {
        return epoch;
    }

    /** What this instance has, for another one that has heard of it before or not. */
    Part local(long since) {
        long version = board.version();
        List<Row> rows = board.rows(since);
        return new Part(epoch, version, board.size(), board.isFull(), rows);
    }

    /**
     * The series of all instances, at most a second old: however many look, they are put together once. While one who looks waits for
     * other instances to answer, the others see what there was before.
     */
    Snapshot snapshot(Optional<Instance> instance) {
        if (!isFresh() && mayRefresh()) {
            try {
                if (!isFresh()) {
                    instance.ifPresent(running -> refresh(owners.others(running)));
                    latest = Optional.of(new Taken(assembled(), System.nanoTime()));
                }
            } finally {
                refreshing.unlock();
            }
        }
        return latest.orElseThrow().snapshot();
    }

    private boolean isFresh() {
        return latest.filter(Taken::isFresh).isPresent();
    }

    /** Takes the lock; waits for it only if there is nothing to see yet. */
    private boolean mayRefresh() {
        if (latest.isPresent()) {
            return refreshing.tryLock();
        }
        refreshing.lock();
        return true;
    }

    private Snapshot assembled() {
        List<Row> own = board.rows(-1);
        List<List<Row>> parts = new ArrayList<>(List.of(own));
        List<Member> members = new ArrayList<>();
        members.add(new Member(text(owners.self()), true, own.size()));
        boolean full = board.isFull();
        List<Map.Entry<HostInfo, Mirror>> reachableFirst = new ArrayList<>(mirrors.entrySet());
        reachableFirst.sort(Comparator.comparing(entry -> !entry.getValue().reachable));
        for (Map.Entry<HostInfo, Mirror> entry : reachableFirst) {
            Mirror mirror = entry.getValue();
            parts.add(List.copyOf(mirror.rows.values()));
            full |= mirror.full;
            members.add(new Member(text(entry.getKey()), mirror.reachable, mirror.rows.size()));
        }
        return new Snapshot(onceEach(parts), members, full);
    }

    /** The rows of all parts; a series that moved, whose row an earlier part has, is not shown as a later part had it. */
    static List<Row> onceEach(List<List<Row>> parts) {
        Map<String, Row> rows = new LinkedHashMap<>();
        parts.forEach(part -> part.forEach(row -> rows.putIfAbsent(row.key(), row)));
        return List.copyOf(rows.values());
    }

    private static String text(HostInfo host) {
        return host.host() + ":" + host.port();
    }

    private void refresh(List<HostInfo> others) {
        mirrors.keySet().retainAll(others);
        Map<HostInfo, CompletableFuture<HttpResponse<byte[]>>> answers = new HashMap<>();
        for (HostInfo other : others) {
            Mirror mirror = mirrors.computeIfAbsent(other, o -> new Mirror());
            answers.put(
                    other,
                    peers.ask(other, "/v1/series?scope=local&epoch=" + mirror.epoch + "&since=" + mirror.version));
        }
        answers.forEach((other, answer) -> {
            Mirror mirror = mirrors.get(other);
            try {
                HttpResponse<byte[]> response = answer.join();
                mirror.reachable = response.statusCode() == 200;
                if (mirror.reachable) {
                    update(mirror, Json.MAPPER.readValue(response.body(), Part.class));
                }
            } catch (CompletionException | IOException e) {
                mirror.reachable = false;
            }
        });
    }

    /** Series that are gone there are found by their number; then everything is read again. */
    private static void update(Mirror mirror, Part part) {
        if (part.epoch() != mirror.epoch) {
            mirror.rows.clear();
        }
        part.rows().forEach(row -> mirror.rows.put(row.key(), row));
        boolean complete = mirror.rows.size() == part.count();
        mirror.epoch = complete ? part.epoch() : 0;
        mirror.version = complete ? part.version() : -1;
        mirror.full = part.full();
    }
}
