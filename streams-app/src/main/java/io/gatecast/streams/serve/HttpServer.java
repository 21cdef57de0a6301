package io.gatecast.streams.serve;

import io.gatecast.streams.board.Board;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.config.HttpSettings;
import io.gatecast.streams.metrics.Instruments;
import io.gatecast.streams.models.LiveModels;
import io.gatecast.streams.topology.Topics;
import io.javalin.Javalin;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running application over HTTP. It listens before the application starts, so that its address can be told to the other instances, and
 * says that it is not ready until the application runs.
 */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    private final HttpSettings settings;
    private final Owners owners = new Owners();
    private final LiveUpdates live;
    private final Routes routes;
    private final Javalin server;

    private HttpServer(
            GatecastConfig config, HttpSettings settings, LiveModels models, Board board, Instruments instruments) {
        this.settings = settings;
        Access access = new Access(settings, System::nanoTime);
        live = new LiveUpdates(access);
        Peers peers = new Peers(settings);
        Page page = new Page();
        routes = new Routes(
                config,
                models,
                instruments,
                page,
                new Gate(access, page, instruments),
                live,
                owners,
                new Fleet(board, peers, owners),
                new SeriesQueries(board, peers, owners));
        server = new Listener(settings).listen(javalin -> routes.name(javalin.routes));
        owners.know(advertised());
        instruments.bindStreams(access::streams);
    }

    /**
     * Listens.
     *
     * @param config configuration
     * @param settings how to listen
     * @param models the models that run
     * @param board the latest steps of the series
     * @param instruments what is measured
     * @return the server, which has no application yet
     * @throws ConfigException if the port is taken or the key store cannot be used
     */
    public static HttpServer start(
            GatecastConfig config, HttpSettings settings, LiveModels models, Board board, Instruments instruments) {
        settings.keyStore().filter(file -> !Files.isReadable(file)).ifPresent(file -> {
            throw new ConfigException("http.tls.keystore.location: cannot read " + file);
        });
        if (settings.token().isEmpty() && !Access.isLoopback(settings.host())) {
            LOG.warn(
                    "http.host={} lets other machines read everything: set http.bearer.token as well", settings.host());
        }
        return new HttpServer(config, settings, models, board, instruments);
    }

    /** Where other instances reach this one. */
    private HostInfo advertised() {
        if (settings.advertised().isPresent()) {
            return HostInfo.buildFromEndpoint(settings.advertised().get());
        }
        return new HostInfo(reachableHost(), server.port());
    }

    private String reachableHost() {
        try {
            InetAddress address = InetAddress.getByName(settings.host());
            return address.isAnyLocalAddress() ? InetAddress.getLocalHost().getHostName() : settings.host();
        } catch (UnknownHostException e) {
            throw new ConfigException("http.host: " + settings.host() + " is unknown; set http.advertised.address too");
        }
    }

    /**
     * Where other instances reach this one, for Kafka Streams' {@code application.server}.
     *
     * @return host and port
     */
    public String applicationServer() {
        return owners.self().host() + ":" + owners.self().port();
    }

    /**
     * Address of the page.
     *
     * @return such as {@code http://127.0.0.1:8080/}
     */
    public URI address() {
        String host = settings.host().equals("0.0.0.0") || settings.host().equals("::")
                ? owners.self().host()
                : settings.host();
        return URI.create((settings.keyStore().isPresent() ? "https" : "http") + "://"
                + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port() + "/");
    }

    /**
     * Serves an application.
     *
     * @param streams the application
     * @param topology its graph
     * @param topics the topics it reads and writes
     */
    public void serve(KafkaStreams streams, Topology topology, Topics topics) {
        routes.serve(new Instance(streams, topology, topics));
    }

    @Override
    public void close() {
        live.close();
        server.stop();
    }
}
