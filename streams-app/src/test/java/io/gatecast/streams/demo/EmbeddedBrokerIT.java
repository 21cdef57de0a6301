package io.gatecast.streams.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
    private static final String PREFIX = "bootstrap.servers=";

    @Test
    void shouldServeClientsOfAnotherProcessAndLeaveNothingBehind(@TempDir Path folder)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        EmbeddedBroker.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String address = output.lines()
                    .filter(line -> line.startsWith(PREFIX))
                    .findFirst()
                    .orElseThrow()
                    .substring(PREFIX.length());
            createTopic(address);

            process.getOutputStream().close();

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            try (var left = Files.list(folder)) {
                assertThat(left.filter(file -> file.getFileName().toString().startsWith("gatecast")))
                        .isEmpty();
            }
        } finally {
            process.destroyForcibly();
        }
    }

    /** Returns once the broker has heard of the topic from its controller. */
    private static void createTopic(String bootstrapServers)
            throws InterruptedException, ExecutionException, TimeoutException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            NewTopic topic = new NewTopic("topic", Optional.of(1), Optional.empty());
            admin.createTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
            await().untilAsserted(() -> assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS))
                    .containsExactly("topic"));
        }
    }
}
