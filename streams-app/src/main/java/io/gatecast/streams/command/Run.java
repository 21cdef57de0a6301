package io.gatecast.streams.command;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.streams.client.Cluster;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.control.ControlTopic;
import io.gatecast.streams.control.ControlWatcher;
import io.gatecast.streams.control.LiveControls;
import io.gatecast.streams.general.GeneralModel;
import io.gatecast.streams.models.Deployment;
import io.gatecast.streams.models.LiveModels;
import io.gatecast.streams.models.StreamFit;
import io.gatecast.streams.process.Companions;
import io.gatecast.streams.process.Counts;
import io.gatecast.streams.serve.Observability;
import io.gatecast.streams.state.BrokenTasks;
import io.gatecast.streams.topology.ForecastTopology;
import io.gatecast.streams.topology.Prerequisites;
import io.gatecast.streams.topology.ThreadFailureHandler;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code run}: forecasts a topic until it is told to stop. */
@Command(
        name = "run",
        description = "Read measurements from Kafka and write forecasts, until it is stopped.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Settings come from the file, then from the environment (GATECAST_INPUT_TOPICS is",
            "input.topics), then from --set; later ones override earlier ones."
        })
public final class Run implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(Run.class);

    @Spec
    private CommandSpec spec;

    @Mixin
    private SettingsOptions settings;

    private Run() {}

    /**
     * Runs until the JVM is told to end.
     *
     * @return exit code: 1 after a failure; after a signal the JVM ends with the signal's own code, 143 for SIGTERM
     * @throws IOException if the settings cannot be read
     */
    @Override
    public Integer call() throws IOException {
        try {
            GatecastConfig config = settings.load();
            Artifact artifact = artifact(config);
            LiveModels models = new LiveModels(Deployment.of(artifact));
            LiveControls controls = new LiveControls(config.alarmRules(), config.limits());
            try (Observability observability = Observability.open(config, models)) {
                ForecastTopology topology =
                        ForecastTopology.build(config, new Companions(models, controls, observability.watch()));
                Prerequisites prerequisites = new Prerequisites(config, artifact);
                prerequisites.require();
                observability.address().ifPresent(this::tell);
                return run(config, topology, models, controls, prerequisites, observability);
            }
        } catch (ConfigException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void tell(URI address) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("web page, queries and metrics: " + address);
        out.flush();
    }

    /** The model that an application is started with. */
    static Artifact artifact(GatecastConfig config) {
        if (config.modelFile().toString().isEmpty()) {
            Artifact general = GeneralModel.read();
            LOG.info("{}", GeneralModel.notice(general));
            return general;
        }
        Artifact artifact = ArtifactFile.read(config.modelFile());
        // What an imported graph needs may be missing; better told here than by every thread.
        artifact.model().imported().ifPresent(network -> network.body().newRun());
        return artifact;
    }

    private int run(
            GatecastConfig config,
            ForecastTopology topology,
            LiveModels models,
            LiveControls controls,
            Prerequisites prerequisites,
            Observability observability) {
        LOG.info("settings:\n{}", config.describe());
        CountDownLatch stopped = new CountDownLatch(1);
        ModelSpec first = models.current().champion().model().spec();
        long stepMs = config.step().map(Duration::toMillis).orElse(first.stepMs());
        try (KafkaStreams streams = observability.watched(topology, controls);
                ThreadFailureHandler failures = new ThreadFailureHandler()) {
            streams.setUncaughtExceptionHandler(failures);
            streams.setStateListener((now, before) -> {
                LOG.info("{} → {}", before, now);
                if (now == State.NOT_RUNNING || now == State.ERROR) {
                    stopped.countDown();
                }
            });
            Thread onExit = new Thread(() -> stop(config, streams, failures, topology.counts()), "shutdown");
            Runtime.getRuntime().addShutdownHook(onExit);
            Optional<ModelService> service = config.modelTopic()
                    .map(topic -> ModelService.start(config, topic, new StreamFit(first, stepMs), models, streams));
            Optional<ControlWatcher> alarms = config.anomalyControlTopic().map(name -> watch(config, name, controls));
            BrokenTasks.delete(config.stateDirectory().resolve(config.applicationId()));
            streams.start();
            await(stopped);
            alarms.ifPresent(ControlWatcher::close);
            service.ifPresent(ModelService::close);
            if (failures.fatal()
                    .filter(AuthorizationException.class::isInstance)
                    .isPresent()) {
                prerequisites.require(); // topics exist now that did not before: which right is missing?
            }
            return failures.fatal().isPresent() || streams.state() == State.ERROR ? 1 : 0;
        }
    }

    private static ControlWatcher watch(GatecastConfig config, String name, LiveControls controls) {
        ControlTopic topic = new ControlTopic(new Cluster(config.clientSettings(), Map.of()), name);
        if (config.createsTopics()) {
            topic.create();
        }
        topic.requireUsable();
        return ControlWatcher.start(topic, controls);
    }

    private static void stop(
            GatecastConfig config, KafkaStreams streams, ThreadFailureHandler failures, Counts counts) {
        failures.close();
        if (!streams.close(config.shutdownTimeout())) {
            LOG.warn("not stopped within {} ms", config.shutdownTimeout().toMillis());
        }
        LOG.info(
                "read {} records, issued {} forecasts, raised {} alarms, rejected {}",
                counts.records(),
                counts.forecasts(),
                counts.alarms(),
                counts.rejected());
    }

    private static void await(CountDownLatch stopped) {
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
