package io.gatecast.streams.serve;

import io.gatecast.streams.metrics.Instruments;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.TopologyDescription;

/**
 * The processing graph and who runs it.
 *
 * @param application its name
 * @param inputs topics read, with what this instance has not read yet
 * @param outputs topics written
 * @param nodes steps of the graph
 * @param instances who runs it
 * @param threads threads of this instance
 */
record TopologyView(
        String application,
        List<Input> inputs,
        List<String> outputs,
        List<Node> nodes,
        List<Member> instances,
        List<Worker> threads) {

    /**
     * A topic read.
     *
     * @param topic name
     * @param lag records not read yet by this instance; NaN if unknown
     */
    record Input(String topic, double lag) {}

    /**
     * A step of the graph.
     *
     * @param name name
     * @param kind source, processor or sink
     * @param part number of the part of the graph whose steps run in the same tasks
     * @param topics topics it reads or writes
     * @param stores state it keeps
     * @param next names of the steps after it
     */
    record Node(String name, String kind, int part, List<String> topics, List<String> stores, List<String> next) {}

    /**
     * An instance.
     *
     * @param address its address
     * @param self whether it is this one
     * @param partitions partitions whose series it forecasts
     * @param standbys partitions it keeps warm copies of
     */
    record Member(String address, boolean self, List<String> partitions, List<String> standbys) {}

    /**
     * A thread.
     *
     * @param name its name
     * @param state what it does
     * @param tasks tasks it runs
     * @param standbys tasks it keeps warm copies for
     */
    record Worker(String name, String state, List<String> tasks, List<String> standbys) {}

    static TopologyView of(String application, Instance instance, Owners owners, boolean anomaliesToo) {
        KafkaStreams streams = instance.running();
        return new TopologyView(
                application,
                instance.topics().inputs().stream()
                        .map(topic -> new Input(topic, Instruments.lag(streams, topic)))
                        .toList(),
                instance.topics().written(anomaliesToo),
                nodes(instance.topology().describe()),
                streams.metadataForAllStreamsClients().stream()
                        .map(member -> new Member(
                                member.hostInfo().host() + ":"
                                        + member.hostInfo().port(),
                                member.hostInfo().equals(owners.self()),
                                names(member.topicPartitions()),
                                names(member.standbyTopicPartitions())))
                        .sorted(Comparator.comparing(Member::address))
                        .toList(),
                streams.metadataForLocalThreads().stream()
                        .map(TopologyView::worker)
                        .sorted(Comparator.comparing(Worker::name))
                        .toList());
    }

    private static Worker worker(ThreadMetadata thread) {
        return new Worker(
                thread.threadName(), thread.threadState(), tasks(thread.activeTasks()), tasks(thread.standbyTasks()));
    }

    private static List<String> tasks(Set<TaskMetadata> tasks) {
        return tasks.stream().map(task -> task.taskId().toString()).sorted().toList();
    }

    private static List<String> names(Set<TopicPartition> partitions) {
        return partitions.stream()
                .sorted(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition))
                .map(TopicPartition::toString)
                .toList();
    }

    private static List<Node> nodes(TopologyDescription description) {
        List<Node> nodes = new ArrayList<>();
        for (TopologyDescription.Subtopology part : description.subtopologies()) {
            for (TopologyDescription.Node node : part.nodes()) {
                nodes.add(node(part.id(), node));
            }
        }
        nodes.sort(Comparator.comparingInt(Node::part).thenComparing(Node::name));
        return nodes;
    }

    private static Node node(int part, TopologyDescription.Node node) {
        String kind = "processor";
        Set<String> topics = Set.of();
        Set<String> stores = Set.of();
        if (node instanceof TopologyDescription.Source source) {
            kind = "source";
            topics = source.topicSet() == null ? Set.of() : source.topicSet();
        } else if (node instanceof TopologyDescription.Sink sink) {
            kind = "sink";
            topics = sink.topic() == null ? Set.of() : Set.of(sink.topic());
        } else if (node instanceof TopologyDescription.Processor processor) {
            stores = processor.stores();
        }
        return new Node(
                node.name(),
                kind,
                part,
                List.copyOf(new TreeSet<>(topics)),
                List.copyOf(new TreeSet<>(stores)),
                node.successors().stream()
                        .map(TopologyDescription.Node::name)
                        .sorted()
                        .toList());
    }
}
