package io.gatecast.streams.serve;

import io.gatecast.streams.board.Board;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.config.HttpSettings;
import io.gatecast.streams.metrics.Instruments;
import io.gatecast.streams.models.LiveModels;
import io.gatecast.streams.topology.Topics;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.HostInfo;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running application over HTTP. It listens before the application starts, so that its address can be told to the other instances, and
 * says that it is not ready until the application runs.
 */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    /** If the port was not chosen and is taken, so many after it are tried. */
    private static final int FURTHER_PORTS = 20;

    private static final String BEGAN = "began";
    private static final String EXPLAINED = "explained";
    private static final int SPARE_THREADS = 8;
    private static final long MOST_BODY_BYTES = 1;

    private final GatecastConfig config;
    private final HttpSettings settings;
    private final LiveModels models;
    private final Instruments instruments;
    private final Access access;
    private final LiveUpdates live;
    private final Page page = new Page();
    private final Javalin server;
    private final Owners owners;
    private final Fleet fleet;
    private final SeriesList list;
    private final SeriesQueries series;
    private volatile Optional<Instance> instance = Optional.empty();

    private HttpServer(
            GatecastConfig config, HttpSettings settings, LiveModels models, Board board, Instruments instruments) {
        this.config = config;
        this.settings = settings;
        this.models = models;
        this.instruments = instruments;
        access = new Access(settings, System::nanoTime);
        live = new LiveUpdates(access);
        Peers peers = new Peers(settings);
        server = listen();
        owners = new Owners(advertised());
        fleet = new Fleet(board, peers, owners);
        list = new SeriesList(fleet);
        series = new SeriesQueries(board, peers, owners);
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

    private Javalin listen() {
        boolean mayMove = !settings.portIsChosen() && settings.port() > 0;
        int last = settings.port() + (mayMove ? FURTHER_PORTS : 0);
        for (int port = settings.port(); port <= last; port++) {
            int tried = port;
            Javalin javalin = Javalin.create(javalinConfig -> configure(javalinConfig, tried));
            try {
                return javalin.start();
            } catch (RuntimeException e) {
                javalin.stop();
                if (!isTaken(e)) {
                    throw new ConfigException("http.host, http.port: cannot listen on " + settings.host() + ":" + port
                            + ": " + rootOf(e).getMessage());
                }
            }
        }
        throw new ConfigException("http.port: " + settings.port() + (mayMove ? " to " + last : "") + " on "
                + settings.host() + " is taken; choose another port, 0 for any free one, or -1 for none");
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static boolean isTaken(Throwable failure) {
        return rootOf(failure) instanceof BindException bind
                && String.valueOf(bind.getMessage()).toLowerCase(Locale.ROOT).contains("in use");
    }

    private void configure(JavalinConfig javalin, int port) {
        javalin.startup.showJavalinBanner = false;
        javalin.startup.showOldJavalinVersionWarning = false;
        javalin.startup.startupWatcherEnabled = false;
        javalin.http.maxRequestSize = MOST_BODY_BYTES;
        javalin.http.prefer405over404 = true;
        QueuedThreadPool threads =
                new QueuedThreadPool(settings.mostRequests() + settings.mostStreams() + SPARE_THREADS, 2);
        threads.setName("http");
        threads.setDaemon(true);
        javalin.jetty.threadPool = threads;
        // Keys of series are part of paths, and may have any characters.
        javalin.jetty.modifyHttpConfiguration(http -> {
            http.setUriCompliance(UriCompliance.UNSAFE);
            http.setSendServerVersion(false);
        });
        javalin.jetty.modifyServletContextHandler(
                context -> context.getServletHandler().setDecodeAmbiguousURIs(true));
        javalin.jetty.addConnector((jetty, http) -> connector(jetty, http, port));
        routes(javalin);
    }

    private Connector connector(Server jetty, HttpConfiguration http, int port) {
        ServerConnector connector;
        if (settings.keyStore().isPresent()) {
            SslContextFactory.Server tls = new SslContextFactory.Server();
            tls.setKeyStorePath(settings.keyStore().get().toString());
            tls.setKeyStorePassword(settings.keyStorePassword());
            http.addCustomizer(new SecureRequestCustomizer(false)); // instances may be called by their address
            connector = new ServerConnector(
                    jetty, 1, 1, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
        } else {
            connector = new ServerConnector(jetty, 1, 1, new HttpConnectionFactory(http));
        }
        connector.setHost(settings.host());
        connector.setPort(port);
        return connector;
    }

    private void routes(JavalinConfig javalin) {
        var routes = javalin.routes;
        routes.before(this::admit);
        routes.after(this::dismiss);
        page.forEach(routes::get);
        routes.get("/health/live", request -> health(request, Health::live));
        routes.get("/health/ready", request -> health(request, Health::ready));
        routes.get(
                "/metrics",
                request -> write(
                        request,
                        "text/plain; version=0.0.4; charset=utf-8",
                        instruments.scrape().getBytes(StandardCharsets.UTF_8)));
        routes.get(
                "/topology",
                request -> json(
                        request,
                        TopologyView.of(
                                config.applicationId(),
                                running(),
                                owners,
                                config.detection().isPresent())));
        routes.get(
                "/v1/models",
                request -> json(
                        request,
                        ModelsView.of(
                                models.current(), instance, config.modelTopic().isPresent())));
        routes.get("/v1/live", request -> {
            leave(request);
            live.fleet(request, () -> fleet.snapshot(instance));
        });
        routes.get("/v1/series", request -> json(request, list.answer(request, instance)));
        for (SeriesQueries.Question question : SeriesQueries.Question.values()) {
            routes.get("/v1/series/{key}" + question.path(), request -> ask(request, question));
        }
        routes.get("/v1/series/{key}/live", request -> {
            String key = request.pathParam("key");
            leave(request);
            live.series(
                    request,
                    () -> series.answer(running(), key, SeriesQueries.Question.DETAIL, false, isForwarded(request)));
        });
        routes.exception(Failure.class, (failure, request) -> fail(request, failure.status(), failure.getMessage()));
        routes.exception(
                HttpResponseException.class,
                (failure, request) -> fail(request, failure.getStatus(), failure.getMessage()));
        routes.exception(Exception.class, (failure, request) -> {
            LOG.warn("{} {} failed", request.method(), request.path(), failure);
            fail(request, 500, "this could not be answered; the log of the instance has more");
        });
        routes.error(404, request -> {
            if (request.attribute(EXPLAINED) == null) {
                fail(request, 404, "there is nothing at " + request.path() + "; /openapi.json says what there is");
            }
        });
    }

    /** Checks whether a request is answered. Probes and the files of the page, which say nothing, need no token. */
    private void admit(Context request) {
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
    private void leave(Context request) {
        access.endRequest();
        request.attribute(BEGAN, null);
    }

    private void dismiss(Context request) {
        Long beganNanos = request.attribute(BEGAN);
        if (beganNanos != null) {
            if (!isProbe(request.path())) {
                access.endRequest();
            }
            instruments.request(request.statusCode(), Duration.ofNanos(System.nanoTime() - beganNanos));
        }
    }

    private static void fail(Context request, int status, String message) {
        if (status == 401) {
            request.header("WWW-Authenticate", "Bearer");
        } else if (status == 429 || status == 503) {
            request.header("Retry-After", "1");
        }
        request.attribute(EXPLAINED, true);
        request.status(status).contentType("application/json").result(Json.bytes(new Failure.Body(message)));
    }

    private static void json(Context request, Object answer) {
        write(request, "application/json", Json.bytes(answer));
    }

    /** Writes now, while the request still has its place: what the server writes later, a slow client makes it keep. */
    private static void write(Context request, String type, byte[] answer) {
        try {
            request.contentType(type).outputStream().write(answer);
        } catch (IOException e) {
            LOG.debug("{} {}: the client is gone", request.method(), request.path(), e);
        }
    }

    private void health(Context request, Predicate<Health> isWell) {
        Health health = Health.of(instance, instruments.restore());
        request.status(isWell.test(health) ? 200 : 503);
        json(request, health);
    }

    private Instance running() {
        return instance.orElseThrow(() -> Failure.unavailable("the application is starting; try again"));
    }

    private static boolean isForwarded(Context request) {
        return request.header(Peers.FORWARDED) != null;
    }

    private void ask(Context request, SeriesQueries.Question question) {
        boolean standby = "true".equals(request.queryParam("standby"));
        write(
                request,
                "application/json",
                series.answer(running(), request.pathParam("key"), question, standby, isForwarded(request)));
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
        instance = Optional.of(new Instance(streams, topology, topics));
    }

    @Override
    public void close() {
        live.close();
        server.stop();
    }
}
