package io.gatecast.streams.command;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.streams.client.Cluster;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.config.StepClose;
import io.gatecast.streams.control.ControlTopic;
import io.gatecast.streams.control.LiveControls;
import io.gatecast.streams.models.Deployment;
import io.gatecast.streams.models.LiveModels;
import io.gatecast.streams.models.RecordedModels;
import io.gatecast.streams.process.Companions;
import io.gatecast.streams.process.Counts;
import io.gatecast.streams.process.SeriesWatch;
import io.gatecast.streams.replay.ForecastFile;
import io.gatecast.streams.replay.ForecastTopic;
import io.gatecast.streams.replay.Repeatability;
import io.gatecast.streams.replay.ReplayModels;
import io.gatecast.streams.replay.ReplayOrder;
import io.gatecast.streams.replay.ReplayRun;
import io.gatecast.streams.replay.ReplaySpace;
import io.gatecast.streams.replay.ReplayTraces;
import io.gatecast.streams.replay.Verification;
import io.gatecast.streams.topology.ForecastTopology;
import io.gatecast.streams.topology.Prerequisites;
import io.gatecast.streams.topology.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * A replay as it was ordered, from choosing the models to what was asked for at its end, told of on the terminal.
 *
 * @param terminal where it is told of
 * @param live settings of the application
 * @param space names of what belongs to the replay
 * @param order what is to be done
 * @param overrides settings of the command line
 * @param keep whether nothing is deleted at the end
 */
record ReplayJob(
        CommandLine terminal,
        GatecastConfig live,
        ReplaySpace space,
        ReplayOrder order,
        Map<String, String> overrides,
        boolean keep) {
    /**
     * Begins it, or goes on with it.
     *
     * @return exit code
     */
    int run() throws IOException {
        GatecastConfig config =
                space.config(order.outputTopic(), order.range().spans().size(), overrides);
        Artifact started = Run.artifact(live);
        ReplayModels models = new ReplayModels(live, started, order.further());
        Optional<RecordedModels> recorded = order.recorded().map(topic -> models.recorded(live, topic, order.range()));
        Artifact chosen = order.model().map(models::named).orElseGet(models::current);
        Artifact reference = order.model().isPresent() ? chosen : started;
        LiveModels running = recorded.map(known -> LiveModels.asRecorded(started, known))
                .orElseGet(() -> new LiveModels(Deployment.of(reference)));
        ForecastTopology topology =
                ForecastTopology.build(config, new Companions(running, controls(), SeriesWatch.NONE));
        if (recorded.isEmpty()) {
            running.deploy(Deployment.of(chosen));
        }
        ReplayOrder begun = onRecord(recorded.isPresent() ? started : chosen);
        announce(recorded, chosen);
        begun.write(space.folder());
        if (!lead(config, topology, new Prerequisites(config, reference))) {
            return 1;
        }
        boolean holds = finish(config);
        if (keep) {
            out().printf("kept as %s; --discard %s deletes it%n", space.applicationId(), space.name());
        } else {
            new ReplayTraces(space, config).delete();
        }
        return holds ? 0 : 1;
    }

    private ReplayOrder onRecord(Artifact model) {
        try {
            return order.withModel(model.id());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(terminal, "--resume: " + e.getMessage(), e);
        }
    }

    /** What is asked of alarms now; it does not change while the replay runs. */
    private LiveControls controls() {
        LiveControls controls = new LiveControls(live.alarmRules(), live.limits());
        Cluster cluster = new Cluster(live.clientSettings(), Map.of());
        live.anomalyControlTopic()
                .filter(cluster::hasTopic)
                .ifPresent(name -> controls.set(new ControlTopic(cluster, name).read((place, why) -> {})));
        return controls;
    }

    private void announce(Optional<RecordedModels> recorded, Artifact chosen) {
        out().printf(
                        Locale.ROOT,
                        "replay %s: %,d records, %s%n",
                        space.name(),
                        order.range().length(),
                        order.range());
        if (live.stepClose() == StepClose.WALL) {
            out().println("steps that step.close=wall closes by the clock are closed by stream time");
        }
        recorded.ifPresentOrElse(
                models -> out().printf(
                                Locale.ROOT,
                                "models as recorded: %s, %,d changes of series%n",
                                models.artifacts().stream().map(Artifact::id).toList(),
                                models.changes()),
                () -> out().println("model " + chosen.id()));
        out().flush();
    }

    /** Returns whether the range is done; otherwise says how to go on. */
    private boolean lead(GatecastConfig config, ForecastTopology topology, Prerequisites prerequisites) {
        long start = System.nanoTime();
        boolean done = false;
        try (StopSignal stop = new StopSignal();
                ProgressBar progress =
                        Progress.start("replay", "records", order.range().length(), terminal.getErr())) {
            prerequisites.require();
            done = new ReplayRun(config, topology, order.range(), order.speed()).run(stop::await, progress::stepTo);
        } finally {
            if (!done) {
                terminal.getErr()
                        .printf("interrupted; --resume %1$s goes on, --discard %1$s deletes it%n", space.name());
                terminal.getErr().flush();
            }
        }
        report(topology.counts(), (System.nanoTime() - start) / 1e9);
        return done;
    }

    private void report(Counts counts, double seconds) {
        out().printf(
                        Locale.ROOT,
                        "%,d records in %.1f s (%,.0f/s): %,d forecasts, %,d of them revisions, %,d alarms, rejected %s%n",
                        counts.records(),
                        seconds,
                        counts.records() / seconds,
                        counts.forecasts(),
                        counts.revisions(),
                        counts.alarms(),
                        counts.rejected());
    }

    /** Does with the forecasts what was asked for; returns false if they are not what was recorded. */
    private boolean finish(GatecastConfig config) throws IOException {
        String forecasts = Topics.of(config).forecasts();
        if (order.outputFile().isPresent()) {
            write(config, forecasts, order.outputFile().get());
        }
        if (!order.verifies()) {
            return true;
        }
        String topic = order.recorded().orElseThrow();
        Verification.Result result = Verification.compare(config, topic, forecasts, order.range());
        out().printf(
                        Locale.ROOT,
                        "compared with %s: %,d the same, %,d different, %,d missing, %,d additional%n",
                        topic,
                        result.same(),
                        result.different(),
                        result.missing(),
                        result.additional());
        if (result.outside() > 0 || result.byClock() > 0) {
            out().printf(
                            Locale.ROOT,
                            "not compared: %,d of records outside the range, %,d of steps that a clock closed%n",
                            result.outside(),
                            result.byClock());
        }
        result.first().ifPresent(first -> {
            out().println("first difference: " + first);
            Repeatability.cautions(live, order.range().spans().size())
                    .forEach(caution -> out().println("may be the cause: " + caution));
        });
        return result.holds();
    }

    private void write(GatecastConfig config, String topic, Path target) throws IOException {
        try (ForecastTopic forecasts = new ForecastTopic(config, topic);
                ForecastFile written = ForecastFile.create(target)) {
            while (forecasts.hasNext()) {
                written.write(forecasts.next().forecast());
            }
            out().printf(Locale.ROOT, "%,d forecasts: %s%n", written.forecasts(), target);
        } catch (KafkaException e) {
            throw new KafkaException("cannot write " + target, e);
        }
    }

    private PrintWriter out() {
        return terminal.getOut();
    }
}
