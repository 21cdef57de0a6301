package io.gatecast.streams.serve;

import io.gatecast.streams.config.HttpSettings;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.net.BindException;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.kafka.common.config.ConfigException;
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

/**
 * How is listened: on which port, with TLS or without, with how many threads.
 *
 * @param settings as configured
 */
record Listener(HttpSettings settings) {
    /** If the port was not chosen and is taken, so many after it are tried. */
    private static final int FURTHER_PORTS = 20;

    private static final int SPARE_THREADS = 8;
    private static final long MOST_BODY_BYTES = 1;

    /**
     * Listens.
     *
     * @param routes what is answered
     * @throws ConfigException if the port is taken or the key store cannot be used
     */
    Javalin listen(Consumer<JavalinConfig> routes) {
        boolean mayMove = !settings.portIsChosen() && settings.port() > 0;
        int last = settings.port() + (mayMove ? FURTHER_PORTS : 0);
        for (int port = settings.port(); port <= last; port++) {
            int tried = port;
            Javalin javalin = Javalin.create(config -> {
                configure(config, tried);
                routes.accept(config);
            });
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
}
