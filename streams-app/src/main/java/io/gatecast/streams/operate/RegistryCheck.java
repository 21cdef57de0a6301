package io.gatecast.streams.operate;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.gatecast.schema.Anomaly;
import io.gatecast.schema.Breach;
import io.gatecast.schema.Forecast;
import io.gatecast.schema.LedgerEntry;
import io.gatecast.streams.config.DataFormat;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.decode.Registry;
import io.gatecast.streams.topology.Prerequisites;
import io.gatecast.streams.topology.Prerequisites.UnmetException;
import io.gatecast.streams.topology.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** Whether the schema registry answers, knows what is read, and takes what is written; and what time it has. */
record RegistryCheck(GatecastConfig config, Clock clock) implements Check {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration CLOCKS_APART = Duration.ofSeconds(5);

    @Override
    public String subject() {
        return "registry";
    }

    @Override
    public List<Finding> look() {
        try {
            Prerequisites.requireRegistry(config, PATIENCE);
        } catch (UnmetException e) {
            return List.of(Finding.problem(
                    subject(), e.getMessage(), "check schema.registry.url, its login and its certificate"));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.good(subject(), config.registryAddress() + " answers"));
        Topics topics = Topics.of(config);
        try (SchemaRegistryClient registry = Registry.client(config, PATIENCE)) {
            if (config.outputFormat() == DataFormat.AVRO) {
                findings.add(lookAtOutput(registry, topics.forecasts(), Forecast.getClassSchema()));
                if (config.detection().isPresent()) {
                    findings.add(lookAtOutput(registry, topics.anomalies(), Anomaly.getClassSchema()));
                }
                if (topics.ledger().isPresent()) {
                    findings.add(lookAtOutput(registry, topics.ledger().get(), LedgerEntry.getClassSchema()));
                }
                if (topics.breaches().isPresent()) {
                    findings.add(lookAtOutput(registry, topics.breaches().get(), Breach.getClassSchema()));
                }
            }
            if (config.inputFormat() == DataFormat.AVRO) {
                for (String topic : topics.inputs()) {
                    lookAtInput(registry, topic, findings);
                }
            }
        } catch (IOException | RestClientException e) {
            findings.add(Finding.problem(subject(), e.getMessage(), "see the registry's own log"));
        }
        lookAtClock(findings);
        return findings;
    }

    private Finding lookAtOutput(SchemaRegistryClient registry, String topic, Schema schema)
            throws IOException, RestClientException {
        String name = topic + "-value";
        if (latest(registry, name).isEmpty()) {
            return Finding.good(subject(), name + " is registered with the first record");
        }
        List<String> objections = registry.testCompatibilityVerbose(name, new AvroSchema(schema));
        if (objections.isEmpty()) {
            return Finding.good(subject(), name + " takes this version's schema");
        }
        return Finding.problem(
                subject(),
                name + " does not take this version's schema: "
                        + objections.get(0).lines().findFirst().orElse(""),
                "write to another topic, or set the subject's compatibility to what its readers need");
    }

    private void lookAtInput(SchemaRegistryClient registry, String topic, List<Finding> findings)
            throws IOException, RestClientException {
        String name = topic + "-value";
        Optional<Schema> schema = latest(registry, name).map(found -> new Schema.Parser().parse(found.getSchema()));
        if (schema.isEmpty()) {
            findings.add(Finding.good(subject(), "knows no " + name + " yet, or producers name it otherwise"));
            return;
        }
        List<String> absent = Stream.of(
                        config.valueFields().stream(), config.keyField().stream(), config.timestampField().stream())
                .flatMap(fields -> fields)
                .map(field -> field.split("\\.")[0])
                .filter(field -> !hasField(schema.get(), field))
                .distinct()
                .toList();
        if (absent.isEmpty()) {
            findings.add(Finding.good(subject(), name + " has the fields that are read"));
        } else {
            findings.add(Finding.problem(
                    subject(),
                    name + " has no field " + String.join(", ", absent) + ": " + fieldsOf(schema.get()),
                    "correct input.value.fields, input.key.field or input.timestamp.field"));
        }
    }

    private static boolean hasField(Schema schema, String field) {
        return schema.getType() != Schema.Type.RECORD || schema.getField(field) != null;
    }

    private static List<String> fieldsOf(Schema schema) {
        return schema.getFields().stream().map(Schema.Field::name).toList();
    }

    private static Optional<SchemaMetadata> latest(SchemaRegistryClient registry, String subject)
            throws IOException, RestClientException {
        try {
            return Optional.of(registry.getLatestSchemaMetadata(subject));
        } catch (RestClientException e) {
            if (e.getStatus() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Kafka tells no time, HTTP does: in whole seconds. */
    private void lookAtClock(List<Finding> findings) {
        registryTime().ifPresent(theirs -> {
            Duration apart = Duration.between(theirs, clock.instant());
            if (apart.abs().compareTo(CLOCKS_APART) > 0) {
                findings.add(Finding.warning(
                        "clock",
                        "this machine is " + apart.toSeconds() + " s ahead of the registry's",
                        "let both follow a time server (NTP)"));
            } else {
                findings.add(Finding.good("clock", "this machine and the registry's agree"));
            }
        });
    }

    private Optional<Instant> registryTime() {
        String address = config.registrySettings()
                .get("schema.registry.url")
                .split(",")[0]
                .trim();
        HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                    .timeout(PATIENCE)
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding())
                    .headers()
                    .firstValue("date")
                    .map(date -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty(); // such as mock://, or a certificate that only the registry's client trusts
        }
    }
}
