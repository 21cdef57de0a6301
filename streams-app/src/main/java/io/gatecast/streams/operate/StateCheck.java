package io.gatecast.streams.operate;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.topology.Prerequisites;
import io.gatecast.streams.topology.Prerequisites.UnmetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the application can go on with the state it has, in transactions that the brokers take. */
record StateCheck(GatecastConfig config, Artifact artifact, ClusterView cluster) implements Check {
    @Override
    public String subject() {
        return "state";
    }

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        Prerequisites prerequisites = new Prerequisites(config, artifact);
        Optional<String> changes =
                prerequisites.changedSinceBeginning(cluster.admin(), Examination.inputPartitions(config, cluster));
        findings.add(changes.map(made -> Finding.problem(
                        subject(),
                        "was made with other settings: " + made,
                        "set them back, take another application.id, or begin anew: gatecast reset"))
                .orElseGet(() -> Finding.good(subject(), "none yet, or made with the same settings")));
        if (config.isExactlyOnce()) {
            try {
                prerequisites.requireTransactionTimeout(cluster.admin());
            } catch (UnmetException e) {
                findings.add(Finding.problem(
                        subject(), e.getMessage(), "lower kafka.transaction.timeout.ms, or raise the brokers' limit"));
            }
        }
        return findings;
    }
}
