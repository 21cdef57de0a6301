package io.gatecast.streams.serve;

import io.gatecast.streams.metrics.Instruments;
import io.javalin.http.Context;
import java.time.Duration;

/** What happens to every request before and after it is answered: who may ask is checked, its place is taken, its time measured. */
final class Gate {
    private static final String BEGAN = "began";

    private final Access access;
    private final Page page;
    private final Instruments instruments;

    Gate(Access access, Page page, Instruments instruments) {
        this.access = access;
        this.page = page;
        this.instruments = instruments;
    }

    /** Checks whether a request is answered. Probes and the files of the page, which say nothing, need no token. */
    void admit(Context request) {
        request.header("Content-Security-Policy", Page.CONTENT_SECURITY_POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Resource-Policy", "same-origin");
        String path = request.path();
        boolean open = isProbe(path) || page.has(path);
        if (!isProbe(path)) {
            access.requireHost(request.header("Host"));
            if (!(isForwarded(request) && access.bringsToken(request.header("Authorization")))) {
                access.requireRate(request.ip()); // other instances ask for all their clients
            }
        }
        if (!open) {
            access.requireToken(request.header("Authorization"));
            request.header("Cache-Control", "no-store");
        }
        if (!isProbe(path)) {
            access.beginRequest();
        }
        request.attribute(BEGAN, System.nanoTime());
    }

    /** Probes are answered even while as many requests as allowed are. */
    private static boolean isProbe(String path) {
        return path.startsWith("/health/");
    }

    /** Gives back the place of a request that becomes a page kept up to date, for which there are others. */
    void leave(Context request) {
        access.endRequest();
        request.attribute(BEGAN, null);
    }

    void dismiss(Context request) {
        Long beganNanos = request.attribute(BEGAN);
        if (beganNanos != null) {
            if (!isProbe(request.path())) {
                access.endRequest();
            }
            instruments.request(request.statusCode(), Duration.ofNanos(System.nanoTime() - beganNanos));
        }
    }

    /** Tells whether another instance asks. */
    static boolean isForwarded(Context request) {
        return request.header(Peers.FORWARDED) != null;
    }
}
