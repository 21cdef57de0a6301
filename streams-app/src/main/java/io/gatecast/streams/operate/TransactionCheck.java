package io.gatecast.streams.operate;

import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.topology.InternalTopics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether a transaction hangs on an internal topic: its partition holds it for open, its coordinator knows nothing of it, so
 * nobody will ever end it, and no state is restored past it.
 */
record TransactionCheck(GatecastConfig config, ClusterView cluster) implements Check {
    @Override
    public String subject() {
        return "commits";
    }

    @Override
    public List<Finding> look() {
        Set<String> topics =
                cluster.topics(InternalTopics.possible(config.applicationId())).keySet();
        Set<OpenTransaction> before = cluster.openTransactions(topics);
        Map<Long, Set<TopicPartition>> known = before.isEmpty()
                ? Map.of()
                : cluster.ongoing(before.stream().map(OpenTransaction::producer).collect(Collectors.toSet()));
        Set<OpenTransaction> after = before.isEmpty() ? Set.of() : cluster.openTransactions(topics);
        List<OpenTransaction> hanging = hanging(before, known, after);
        if (hanging.isEmpty()) {
            return List.of(Finding.good(subject(), "no transaction hangs on an internal topic"));
        }
        return hanging.stream().map(this::problem).toList();
    }

    /**
     * A partition comes to know of a transaction after the coordinator, and forgets it before: what is open both before and
     * after the coordinator was asked, and unknown to it, hangs.
     */
    static List<OpenTransaction> hanging(
            Set<OpenTransaction> before, Map<Long, Set<TopicPartition>> known, Set<OpenTransaction> after) {
        return before.stream()
                .filter(after::contains)
                .filter(open -> !known.getOrDefault(open.producer(), Set.of()).contains(open.partition()))
                .sorted((a, b) ->
                        a.partition().toString().compareTo(b.partition().toString()))
                .toList();
    }

    private Finding problem(OpenTransaction hanging) {
        return Finding.problem(
                subject(),
                hanging
                        + ": its coordinator does not know of it, so it is never ended, and state is not restored past it",
                "kafka-transactions.sh abort --topic %s --partition %d --start-offset %d"
                        .formatted(
                                hanging.partition().topic(), hanging.partition().partition(), hanging.start()));
    }
}
