package io.gatecast.streams.topology;

import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.state.Stores;
import io.gatecast.streams.topology.Prerequisites.UnmetException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;

/**
 * What the application must be allowed to do on a cluster that has an authorizer, the least that suffices. Brokers tell only
 * that something is not allowed, and some of it long after the start; asked beforehand, the first right that is missing can
 * be named.
 */
final class Rights {
    private static final Set<AclOperation> INTERNAL = EnumSet.of(AclOperation.READ, AclOperation.WRITE);

    private final GatecastConfig config;
    private final Topics topics;

    Rights(GatecastConfig config, Topics topics) {
        this.config = config;
        this.topics = topics;
    }

    /**
     * Checks the rights on what exists already, and the right to create what does not.
     *
     * @throws UnmetException naming the first right that is missing
     */
    void require(Admin admin) {
        Map<String, Set<AclOperation>> needed = new LinkedHashMap<>();
        topics.inputs().forEach(topic -> needed.put(topic, EnumSet.of(AclOperation.READ)));
        topics.written(config.detection().isPresent())
                .forEach(topic -> needed.put(topic, EnumSet.of(AclOperation.WRITE)));
        config.modelTopic().ifPresent(topic -> needed.put(topic, EnumSet.of(AclOperation.READ)));
        config.anomalyControlTopic().ifPresent(topic -> needed.put(topic, EnumSet.of(AclOperation.READ)));
        internalTopics().forEach(needed::put);
        requireOnTopics(admin, needed);
        requireGroup(admin);
        if (config.isExactlyOnce()) {
            requireTransactions(admin);
        }
    }

    private Map<String, Set<AclOperation>> internalTopics() {
        Map<String, Set<AclOperation>> internal = new LinkedHashMap<>();
        for (String store : List.of(Stores.CHECKPOINTS, Stores.TAILS)) {
            internal.put(config.applicationId() + "-" + store + "-changelog", INTERNAL);
        }
        internal.put(SettingsTopic.name(config.applicationId()), INTERNAL);
        if (config.repartitions()) {
            Set<AclOperation> operations = EnumSet.copyOf(INTERNAL);
            operations.add(AclOperation.DELETE); // records that have been read are deleted
            internal.put(config.applicationId() + "-" + Topics.BY_SERIES + "-repartition", operations);
        }
        return internal;
    }

    private void requireOnTopics(Admin admin, Map<String, Set<AclOperation>> needed) {
        Map<String, KafkaFuture<TopicDescription>> descriptions = new HashMap<>(
                admin.describeTopics(needed.keySet(), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                        .topicNameValues());
        List<String> toCreate = new ArrayList<>();
        needed.forEach((topic, operations) -> {
            Optional<TopicDescription> found = allowed(descriptions.get(topic), operations, "the topic " + topic);
            if (found.isEmpty() && isCreated(topic)) {
                toCreate.add(topic);
            }
            // Brokers that cannot tell say nothing.
            found.map(TopicDescription::authorizedOperations)
                    .ifPresent(granted -> operations.stream()
                            .filter(operation -> !granted.contains(operation))
                            .findFirst()
                            .ifPresent(operation -> {
                                throw missing(operation, "the topic " + topic, null);
                            }));
        });
        requireCreation(admin, toCreate);
    }

    private void requireCreation(Admin admin, List<String> names) {
        List<NewTopic> newTopics = names.stream()
                .map(name -> new NewTopic(name, Optional.of(1), Optional.empty()))
                .toList();
        admin.createTopics(newTopics, new CreateTopicsOptions().validateOnly(true))
                .values()
                .forEach((topic, validated) ->
                        allowed(validated, EnumSet.of(AclOperation.CREATE), "the topic " + topic));
    }

    private boolean isCreated(String topic) {
        return internalTopics().containsKey(topic)
                || config.createsTopics() && !topics.inputs().contains(topic);
    }

    private void requireGroup(Admin admin) {
        allowed(
                admin.listConsumerGroupOffsets(config.applicationId()).partitionsToOffsetAndMetadata(),
                EnumSet.of(AclOperation.READ),
                "the group " + config.applicationId());
    }

    private void requireTransactions(Admin admin) {
        String anyId = config.applicationId() + "-" + new UUID(0, 0);
        allowed(
                admin.describeTransactions(List.of(anyId)).description(anyId),
                EnumSet.of(AclOperation.WRITE),
                "transactional ids that begin with " + config.applicationId() + "-");
    }

    /** The answer to a question, if there is one: whatever else is wrong than rights, others find and report. */
    private static <T> Optional<T> allowed(KafkaFuture<T> answer, Set<AclOperation> needed, String resource) {
        try {
            return Optional.ofNullable(answer.get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicAuthorizationException
                    || e.getCause() instanceof GroupAuthorizationException
                    || e.getCause() instanceof TransactionalIdAuthorizationException) {
                throw missing(needed.iterator().next(), resource, e.getCause());
            }
            if (e.getCause() instanceof AuthorizationException) {
                throw new UnmetException("missing right: " + e.getCause().getMessage(), e.getCause());
            }
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    static UnmetException missing(AclOperation operation, String resource, Throwable cause) {
        return new UnmetException(
                "the login must be allowed to " + operation + " " + resource
                        + "; docs/security.md lists all rights needed",
                cause);
    }
}
