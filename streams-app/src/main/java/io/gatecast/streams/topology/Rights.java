package io.gatecast.streams.topology;

import io.gatecast.streams.config.GatecastConfig;
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
import java.util.function.Consumer;
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
public final class Rights {
    private static final Set<AclOperation> INTERNAL = EnumSet.of(AclOperation.READ, AclOperation.WRITE);

    private final GatecastConfig config;
    private final Topics topics;
    private final Consumer<UnmetException> report;

    private Rights(GatecastConfig config, Consumer<UnmetException> report) {
        this.config = config;
        this.topics = Topics.of(config);
        this.report = report;
    }

    /**
     * Checks the rights on what exists already, and the right to create what does not.
     *
     * @throws UnmetException naming the first right that is missing
     */
    static void require(GatecastConfig config, Admin admin) {
        new Rights(config, missing -> {
                    throw missing;
                })
                .check(admin);
    }

    /**
     * Looks for rights that are missing, as far as can be told without using them.
     *
     * @param config configuration
     * @param admin client with the application's own login
     * @return a sentence per right that is missing
     */
    public static List<String> missing(GatecastConfig config, Admin admin) {
        List<String> found = new ArrayList<>();
        new Rights(config, missing -> found.add(missing.getMessage())).check(admin);
        return found;
    }

    private void check(Admin admin) {
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
        for (String topic : InternalTopics.used(config)) {
            internal.put(topic, INTERNAL);
        }
        if (config.repartitions()) {
            Set<AclOperation> operations = EnumSet.copyOf(INTERNAL);
            operations.add(AclOperation.DELETE); // records that have been read are deleted
            internal.put(InternalTopics.repartition(config.applicationId()), operations);
        }
        return internal;
    }

    private void requireOnTopics(Admin admin, Map<String, Set<AclOperation>> needed) {
        Map<String, KafkaFuture<TopicDescription>> descriptions = new HashMap<>(
                admin.describeTopics(needed.keySet(), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                        .topicNameValues());
        List<String> toCreate = new ArrayList<>();
        needed.forEach((topic, operations) -> {
            Answer<TopicDescription> found = ask(descriptions.get(topic), operations, "the topic " + topic);
            if (found.value().isEmpty() && !found.refused() && isCreated(topic)) {
                toCreate.add(topic);
            }
            // Brokers that cannot tell say nothing.
            found.value()
                    .map(TopicDescription::authorizedOperations)
                    .ifPresent(granted -> operations.stream()
                            .filter(operation -> !granted.contains(operation))
                            .forEach(operation -> report.accept(missing(operation, "the topic " + topic, null))));
        });
        requireCreation(admin, toCreate);
    }

    private void requireCreation(Admin admin, List<String> names) {
        List<NewTopic> newTopics = names.stream()
                .map(name -> new NewTopic(name, Optional.of(1), Optional.empty()))
                .toList();
        admin.createTopics(newTopics, new CreateTopicsOptions().validateOnly(true))
                .values()
                .forEach((topic, validated) -> ask(validated, EnumSet.of(AclOperation.CREATE), "the topic " + topic));
    }

    private boolean isCreated(String topic) {
        return internalTopics().containsKey(topic)
                || config.createsTopics() && !topics.inputs().contains(topic);
    }

    private void requireGroup(Admin admin) {
        ask(
                admin.listConsumerGroupOffsets(config.applicationId()).partitionsToOffsetAndMetadata(),
                EnumSet.of(AclOperation.READ),
                "the group " + config.applicationId());
    }

    private void requireTransactions(Admin admin) {
        String anyId = config.applicationId() + "-" + new UUID(0, 0);
        ask(
                admin.describeTransactions(List.of(anyId)).description(anyId),
                EnumSet.of(AclOperation.WRITE),
                "transactional ids that begin with " + config.applicationId() + "-");
    }

    /** Asks for something that takes a right. Whatever else is wrong than rights, others find and report. */
    private <T> Answer<T> ask(KafkaFuture<T> answer, Set<AclOperation> needed, String resource) {
        try {
            return new Answer<>(Optional.ofNullable(answer.get()), false);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof AuthorizationException refusal)) {
                return new Answer<>(Optional.empty(), false);
            }
            boolean isAboutResource = refusal instanceof TopicAuthorizationException
                    || refusal instanceof GroupAuthorizationException
                    || refusal instanceof TransactionalIdAuthorizationException;
            report.accept(
                    isAboutResource
                            ? missing(needed.iterator().next(), resource, refusal)
                            : new UnmetException("missing right: " + refusal.getMessage(), refusal));
            return new Answer<>(Optional.empty(), true);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private record Answer<T>(Optional<T> value, boolean refused) {}

    static UnmetException missing(AclOperation operation, String resource, Throwable cause) {
        return new UnmetException(
                "the login must be allowed to " + operation + " " + resource
                        + "; docs/security.md lists all rights needed",
                cause);
    }
}
