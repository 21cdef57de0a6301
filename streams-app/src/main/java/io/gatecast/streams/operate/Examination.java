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
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;

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
        if (!lookAtCluster(artifact, findings)) {
            findings.add(Finding.unknown("cluster", "rights, topics and threads: no broker to ask"));
        }
        if (config.hasRegistry()) {
            findings.addAll(result(new RegistryCheck(config, clock)));
        }
        findings.addAll(result(new DiskCheck(config)));
        return findings;
    }

    /** Tells whether there is one. */
    private boolean lookAtCluster(Optional<Artifact> artifact, List<Finding> findings) {
        try (ClusterView cluster = ClusterView.of(config)) {
            if (!brokers(cluster, findings)) {
                return false;
            }
            for (Check check : onCluster(cluster, artifact)) {
                findings.addAll(result(check));
            }
            return true;
        } catch (KafkaException e) { // no address that is known, a key store that cannot be read
            findings.add(Finding.problem(
                    "brokers", reasons(e), "check bootstrap.servers and what kafka.security.* and kafka.ssl.* name"));
            return false;
        }
    }

    private static String reasons(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .map(cause -> String.valueOf(cause.getMessage()))
                .distinct()
                .collect(Collectors.joining(": "));
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
                new ThreadCheck(config, cluster),
                new TransactionCheck(config, cluster)));
        artifact.ifPresent(known -> checks.add(new StateCheck(config, known, cluster)));
        return checks;
    }

    /** What a check finds. That something cannot be looked at is no reason why the application should not run. */
    static List<Finding> result(Check check) {
        try {
            return check.look();
        } catch (AuthorizationException e) {
            return List.of(Finding.unknown(
                    check.subject(),
                    "the login may not look at it (docs/security.md names the rights): " + e.getMessage()));
        } catch (KafkaException | UnmetException e) {
            return List.of(Finding.problem(check.subject(), e.getMessage(), "see why it fails"));
        } catch (RuntimeException e) { // such as a schema that does not parse, a setting that older brokers do not have
            return List.of(Finding.unknown(check.subject(), "could not be looked at: " + e));
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
