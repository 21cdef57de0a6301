package io.gatecast.schema.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real schema registry (Apicurio, in memory or in a folder) in a child process, speaking Confluent's REST API.
 *
 * <p>The directory it was unpacked to comes from the system property {@code gatecast.registry.home}, which the build
 * sets for {@code *IT} classes. Its output goes to {@code target/registry-PORT.log} of the module under test.
 */
public final class RegistryProcess implements AutoCloseable {
    private static final String HOME_PROPERTY = "gatecast.registry.home";
    private static final Duration START_LIMIT = Duration.ofSeconds(120);

    private final Thread killer = new Thread(this::destroy, "registry-killer");
    private final String database;
    private final int port;
    private final Path log;
    private Process process;

    private RegistryProcess(String database, int port, Path log) throws IOException {
        this.database = database;
        this.port = port;
        this.log = log;
        this.process = launch();
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /**
     * Starts an empty registry on a free port and waits until it answers.
     *
     * @return the running registry
     * @throws IllegalStateException if it does not answer in time; the message ends with its log
     */
    public static RegistryProcess start() {
        return start("jdbc:h2:mem:registry_db");
    }

    /**
     * Starts a registry that keeps its schemas in a folder, so that they are still there after a restart.
     *
     * @param folder where they are, or will be
     * @return the running registry
     * @throws IllegalStateException if it does not answer in time; the message ends with its log
     */
    public static RegistryProcess start(Path folder) {
        return start("jdbc:h2:file:" + folder.toAbsolutePath().resolve("registry") + ";WRITE_DELAY=0");
    }

    private static RegistryProcess start(String database) {
        try {
            int port = freePort();
            Path log = Files.createDirectories(Path.of("target")).resolve("registry-" + port + ".log");
            RegistryProcess registry = new RegistryProcess(database, port, log);
            try {
                registry.awaitReady();
            } catch (RuntimeException | InterruptedException | IOException e) {
                registry.close();
                throw e;
            }
            return registry;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the registry was starting", e);
        }
    }

    /** Ends the child process at once, without letting it finish anything (SIGKILL). */
    public void kill() {
        destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts the registry again where it was, after it was killed, and waits until it answers. */
    public void restart() {
        try {
            process = launch();
            awaitReady();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the registry was starting", e);
        }
    }

    /**
     * Returns the address to use as {@code schema.registry.url}.
     *
     * @return the base address of Confluent's REST API
     */
    public String url() {
        return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
    }

    /** Ends the child process and waits for its end. */
    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(killer);
    }

    private void destroy() {
        process.destroyForcibly();
    }

    private Process launch() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                        java,
                        "-Xmx384m",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        runnerJar().toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().put("REGISTRY_DATASOURCE_URL", database);
        return builder.start();
    }

    private static Path runnerJar() throws IOException {
        String home = System.getProperty(HOME_PROPERTY);
        if (home == null) {
            throw new IllegalStateException("system property " + HOME_PROPERTY + " must name the unpacked registry");
        }
        try (Stream<Path> files = Files.list(Path.of(home))) {
            return files.filter(file -> file.getFileName().toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no *-runner.jar in " + home));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady() throws InterruptedException, IOException {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/subjects"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            if (answers(client, request)) {
                return;
            }
            Thread.sleep(100);
        }
        String state = process.isAlive() ? "did not answer in " + START_LIMIT : "exited with " + process.exitValue();
        throw new IllegalStateException("registry " + state + ", see " + log + ":\n" + logTail());
    }

    private static boolean answers(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private String logTail() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }
}
