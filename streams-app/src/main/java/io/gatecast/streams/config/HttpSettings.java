package io.gatecast.streams.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How an instance shows itself over HTTP.
 *
 * @param host address it listens on
 * @param port port it listens on; 0 means any free one
 * @param portIsChosen whether the port was set; otherwise a free one near it does as well
 * @param advertised {@code host:port} at which the other instances reach it, if that was set
 * @param token what requests must bring, if anything
 * @param keyStore key and certificate for HTTPS; empty means HTTP
 * @param keyStorePassword password of the key store
 * @param mostRequests requests answered at a time
 * @param mostRequestsPerSecond requests per second from one address
 * @param mostStreams pages kept up to date at a time
 * @param historySeries series whose latest steps are kept
 * @param historySteps latest steps kept of each
 */
public record HttpSettings(
        String host,
        int port,
        boolean portIsChosen,
        Optional<String> advertised,
        Optional<String> token,
        Optional<Path> keyStore,
        String keyStorePassword,
        int mostRequests,
        int mostRequestsPerSecond,
        int mostStreams,
        int historySeries,
        int historySteps) {

    /** Leaves out what must not be printed. */
    @Override
    public String toString() {
        return (keyStore.isPresent() ? "https://" : "http://") + host + ":" + port
                + (token.isPresent() ? " with a token" : "");
    }
}
