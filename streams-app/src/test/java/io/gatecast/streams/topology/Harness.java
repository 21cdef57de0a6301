package io.gatecast.streams.topology;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.schema.Anomaly;
import io.gatecast.schema.Forecast;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.control.LiveControls;
import io.gatecast.streams.encode.OutputSerdes;
import io.gatecast.streams.models.Deployment;
import io.gatecast.streams.models.LiveModels;
import io.gatecast.streams.process.Companions;
import io.gatecast.streams.process.Counts;
import io.gatecast.streams.process.SeriesWatch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** The topology in a test driver, with raw bytes in and decoded records out. */
final class Harness implements AutoCloseable {
    static final long START = Instant.parse("2024-03-01T00:00:00Z").toEpochMilli();

    private final GatecastConfig config;
    private final LiveControls controls;
    private final ForecastTopology topology;
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> input;
    private final TestOutputTopic<String, Forecast> forecasts;
    private final Optional<TestOutputTopic<String, Anomaly>> anomalies;
    private final TestOutputTopic<byte[], byte[]> deadLetters;

    Harness(Artifact artifact, Path stateDir, Map<String, String> settings) {
        this(new LiveModels(Deployment.of(artifact)), stateDir, settings);
    }

    Harness(LiveModels models, Path stateDir, Map<String, String> settings) {
        config = GatecastConfig.of(withDefaults(settings));
        controls = new LiveControls(config.alarmRules(), config.limits());
        topology = ForecastTopology.build(config, new Companions(models, controls, SeriesWatch.NONE));
        Properties properties = topology.settings();
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        driver = new TopologyTestDriver(topology.topology(), properties, Instant.ofEpochMilli(START));
        input = driver.createInputTopic("in", new ByteArraySerializer(), new ByteArraySerializer());
        forecasts = driver.createOutputTopic(
                topology.topics().forecasts(),
                new StringDeserializer(),
                OutputSerdes.forecasts(config).deserializer());
        anomalies = config.detection()
                .map(detection -> driver.createOutputTopic(
                        topology.topics().anomalies(),
                        new StringDeserializer(),
                        OutputSerdes.anomalies(config).deserializer()));
        deadLetters = driver.createOutputTopic(
                topology.topics().deadLetters(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** What is asked of alarms, which a test may change. */
    LiveControls controls() {
        return controls;
    }

    /** Test settings that a test may override: one topic of JSON in and JSON out. */
    static Map<String, String> withDefaults(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "application.id", "test",
                "bootstrap.servers", "nowhere:9092",
                "input.topics", "in",
                "input.format", "json",
                "output.format", "json"));
        all.putAll(settings);
        return all;
    }

    static SchemaRegistryClient registry(String scope) {
        return MockSchemaRegistry.getClientForScope(scope);
    }

    static byte[] avro(String scope, Object record) {
        try (KafkaAvroSerializer serializer =
                new KafkaAvroSerializer(registry(scope), Map.of("schema.registry.url", "mock://" + scope))) {
            return serializer.serialize("in", record);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    void send(byte[] key, byte[] value, long timestampMs) {
        input.pipeInput(new TestRecord<>(key, value, new RecordHeaders(), timestampMs));
    }

    void send(String key, String value, long timestampMs) {
        send(key == null ? null : bytes(key), value == null ? null : bytes(value), timestampMs);
    }

    /** Sends a value of a series, one minute per step. */
    void observe(String key, int minute, double value) {
        send(key, "{\"value\": " + value + "}", START + minute * 60_000L);
    }

    void send(TestRecord<byte[], byte[]> record) {
        input.pipeInput(record);
    }

    void advanceWallClock(Duration by) {
        driver.advanceWallClockTime(by);
    }

    List<Forecast> forecasts() {
        return forecasts.readValuesToList();
    }

    List<Anomaly> anomalies() {
        return anomalies.orElseThrow().readValuesToList();
    }

    List<TestRecord<String, Forecast>> forecastRecords() {
        return forecasts.readRecordsToList();
    }

    List<TestRecord<byte[], byte[]>> deadLetters() {
        return deadLetters.readRecordsToList();
    }

    List<TestRecord<byte[], byte[]>> records(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /** Reasons of all dead letters so far that have not been read. */
    List<String> reasons() {
        return deadLetters().stream()
                .map(letter -> header(letter, "gatecast.reason"))
                .toList();
    }

    static String header(TestRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    Counts counts() {
        return topology.counts();
    }

    KeyValueStore<String, byte[]> store(String name) {
        return driver.getKeyValueStore(name);
    }

    @Override
    public void close() {
        driver.close();
    }
}
