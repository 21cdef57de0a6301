package io.gatecast.streams.serve;

import io.gatecast.streams.config.HttpSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/** Who may ask, how often and how many at a time. Safe for use by many threads. */
final class Access {
    private static final String BEARER = "Bearer ";
    private static final int MOST_CLIENTS = 1_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Optional<byte[]> token;
    private final Optional<String> onlyHost;
    private final int perSecond;
    private final Semaphore requests;
    private final Semaphore streams;
    private final int mostStreams;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> clients = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_CLIENTS;
        }
    };

    /** Requests that a client may still make, at some moment. */
    private record Bucket(double left, long atNanos) {}

    Access(HttpSettings settings, LongSupplier nanoTime) {
        token = settings.token().map(text -> text.getBytes(StandardCharsets.UTF_8));
        onlyHost = isLoopback(settings.host())
                ? Optional.of(hostOf(settings.advertised().orElse("")))
                : Optional.empty();
        perSecond = settings.mostRequestsPerSecond();
        requests = new Semaphore(settings.mostRequests());
        streams = new Semaphore(settings.mostStreams());
        mostStreams = settings.mostStreams();
        this.nanoTime = nanoTime;
    }

    static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * Refuses requests that name another host, if only this machine is listened to: a page of somebody else's whose name leads
     * here would otherwise read along in the browser (DNS rebinding).
     */
    void requireHost(String header) {
        if (onlyHost.isEmpty()) {
            return;
        }
        String host = hostOf(header == null ? "" : header);
        boolean known = host.equals("localhost")
                || host.equals("[::1]")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}")
                || !host.isEmpty() && host.equals(onlyHost.get());
        if (!known) {
            throw new Failure(421, "this address is served to this machine only; set http.host to let others in");
        }
    }

    private static String hostOf(String address) {
        return address.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
    }

    /** Refuses requests without the token, if there is one. */
    void requireToken(String header) {
        if (token.isPresent() && !bringsToken(header)) {
            throw new Failure(401, "the header Authorization: Bearer must bring the token of http.bearer.token");
        }
    }

    /** Whether there is a token and a request brings it; takes the same time whatever is wrong with it. */
    boolean bringsToken(String header) {
        String given = header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length())
                : "";
        return token.filter(known -> MessageDigest.isEqual(known, given.getBytes(StandardCharsets.UTF_8)))
                .isPresent();
    }

    /** Refuses requests of a client that makes too many: so many per second, and twice as many at once. */
    void requireRate(String client) {
        synchronized (clients) {
            long now = nanoTime.getAsLong();
            double most = 2.0 * perSecond;
            Bucket before = clients.getOrDefault(client, new Bucket(most, now));
            double left = Math.min(most, before.left() + (now - before.atNanos()) / NANOS_PER_SECOND * perSecond);
            clients.put(client, new Bucket(Math.max(0, left - 1), now));
            if (left < 1) {
                throw new Failure(
                        429, "more than " + perSecond + " requests per second (http.max.requests.per.second)");
            }
        }
    }

    /** Takes one of the places for requests; to be given back with {@link #endRequest()}. */
    void beginRequest() {
        if (!requests.tryAcquire()) {
            throw Failure.unavailable("as many requests as allowed are being answered (http.max.requests)");
        }
    }

    void endRequest() {
        requests.release();
    }

    /** Takes one of the places for pages that are kept up to date; to be given back with {@link #endStream()}. */
    void beginStream() {
        if (!streams.tryAcquire()) {
            throw Failure.unavailable("as many pages as allowed are kept up to date (http.max.streams)");
        }
    }

    void endStream() {
        streams.release();
    }

    int streams() {
        return mostStreams - streams.availablePermits();
    }
}
