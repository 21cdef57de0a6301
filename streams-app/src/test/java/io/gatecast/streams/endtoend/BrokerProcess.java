package io.gatecast.streams.endtoend;

import io.gatecast.streams.demo.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A real broker in a process of its own, that finds its records again when it is started after it was killed. */
final class BrokerProcess implements AutoCloseable {
    /** Members that are gone are noticed soon; the streams protocol takes this from brokers only. */
    private static final Map<String, String> SETTINGS = Map.of(
            "group.streams.min.session.timeout.ms", "6000",
            "group.streams.session.timeout.ms", "6000",
            "group.streams.min.heartbeat.interval.ms", "1000",
            "group.streams.heartbeat.interval.ms", "1000",
            "group.streams.num.standby.replicas", "1");

    private final Path folder;
    private final List<Integer> ports = EmbeddedBroker.freePorts(2);
    private ChildProcess process;
    private int starts;

    BrokerProcess(Path folder) {
        try {
            this.folder = Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        restart();
    }

    /**
     * Runs a broker until the process ends.
     *
     * @param arguments folder, port, port of the controller
     */
    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedBroker broker = EmbeddedBroker.start(
                Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), SETTINGS);
        System.out.println("broker ready at " + broker.bootstrapServers());
        new CountDownLatch(1).await();
    }

    String address() {
        return "127.0.0.1:" + ports.get(0);
    }

    /** SIGKILL. */
    void kill() {
        process.kill();
    }

    void restart() {
        process = ChildProcess.start(
                "broker-" + folder.getParent().getFileName() + "-" + starts++,
                BrokerProcess.class,
                List.of(folder.toString(), ports.get(0).toString(), ports.get(1).toString()));
        process.awaitLine(line -> line.startsWith("broker ready"), Duration.ofSeconds(120));
    }

    @Override
    public void close() {
        process.close();
    }
}
