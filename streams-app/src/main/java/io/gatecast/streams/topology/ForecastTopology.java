package io.gatecast.streams.topology;

import static org.apache.kafka.streams.kstream.Named.as;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.spec.ColumnRoles;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.streams.config.DataFormat;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.decode.EventDeserializer;
import io.gatecast.streams.decode.EventTimeExtractor;
import io.gatecast.streams.decode.InputValue;
import io.gatecast.streams.decode.KeyReader;
import io.gatecast.streams.decode.Registry;
import io.gatecast.streams.encode.OutputSerdes;
import io.gatecast.streams.models.Deployment;
import io.gatecast.streams.models.LiveModels;
import io.gatecast.streams.process.AdmissionProcessor;
import io.gatecast.streams.process.Arrival;
import io.gatecast.streams.process.ArrivalSerde;
import io.gatecast.streams.process.Companions;
import io.gatecast.streams.process.Counts;
import io.gatecast.streams.process.DeadLetter;
import io.gatecast.streams.process.DeserializationFailureHandler;
import io.gatecast.streams.process.ForecastProcessor;
import io.gatecast.streams.process.Outlets;
import io.gatecast.streams.process.ProcessingFailureHandler;
import io.gatecast.streams.state.StateMemory;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * The whole processing graph, the settings it runs with and the counts it keeps.
 *
 * <pre>{@code
 * input → read → admit ─┬→ (by series) → forecast ─┬→ forecasts
 *                       └→ dead letters            ├→ anomalies
 *                                                  ├→ ledger
 *                                                  ├→ breaches
 *                                                  └→ dead letters
 * }</pre>
 */
public final class ForecastTopology {
    private final Topology topology;
    private final Properties settings;
    private final Topics topics;
    private final Counts counts;

    private ForecastTopology(Topology topology, Properties settings, Topics topics, Counts counts) {
        this.topology = topology;
        this.settings = settings;
        this.topics = topics;
        this.counts = counts;
    }

    /**
     * Builds the graph.
     *
     * @param config configuration
     * @param artifact model to forecast with
     * @return the graph, ready to run
     * @throws ConfigException if the configuration does not fit the model
     */
    public static ForecastTopology build(GatecastConfig config, Artifact artifact) {
        return build(config, new LiveModels(Deployment.of(artifact)));
    }

    /**
     * Builds the graph for models that may be exchanged while it runs.
     *
     * @param config configuration
     * @param models the models that run; how records are read follows from those that run now
     * @return the graph, ready to run
     * @throws ConfigException if the configuration does not fit the model
     */
    public static ForecastTopology build(GatecastConfig config, LiveModels models) {
        return build(config, Companions.of(config, models));
    }

    /**
     * Builds the graph with all that goes on beside it.
     *
     * @param config configuration
     * @param beside models, controls of alarms and who watches; how records are read follows from the models that run now
     * @return the graph, ready to run
     * @throws ConfigException if the configuration does not fit the model
     */
    public static ForecastTopology build(GatecastConfig config, Companions beside) {
        Artifact artifact = beside.models().current().champion();
        requireFit(config, artifact);
        new RecordSizes(config, artifact).require();
        Topics topics = Topics.of(config);
        Counts counts = new Counts();
        Properties settings = settings(config, topics, counts);
        return new ForecastTopology(describe(config, beside, topics, counts, settings), settings, topics, counts);
    }

    /** Every step hands what it makes to the one step that takes it, by name: nobody has to look at what is not for him. */
    private static Topology describe(
            GatecastConfig config, Companions beside, Topics topics, Counts counts, Properties settings) {
        ModelSpec model = beside.models().current().champion().model().spec();
        Topology topology = admission(config, model, counts, settings);
        Outlets outlets = new Outlets(
                Steps.WRITE_FORECAST,
                Steps.WRITE_ANOMALY,
                Steps.WRITE_LEDGER,
                Steps.WRITE_BREACH,
                Steps.WRITE_NOT_FORECAST);
        topology.addProcessor(
                Steps.FORECAST,
                ForecastProcessor.supplier(config, beside, Timing.rules(config, model), counts, outlets),
                config.repartitions() ? Steps.FROM_SERIES : Steps.ADMIT);
        write(topology, Steps.WRITE_FORECAST, topics.forecasts(), OutputSerdes.forecasts(config));
        if (config.detection().isPresent()) {
            write(topology, Steps.WRITE_ANOMALY, topics.anomalies(), OutputSerdes.anomalies(config));
        }
        topics.ledger().ifPresent(topic -> write(topology, Steps.WRITE_LEDGER, topic, OutputSerdes.ledger(config)));
        topics.breaches().ifPresent(topic -> write(topology, Steps.WRITE_BREACH, topic, OutputSerdes.breaches(config)));
        writeDeadLetters(topology, Steps.WRITE_NOT_ADMITTED, topics, Steps.ADMIT);
        writeDeadLetters(topology, Steps.WRITE_NOT_FORECAST, topics, Steps.FORECAST);
        return topology;
    }

    /** The graph as far as the step that admits records, and the topic by series if there is one. */
    private static Topology admission(GatecastConfig config, ModelSpec model, Counts counts, Properties settings) {
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(settings)));
        Optional<SchemaRegistryClient> registry =
                config.hasRegistry() ? Optional.of(Registry.client(config)) : Optional.empty();
        KeyReader keys = new KeyReader(config, registry);
        Serde<InputValue> values =
                Serdes.serdeFrom((topic, value) -> value.bytes(), new EventDeserializer(config, model, registry));
        String next = config.repartitions() ? Steps.TO_SERIES : Steps.FORECAST;
        KStream<Object, Object> admitted = builder.stream(
                        Topics.of(config).inputs(),
                        Consumed.with(Serdes.ByteArray(), values)
                                .withTimestampExtractor(new EventTimeExtractor(config))
                                .withName(Steps.READ))
                .process(() -> new AdmissionProcessor(keys, counts, next, Steps.WRITE_NOT_ADMITTED), as(Steps.ADMIT));
        if (config.repartitions()) {
            arrivals(admitted)
                    .repartition(Repartitioned.<String, Arrival>as(Topics.BY_SERIES)
                            .withKeySerde(Serdes.String())
                            .withValueSerde(new ArrivalSerde()));
        }
        return builder.build();
    }

    @SuppressWarnings("unchecked") // of all that is admitted or not, only arrivals are handed to the topic by series
    private static KStream<String, Arrival> arrivals(KStream<?, ?> admitted) {
        return (KStream<String, Arrival>) admitted;
    }

    private static void write(Topology topology, String name, String topic, Serde<?> values) {
        topology.addSink(name, topic, Serdes.String().serializer(), values.serializer(), Steps.FORECAST);
    }

    /** Each step that refuses records writes them itself, or both would have to run in the same tasks. */
    private static void writeDeadLetters(Topology topology, String name, Topics topics, String refusing) {
        Serializer<byte[]> bytes = Serdes.ByteArray().serializer();
        if (topics.late().equals(topics.deadLetters())) {
            topology.addSink(name, topics.deadLetters(), bytes, bytes, refusing);
        } else {
            topology.addSink(
                    name,
                    (key, value, letter) -> DeadLetter.isLate(letter.headers()) ? topics.late() : topics.deadLetters(),
                    bytes,
                    bytes,
                    refusing);
        }
    }

    private static Properties settings(GatecastConfig config, Topics topics, Counts counts) {
        Properties settings = new Properties();
        settings.putAll(config.streamsSettings());
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        settings.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, topics.deadLetters());
        settings.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeserializationFailureHandler.class);
        settings.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, ProcessingFailureHandler.class);
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, StateMemory.Limit.class);
        settings.put(StateMemory.SETTING, new StateMemory(config.stateMemoryMaxBytes()));
        settings.put(Counts.SETTING, counts);
        return settings;
    }

    /** Every value field gives at least one value, and exactly one if it is a cell of a line. */
    private static void requireFit(GatecastConfig config, Artifact artifact) {
        int fields = Math.max(1, config.valueFields().size());
        int columns = artifact.model().spec().columns().size();
        if (fields > columns || fields < columns && config.inputFormat() == DataFormat.CSV) {
            throw new ConfigException("input.value.fields names " + fields + " values " + config.valueFields()
                    + ", but the model takes " + columns + " "
                    + artifact.model().spec().columns());
        }
        if (config.inputFormat() == DataFormat.CSV) {
            ColumnRoles roles = artifact.model().spec().roles();
            requireCells(config, "known", roles.knownNames());
            requireCells(config, "static", roles.staticNames());
        }
    }

    private static void requireCells(GatecastConfig config, String role, List<String> names) {
        for (String name : names) {
            if (!config.csvColumns().contains(name)) {
                throw new ConfigException("input.csv.columns names no cell " + name + ", which is a " + role
                        + " column of the model, but " + config.csvColumns());
            }
        }
    }

    /**
     * The graph.
     *
     * @return what {@link org.apache.kafka.streams.KafkaStreams} runs
     */
    public Topology topology() {
        return topology;
    }

    /**
     * What Kafka Streams is to be configured with to run the graph.
     *
     * @return settings, a copy
     */
    public Properties settings() {
        Properties copy = new Properties();
        copy.putAll(settings);
        return copy;
    }

    /**
     * The topics read and written.
     *
     * @return names
     */
    public Topics topics() {
        return topics;
    }

    /**
     * What has been done so far.
     *
     * @return live counts
     */
    public Counts counts() {
        return counts;
    }
}
