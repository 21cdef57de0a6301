package io.gatecast.streams.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordDecoderTest {
    private static final byte[] FRAMED = {0, 0, 0, 0, 1, 2};

    @Test
    void shouldNotBlameTheRecordForSilentRegistry() {
        try (RecordDecoder decoder = decoder("http://localhost:1")) {
            assertThatThrownBy(() -> decoder.decode(message(FRAMED)))
                    .isInstanceOf(KafkaException.class)
                    .hasMessage("the schema registry does not answer");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 401, 403})
    void shouldNotBlameTheRecordForARegistryThatFails(int status) throws IOException {
        HttpServer registry = registry(status);
        try (RecordDecoder decoder =
                decoder("http://localhost:" + registry.getAddress().getPort())) {
            assertThatThrownBy(() -> decoder.decode(message(FRAMED))).isInstanceOf(KafkaException.class);
        } finally {
            registry.stop(0);
        }
    }

    @Test
    void shouldNotBlameTheRecordForAFailedHandshake() throws IOException {
        try (ServerSocket registry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                RecordDecoder decoder = decoder("https://localhost:" + registry.getLocalPort())) {
            CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> answerWithoutTls(registry));

            assertThatThrownBy(() -> decoder.decode(message(FRAMED)))
                    .isInstanceOf(KafkaException.class)
                    .hasMessage("the schema registry does not answer")
                    .hasCauseInstanceOf(SSLException.class);
            answering.join();
        }
    }

    private static void answerWithoutTls(ServerSocket server) {
        try (Socket caller = server.accept()) {
            caller.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            caller.getInputStream().transferTo(OutputStream.nullOutputStream()); // until it hangs up
        } catch (IOException e) {
            // it has hung up
        }
    }

    @Test
    void shouldDescribeRecordWhoseSchemaTheRegistryDoesNotKnow() throws IOException {
        HttpServer registry = registry(404);
        try (RecordDecoder decoder =
                decoder("http://localhost:" + registry.getAddress().getPort())) {
            assertThat(decoder.decode(message(FRAMED)).path("unreadable").asText())
                    .isNotEmpty();
        } finally {
            registry.stop(0);
        }
    }

    @Test
    void shouldDescribeRecordOfUnknownSchema() {
        try (RecordDecoder decoder = decoder("mock://record-decoder-test")) {
            assertThat(decoder.decode(message(FRAMED)).path("unreadable").asText())
                    .isNotEmpty();
        }
    }

    @Test
    void shouldDescribeRecordThatIsNeitherAvroNorJson() {
        try (RecordDecoder decoder = decoder("mock://record-decoder-test")) {
            byte[] text = "{oops".getBytes(StandardCharsets.UTF_8);

            assertThat(decoder.decode(message(text)).path("unreadable").asText())
                    .isEqualTo("neither Avro nor JSON");
            assertThat(decoder.decode(message(null)).path("unreadable").asText())
                    .isEqualTo("no value");
        }
    }

    private static HttpServer registry(int status) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] answer = "{\"error_code\":%d,\"message\":\"said so\"}"
                    .formatted(status == 404 ? 40403 : status)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static RecordDecoder decoder(String registry) {
        return new RecordDecoder(new Cluster(
                Map.of("bootstrap.servers", "localhost:1"),
                Map.of("schema.registry.url", registry, "max.retries", "0")));
    }

    private static ConsumerRecord<byte[], byte[]> message(byte[] value) {
        return new ConsumerRecord<>("t", 0, 7, null, value);
    }
}
