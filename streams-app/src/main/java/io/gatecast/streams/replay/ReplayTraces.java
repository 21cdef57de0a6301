package io.gatecast.streams.replay;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.gatecast.streams.config.DataFormat;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.decode.Registry;
import io.gatecast.streams.topology.InternalTopics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What a replay leaves behind: consumer group, internal topics, outputs that are nobody else's, their subjects in the schema
 * registry, and its folder.
 *
 * @param space where the replay happens
 * @param config its settings
 */
public record ReplayTraces(ReplaySpace space, GatecastConfig config) {
    private static final int ATTEMPTS = 40;
    private static final Duration PAUSE = Duration.ofMillis(500);

    /**
     * Deletes all of it. What is gone already does not matter.
     *
     * @throws KafkaException if the cluster refuses
     * @throws UncheckedIOException if the folder cannot be deleted
     */
    public void delete() {
        try (Admin admin = Admin.create(config.clientSettings())) {
            deleteGroup(admin);
            deleteTopics(admin);
        }
        if (config.hasRegistry() && config.outputFormat() == DataFormat.AVRO) {
            deleteSubjects();
        }
        delete(space.folder());
        deleteIfEmpty(space.folder().toAbsolutePath().getParent());
    }

    /** Members of Kafka Streams do not leave their group when they end; they would be in it until their session is over. */
    private void deleteGroup(Admin admin) {
        String group = space.applicationId();
        for (int attempt = 1; ; attempt++) {
            try {
                await(admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                        .all());
            } catch (KafkaException e) {
                // there is nobody in it
            }
            try {
                await(admin.deleteConsumerGroups(List.of(group)).all());
                return;
            } catch (GroupIdNotFoundException e) {
                return;
            } catch (GroupNotEmptyException e) {
                if (attempt == ATTEMPTS) {
                    throw new KafkaException("somebody is still in the consumer group " + group, e);
                }
                pause();
            }
        }
    }

    private void deleteTopics(Admin admin) {
        Set<String> found = ownTopics();
        found.retainAll(await(admin.listTopics().names()));
        try {
            await(admin.deleteTopics(found).all());
        } catch (UnknownTopicOrPartitionException e) {
            return; // somebody else was faster
        }
    }

    /** By their whole names: those of a replay whose name continues this one's begin with the same words. */
    Set<String> ownTopics() {
        Set<String> own = new HashSet<>(space.ownOutputs());
        own.addAll(InternalTopics.possible(space.applicationId()));
        return own;
    }

    private void deleteSubjects() {
        try (SchemaRegistryClient registry = Registry.client(config)) {
            Collection<String> subjects = registry.getAllSubjects();
            for (String topic : space.ownOutputs()) {
                String subject = topic + "-value";
                if (subjects.contains(subject)) {
                    registry.deleteSubject(subject);
                    registry.deleteSubject(subject, true);
                }
            }
        } catch (IOException | RestClientException e) {
            throw new KafkaException("cannot delete the subjects of the replay's topics", e);
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The application's folder, if nothing else has been kept in it; it may be a volume or in a folder that is read-only. */
    private static void deleteIfEmpty(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            return;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** The answer of a cluster, or the failure it gave. */
    static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
