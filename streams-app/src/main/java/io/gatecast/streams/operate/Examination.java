package io.gatecast.streams.operate;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ModelFormatException;
import io.gatecast.core.imported.EngineUnavailableException;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.models.Deployment;
import io.gatecast.streams.models.LiveModels;
import io.gatecast.streams.topology.ForecastTopology;
import io.gatecast.streams.topology.Prerequisites;
import io.gatecast.streams.topology.Prerequisites.UnmetException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/** Looks at everything an application needs, without starting it and without changing anything. */
public final class Examination {
    private final GatecastConfig config;
    private final Supplier<Artifact> model;
    private final Clock clock;

    /**
     * Prepares the examination.
     *
     * @param config configuration
     * @param model reads the model that the application is started with
     * @param clock this machine's clock
     */
    public Examination(GatecastConfig config, Supplier<Artifact> model, Clock clock) {
        this.config = config;
        this.model = model;
        this.clock = clock;
    }

    /**
     * Looks.
     *
     * @return findings in the order in which things have to work
     */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        Optional<Artifact> artifact = model(findings);
        try (ClusterView cluster = ClusterView.of(config)) {
            if (brokers(cluster, findings)) {
                for (Check check : onCluster(cluster, artifact)) {
                    findings.addAll(result(check));
                }
            } else {
                findings.add(Finding.unknown("cluster", "rights, topics and threads: no broker to ask"));
            }
        }
        if (config.hasRegistry()) {
            findings.addAll(result(new RegistryCheck(config, clock)));
        }
        findings.addAll(result(new DiskCheck(config)));
        return findings;
    }

    private Optional<Artifact> model(List<Finding> findings) {
        String subject = "model";
        try {
            Artifact artifact = model.get();
            ForecastTopology.build(config, new LiveModels(Deployment.of(artifact)));
            findings.add(Finding.good(
                    subject,
                    artifact.id() + " reads and fits the settings, "
                            + artifact.model().spec().horizon() + " steps ahead"));
            return Optional.of(artifact);
        } catch (ConfigException e) {
            findings.add(Finding.problem(subject, e.getMessage(), "correct the setting, or name another model.file"));
        } catch (ModelFormatException | EngineUnavailableException e) {
            findings.add(Finding.problem(
                    subject, e.getMessage(), "set model.file to a file written by gatecast train or import"));
        }
        return Optional.empty();
    }

    private boolean brokers(ClusterView cluster, List<Finding> findings) {
        String subject = "brokers";
        try {
            Prerequisites.requireLogin(config, cluster.admin());
        } catch (UnmetException e) {
            findings.add(Finding.problem(
                    subject,
                    e.getMessage(),
                    "check bootstrap.servers and kafka.security.* with what the brokers' listeners take, and that this"
                            + " machine reaches every address they advertise"));
            return false;
        }
        int number = cluster.brokers().size();
        findings.add(Finding.good(subject, number + (number == 1 ? " answers" : " answer")));
        return true;
    }

    private List<Check> onCluster(ClusterView cluster, Optional<Artifact> artifact) {
        List<Check> checks = new ArrayList<>(List.of(
                new RightsCheck(config, cluster),
                new InputCheck(config, cluster, clock),
                new OutputCheck(config, cluster),
                new ThreadCheck(config, cluster)));
        artifact.ifPresent(known -> checks.add(new StateCheck(config, known, cluster)));
        return checks;
    }

    private static List<Finding> result(Check check) {
        try {
            return check.look();
        } catch (KafkaException | UnmetException e) {
            return List.of(Finding.problem(
                    check.subject(), e.getMessage(), "give the login the right to look at it, or see why it fails"));
        }
    }

    /** Most partitions of the inputs that exist; 0 if there are none. */
    static int inputPartitions(GatecastConfig config, ClusterView cluster) {
        return cluster.topics(config.inputTopics()).values().stream()
                .map(TopicDescription::partitions)
                .mapToInt(List::size)
                .max()
                .orElse(0);
    }
}
