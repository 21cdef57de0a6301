package io.gatecast.streams.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.gatecast.streams.config.GatecastConfig;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryTest {
    private static final ParsedSchema SCHEMA = new AvroSchema("\"string\"");

    private final FailingClient client = new FailingClient();

    @Test
    void shouldAskAgainUntilTheRegistryAnswers() throws IOException, RestClientException {
        client.fail(new ConnectException("refused"), new RestClientException("overloaded", 503, 50301));

        ParsedSchema schema = guarded(Duration.ofSeconds(30)).getSchemaBySubjectAndId("in-value", 1);

        assertThat(schema).isEqualTo(SCHEMA);
        assertThat(client.calls).isEqualTo(3);
    }

    @Test
    void shouldGiveUpRetriablyWhenTheRegistryFailsForTooLong() {
        client.fail(new ConnectException("refused"));

        assertThatThrownBy(() -> guarded(Duration.ZERO).getSchemaBySubjectAndId("in-value", 1))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("refused");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429, 401, 403})
    void shouldTakeAnAnswerThatIsNotAboutTheSchemaForAFailure(int status) {
        client.fail(new RestClientException("no", status, status * 100));

        assertThatThrownBy(() -> guarded(Duration.ZERO).getSchemaBySubjectAndId("in-value", 1))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void shouldNotAskAgainForASchemaThatDoesNotExist() {
        client.fail(new RestClientException("Schema 7 not found", 404, 40403));

        assertThatThrownBy(() -> guarded(Duration.ofSeconds(30)).getSchemaBySubjectAndId("in-value", 7))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("schema id 7")
                .hasMessageContaining("not found");
        assertThat(client.calls).isEqualTo(1);
    }

    @Test
    void shouldLetOutageThroughTheDeserializerButNotAnUnknownSchema() {
        AvroBytes avro = new AvroBytes(guarded(Duration.ZERO), Map.of("schema.registry.url", "mock://unused"), false);
        byte[] framed = {0, 0, 0, 0, 1, 2, 'x'};

        client.fail(new ConnectException("refused"));
        assertThatThrownBy(() -> avro.read("in", framed, Reason.UNREADABLE_AVRO))
                .isInstanceOf(RegistryUnavailableException.class);

        client.fail(new RestClientException("Schema 1 not found", 404, 40403));
        assertThatThrownBy(() -> avro.read("in", framed, Reason.UNREADABLE_AVRO))
                .isInstanceOfSatisfying(
                        BadRecordException.class,
                        bad -> assertThat(bad.rejected().reason()).isEqualTo(Reason.UNKNOWN_SCHEMA));
    }

    @Test
    void shouldMakeClientOfRealRegistryWithSettingsAsText() throws IOException {
        GatecastConfig config = GatecastConfig.of(Map.of(
                "bootstrap.servers", "localhost:9092",
                "input.topics", "in",
                "schema.registry.url", "http://localhost:1,http://localhost:2",
                "schema.registry.missing.id.cache.ttl.sec", "5",
                "schema.registry.http.connect.timeout.ms", "100"));

        try (SchemaRegistryClient registry = Registry.client(config)) {
            assertThat(registry).isNotNull();
        }
    }

    private SchemaRegistryClient guarded(Duration patience) {
        return Registry.guarded(client, patience);
    }

    /** Fails as often as it has failures, then answers. */
    private static final class FailingClient extends MockSchemaRegistryClient {
        private final Deque<Exception> failures = new ArrayDeque<>();
        private int calls;

        void fail(Exception... next) {
            failures.addAll(List.of(next));
        }

        @Override
        public ParsedSchema getSchemaBySubjectAndId(String subject, int id) throws IOException, RestClientException {
            calls++;
            Exception failure = failures.poll();
            if (failure instanceof IOException outage) {
                throw outage;
            }
            if (failure instanceof RestClientException answer) {
                throw answer;
            }
            return SCHEMA;
        }
    }
}
