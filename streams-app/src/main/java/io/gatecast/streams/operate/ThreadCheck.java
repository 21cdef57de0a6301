package io.gatecast.streams.operate;

import io.gatecast.streams.config.GatecastConfig;
import java.util.List;

/** Whether there is work for all threads. */
record ThreadCheck(GatecastConfig config, ClusterView cluster) implements Check {
    @Override
    public String subject() {
        return "threads";
    }

    @Override
    public List<Finding> look() {
        int partitions = Examination.inputPartitions(config, cluster);
        int running = cluster.group(config.applicationId()).members().size();
        int threads = config.threads();
        String have = threads + " per instance, " + running + " running, " + partitions + " input partitions";
        if (Math.max(threads, running) > partitions) {
            return List.of(
                    Finding.warning(
                            subject(),
                            have + ": some are idle",
                            "run fewer instances or a smaller num.stream.threads; more partitions need another application.id"));
        }
        return List.of(Finding.good(subject(), have));
    }
}
