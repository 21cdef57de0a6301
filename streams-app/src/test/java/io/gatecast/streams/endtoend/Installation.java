package io.gatecast.streams.endtoend;

import static org.awaitility.Awaitility.await;

import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.gatecast.schema.Forecast;
import io.gatecast.schema.Observation;
import io.gatecast.schema.serde.AvroSerdes;
import io.gatecast.schema.testing.RegistryProcess;
import io.gatecast.streams.command.Gatecast;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** A real broker and a real schema registry in processes of their own, and the commands against them. */
final class Installation implements AutoCloseable {
    private final BrokerProcess broker;
    private final RegistryProcess registry;
    private final String bootstrap;
    private final Path folder;
    private final List<ChildProcess> commands = new ArrayList<>();

    Installation(Path folder) {
        this.folder = folder;
        broker = new BrokerProcess(folder.resolve("broker"));
        bootstrap = broker.address();
        registry = RegistryProcess.start(folder);
    }

    BrokerProcess broker() {
        return broker;
    }

    RegistryProcess registry() {
        return registry;
    }

    String bootstrap() {
        return bootstrap;
    }

    String registryUrl() {
        return registry.url();
    }

    /** Starts a command in a process of its own. */
    ChildProcess start(String name, String... arguments) {
        ChildProcess command = ChildProcess.start(name, Gatecast.class, List.of(arguments));
        commands.add(command);
        return command;
    }

    /** Runs a command to its end and gives what it printed. */
    String run(String name, String... arguments) {
        ChildProcess command = start(name, arguments);
        int exit = command.awaitExit(Duration.ofMinutes(3));
        if (exit != 0) {
            throw new AssertionError(name + " ended with " + exit + ":\n" + command.output());
        }
        return command.output();
    }

    /** Starts {@code run} on a topic and waits until it has partitions. */
    ChildProcess startRunning(String name, String application, String topic, Path model, String... settings) {
        Path config = writeConfig(name, application, topic, model, settings);
        ChildProcess running = start(name, "run", "--verbose", "--config", config.toString());
        running.awaitLine(line -> line.endsWith(" RUNNING"), Duration.ofSeconds(60));
        return running;
    }

    /** Writes the settings of an instance that keeps its state in a folder of its name, unless they say otherwise. */
    Path writeConfig(String name, String application, String topic, Path model, String... settings) {
        Path config = folder.resolve(name + ".properties");
        List<String> lines = new ArrayList<>(List.of(
                "application.id=" + application,
                "bootstrap.servers=" + bootstrap,
                "schema.registry.url=" + registry.url(),
                "input.topics=" + topic,
                "model.file=" + model,
                "replication.factor=1",
                "state.dir=" + folder.resolve(name)));
        lines.addAll(Arrays.asList(settings));
        try {
            return Files.write(config, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until so many members of an application have partitions. */
    void awaitMembers(String application, int members) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            while (System.nanoTime() < deadline) {
                long busy =
                        admin
                                .describeConsumerGroups(Set.of(application))
                                .all()
                                .get()
                                .get(application)
                                .members()
                                .stream()
                                .filter(member ->
                                        !member.assignment().topicPartitions().isEmpty())
                                .count();
                if (busy == members) {
                    return;
                }
                Thread.sleep(200);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        throw new AssertionError(application + " never had " + members + " members with partitions");
    }

    void createTopic(String name, int partitions) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(Set.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get();
            await().until(() -> admin.listTopics().names().get().contains(name)); // brokers hear of it later
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.LINGER_MS_CONFIG,
                        5,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        // With more, a batch may be overtaken while a broker starts, and is then refused until it
                        // expires
                        // (KAFKA-15591).
                        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                        1,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        4_000_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    CommittedRecords committed() {
        return new CommittedRecords(bootstrap);
    }

    Serde<Forecast> forecastSerde() {
        return AvroSerdes.of(Forecast.class, Map.of("schema.registry.url", registry.url()), false);
    }

    Serde<Observation> observationSerde() {
        return AvroSerdes.of(Observation.class, Map.of("schema.registry.url", registry.url()), false);
    }

    /** Sends events in this order, and waits until the broker has them. */
    void feed(String topic, List<SensorEvent> events) {
        try (KafkaProducer<byte[], byte[]> producer = producer();
                Serializer<Observation> serializer = observationSerde().serializer()) {
            for (SensorEvent event : events) {
                producer.send(new ProducerRecord<>(
                        topic,
                        null,
                        event.timestampMs(),
                        event.key().getBytes(StandardCharsets.UTF_8),
                        serializer.serialize(topic, event.observation())));
            }
        }
    }

    /** All committed records of a topic, in order within each partition. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        return new CommittedRecords(bootstrap).read(topic);
    }

    /** All committed forecasts of a topic, in order within each partition. */
    List<Forecast> readForecasts(String topic) {
        try (Serde<Forecast> serde = forecastSerde()) {
            Deserializer<Forecast> deserializer = serde.deserializer();
            return read(topic).stream()
                    .map(record -> deserializer.deserialize(topic, record.value()))
                    .toList();
        }
    }

    /** Names under which the registry has schemas. */
    Set<String> subjects() {
        try (SchemaRegistryClient client = new CachedSchemaRegistryClient(registry.url(), 100)) {
            return new TreeSet<>(client.getAllSubjects());
        } catch (IOException | RestClientException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Number of committed records of topics, by counting what arrives until there are so many or the time is over. */
    long awaitRecords(List<String> topics, long wanted, Duration limit, BooleanSupplier alive) {
        return new CommittedRecords(bootstrap).await(topics, wanted, limit, alive);
    }

    /** Waits until an application has processed and committed all there is of a topic of the same name. */
    void awaitCaughtUp(String application, Duration limit, BooleanSupplier alive) {
        new CommittedRecords(bootstrap).awaitCaughtUp(application, application, limit, alive);
    }

    @Override
    public void close() {
        commands.forEach(ChildProcess::close);
        registry.close();
        broker.close();
    }
}
