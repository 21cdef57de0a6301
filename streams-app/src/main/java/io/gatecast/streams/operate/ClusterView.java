package io.gatecast.streams.operate;

import io.gatecast.streams.config.GatecastConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What a cluster says about itself, asked with an application's own login. Failures are {@link KafkaException}s. */
public final class ClusterView implements AutoCloseable {
    private static final String API_TIMEOUT_MS = "15000";
    private static final String REQUEST_TIMEOUT_MS = "5000";
    private static final Duration CHANGED_WITHIN = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Admin admin;

    private ClusterView(Admin admin) {
        this.admin = admin;
    }

    /**
     * Prepares the questions; nothing is asked yet.
     *
     * @param config where the cluster is and how to log in
     * @return the view, to be closed
     */
    public static ClusterView of(GatecastConfig config) {
        Map<String, Object> settings = new HashMap<>(config.clientSettings());
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MS);
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        return new ClusterView(Admin.create(settings));
    }

    Admin admin() {
        return admin;
    }

    Collection<Node> brokers() {
        return await(admin.describeCluster().nodes());
    }

    /** Those of some topics that exist. */
    Map<String, TopicDescription> topics(Collection<String> names) {
        Map<String, TopicDescription> found = new HashMap<>();
        admin.describeTopics(names).topicNameValues().forEach((name, description) -> {
            try {
                found.put(name, await(description));
            } catch (UnknownTopicOrPartitionException e) {
                // is not there
            }
        });
        return found;
    }

    /** Settings of topics that exist, by topic. */
    Map<String, Config> settings(Collection<String> topics) {
        List<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        return await(admin.describeConfigs(resources).all()).entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
    }

    /** Bytes that the first replica of every partition takes on the brokers' disks, by topic. */
    Map<String, Long> sizes(Collection<String> topics) {
        List<Integer> brokers = brokers().stream().map(Node::id).toList();
        Map<TopicPartition, Long> largest = new HashMap<>();
        for (Map<String, LogDirDescription> folders :
                await(admin.describeLogDirs(brokers).allDescriptions()).values()) {
            for (LogDirDescription folder : folders.values()) {
                folder.replicaInfos().forEach((partition, replica) -> {
                    if (topics.contains(partition.topic())) {
                        largest.merge(partition, replica.size(), Math::max);
                    }
                });
            }
        }
        return largest.entrySet().stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.getKey().topic(), Collectors.summingLong(Map.Entry::getValue)));
    }

    /** Highest timestamp of the records on a topic, milliseconds since 1970; empty if it has none. */
    OptionalLong newest(TopicDescription topic) {
        Map<TopicPartition, OffsetSpec> questions = IntStream.range(
                        0, topic.partitions().size())
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.maxTimestamp()));
        return await(admin.listOffsets(questions).all()).values().stream()
                .mapToLong(ListOffsetsResultInfo::timestamp)
                .filter(timestamp -> timestamp >= 0)
                .max();
    }

    /** Transactions that the leaders of some topics' partitions hold for open. */
    Set<OpenTransaction> openTransactions(Collection<String> topics) {
        List<TopicPartition> partitions = topics(topics).values().stream()
                .flatMap(topic -> IntStream.range(0, topic.partitions().size())
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
                .toList();
        Set<OpenTransaction> open = new HashSet<>();
        await(admin.describeProducers(partitions).all())
                .forEach((partition, state) -> state.activeProducers()
                        .forEach(producer -> producer.currentTransactionStartOffset()
                                .ifPresent(start -> open.add(new OpenTransaction(
                                        partition, producer.producerId(), producer.producerEpoch(), start)))));
        return open;
    }

    /** Partitions in the transactions of some producers that their coordinators will end, by producer id. */
    Map<Long, Set<TopicPartition>> ongoing(Set<Long> producers) {
        ListTransactionsOptions ofProducers = new ListTransactionsOptions().filterProducerIds(producers);
        List<String> ids = await(admin.listTransactions(ofProducers).all()).stream()
                .map(TransactionListing::transactionalId)
                .toList();
        Map<Long, Set<TopicPartition>> ongoing = new HashMap<>();
        await(admin.describeTransactions(ids).all())
                .values()
                .forEach(transaction -> ongoing.computeIfAbsent(transaction.producerId(), producer -> new HashSet<>())
                        .addAll(transaction.topicPartitions()));
        return ongoing;
    }

    Group group(String id) {
        Optional<GroupListing> listing = await(admin.listGroups().all()).stream()
                .filter(group -> group.groupId().equals(id))
                .findFirst();
        if (listing.isEmpty()) {
            return Group.absent();
        }
        try {
            return listing.flatMap(GroupListing::type)
                            .filter(GroupType.STREAMS::equals)
                            .isPresent()
                    ? streamsGroup(id)
                    : consumerGroup(id);
        } catch (GroupIdNotFoundException e) {
            return Group.absent(); // gone meanwhile
        }
    }

    private Group streamsGroup(String id) {
        return new Group(
                Group.Kind.STREAMS,
                await(admin.describeStreamsGroups(Set.of(id)).all()).get(id).members().stream()
                        .map(member -> member.clientId() + " on " + member.clientHost())
                        .toList());
    }

    private Group consumerGroup(String id) {
        return new Group(
                Group.Kind.CONSUMER,
                await(admin.describeConsumerGroups(Set.of(id)).all()).get(id).members().stream()
                        .map(member -> member.clientId() + " on " + member.host())
                        .toList());
    }

    /** Deletes a group's offsets; brokers refuse while it has members. */
    void delete(String id, Group group) {
        switch (group.kind()) {
            case CONSUMER -> await(admin.deleteConsumerGroups(Set.of(id)).all());
            case STREAMS -> await(admin.deleteStreamsGroups(Set.of(id)).all());
            case ABSENT -> {
                // nothing to delete
            }
        }
    }

    /** Creates topics and waits until the cluster knows them. */
    void create(Collection<NewTopic> topics) {
        List<String> names = topics.stream().map(NewTopic::name).toList();
        await(admin.createTopics(topics).all());
        awaitTopics(names, names.size());
    }

    /** Deletes topics and waits until the cluster has forgotten them. */
    void delete(Collection<String> topics) {
        await(admin.deleteTopics(topics).all());
        awaitTopics(topics, 0);
    }

    private void awaitTopics(Collection<String> names, int wanted) {
        long deadline = System.nanoTime() + CHANGED_WITHIN.toNanos();
        while (topics(names).size() != wanted) {
            if (System.nanoTime() > deadline) {
                throw new KafkaException("the cluster has not heard of the change within " + CHANGED_WITHIN.toSeconds()
                        + " s: " + names);
            }
            try {
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
