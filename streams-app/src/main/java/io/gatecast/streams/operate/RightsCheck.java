package io.gatecast.streams.operate;

import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.topology.Rights;
import java.util.List;

/** Whether the login may do what it must. */
record RightsCheck(GatecastConfig config, ClusterView cluster) implements Check {
    @Override
    public String subject() {
        return "rights";
    }

    @Override
    public List<Finding> look() {
        List<String> missing = Rights.missing(config, cluster.admin());
        if (missing.isEmpty()) {
            return List.of(Finding.good(subject(), "the login may do what it must"));
        }
        return missing.stream()
                .map(right -> Finding.problem(
                        subject(), right, "let somebody who may change rights add it, with kafka-acls.sh for one"))
                .toList();
    }
}
