package io.gatecast.streams.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker inside this JVM: one KRaft node on loopback ports that keeps records for ever, whatever their timestamps.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final int NODE_ID = 1;
    private static final String LOOPBACK = "127.0.0.1";
    private static final String CLIENTS = "CLIENTS";
    private static final String CONTROLLER = "CONTROLLER";

    private final Path folder;
    private final boolean temporary;
    private final int port;
    private final KafkaRaftServer server;

    private EmbeddedBroker(Path folder, boolean temporary, int port, KafkaRaftServer server) {
        this.folder = folder;
        this.temporary = temporary;
        this.port = port;
        this.server = server;
    }

    /**
     * Starts a broker on free ports, in a temporary folder that is deleted when it is closed, and waits until it takes
     * requests.
     *
     * @return the running broker
     * @throws UncheckedIOException if its folder cannot be written or no port is free
     */
    public static EmbeddedBroker start() {
        try {
            Path folder = Files.createTempDirectory("gatecast-broker-");
            try {
                List<Integer> ports = freePorts(2);
                return start(folder, true, ports.get(0), ports.get(1), Map.of());
            } catch (RuntimeException e) {
                delete(folder);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts a broker in a folder that outlives it, with what an earlier one has left there, and waits until it takes
     * requests.
     *
     * @param folder existing folder; formatted if it is empty
     * @param port port for clients
     * @param controllerPort port for the broker's own controller
     * @param overrides settings beside or instead of the broker's own
     * @return the running broker
     */
    public static EmbeddedBroker start(Path folder, int port, int controllerPort, Map<String, String> overrides) {
        return start(folder, false, port, controllerPort, overrides);
    }

    private static EmbeddedBroker start(
            Path folder, boolean temporary, int port, int controllerPort, Map<String, String> overrides) {
        if (!Files.exists(folder.resolve("meta.properties"))) {
            format(folder);
        }
        Map<String, String> settings = settings(folder, port, controllerPort);
        settings.putAll(overrides);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        server.startup();
        return new EmbeddedBroker(folder, temporary, port, server);
    }

    /**
     * Runs a broker until its standard input ends or the process is told to stop. Prints {@code bootstrap.servers=} and
     * its address once it takes requests.
     *
     * @param args none
     * @throws IOException if standard input fails
     */
    public static void main(String[] args) throws IOException {
        EmbeddedBroker broker = start();
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-shutdown"));
        System.out.println("bootstrap.servers=" + broker.bootstrapServers());
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
    }

    /**
     * Address for clients.
     *
     * @return value for {@code bootstrap.servers}
     */
    public String bootstrapServers() {
        return LOOPBACK + ":" + port;
    }

    /** Stops the broker and, if its folder is a temporary one, deletes its records. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        if (temporary) {
            delete(folder);
        }
    }

    /**
     * Loopback ports that nothing listens on at this moment.
     *
     * @param count how many
     * @return port numbers, all different
     * @throws UncheckedIOException if there are not so many
     */
    public static List<Integer> freePorts(int count) {
        if (count == 0) {
            return List.of();
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            List<Integer> ports = new ArrayList<>(List.of(socket.getLocalPort()));
            ports.addAll(freePorts(count - 1));
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void format(Path folder) {
        Formatter formatter = new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .setNodeId(NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .setDirectories(List.of(folder.toString()))
                .setMetadataLogDirectory(folder.toString())
                .setControllerListenerName(CONTROLLER)
                .setReleaseVersion(MetadataVersion.latestProduction());
        try {
            formatter.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) { // what Kafka declares
            throw new IllegalStateException("the broker's folder could not be formatted: " + folder, e);
        }
    }

    private static Map<String, String> settings(Path folder, int port, int controllerPort) {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("controller.quorum.voters", NODE_ID + "@" + LOOPBACK + ":" + controllerPort);
        settings.put("controller.listener.names", CONTROLLER);
        settings.put("inter.broker.listener.name", CLIENTS);
        settings.put(
                "listeners",
                "%s://%s:%d,%s://%s:%d".formatted(CLIENTS, LOOPBACK, port, CONTROLLER, LOOPBACK, controllerPort));
        settings.put("listener.security.protocol.map", CLIENTS + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        settings.put("log.dirs", folder.toString());

        // One node: no replicas, and few partitions of the internal topics, which are created on first use.
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "2");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("auto.create.topics.enable", "false");

        // Records may be years old, or ahead of the clock.
        settings.put("log.retention.ms", "-1");
        settings.put("log.message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));

        // Modest use of memory and threads.
        settings.put("log.cleaner.dedupe.buffer.size", "4194304");
        settings.put("num.network.threads", "1");
        settings.put("num.io.threads", "2");
        return settings;
    }

    /** Deletes a folder with everything in it. */
    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
