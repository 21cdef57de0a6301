package io.gatecast.streams.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.streams.demo.DemoRun;
import io.gatecast.streams.demo.DemoSettings;
import io.gatecast.streams.demo.DemoSummary;
import io.gatecast.streams.demo.Moments;
import io.gatecast.streams.demo.PlantMoments;
import io.gatecast.streams.demo.RecordedMoments;
import io.gatecast.streams.general.GeneralModel;
import io.gatecast.streams.plant.SimulatedPlant;
import io.gatecast.streams.table.SampleLimit;
import io.gatecast.streams.table.SeriesCollector;
import io.gatecast.streams.table.SeriesHistory;
import io.gatecast.streams.table.TableFormatException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code demo}: the main job in one process, on a simulated plant or on the user's own data. */
@Command(
        name = "demo",
        description = "Run the main job in one process: an embedded broker, a simulated plant, the topology, and a live"
                + " comparison of its forecasts with what then happened. Needs nothing else.",
        footerHeading = "%nExamples:%n",
        footer = {"  gatecast demo", "  gatecast demo --for 30s", "  gatecast demo --csv taxi.csv --for 1m"})
final class Demo implements Callable<Integer> {
    private static final Instant PLANT_START = Instant.parse("2020-01-06T00:00:00Z");
    private static final Duration PLANT_STEP = Duration.ofMinutes(30);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final int PLANT_SENSORS = 50;
    private static final long PLANT_HISTORY_MOMENTS = Duration.ofDays(28).dividedBy(PLANT_STEP);
    private static final Duration UNWATCHED_TIME = Duration.ofSeconds(30);
    private static final Duration FOR_EVER = Duration.ofDays(36_500);
    /** Share of the user's own data that is fed as history, in quarters. */
    private static final int HISTORY_QUARTERS = 3;

    @Spec
    private CommandSpec spec;

    @Option(names = "--events", paramLabel = "N", description = "End after this many events.")
    private Optional<Long> events;

    @Option(
            names = "--for",
            paramLabel = "SPAN",
            converter = DurationText.class,
            description = "End after this time, such as 30s or 5m (default: never on a terminal, else 30s).")
    private Optional<Duration> time;

    @Option(
            names = "--speed",
            paramLabel = "SPAN",
            converter = DurationText.class,
            description = "Time between two live steps (default: 500ms).")
    private Duration pace = Duration.ofMillis(500);

    @Option(names = "--seed", paramLabel = "N", description = "Chooses the plant (default: ${DEFAULT-VALUE}).")
    private long seed = 7;

    @Option(
            names = "--csv",
            paramLabel = "FILE.csv",
            description = "Feed this file instead of a plant: three quarters at once, the rest live.")
    private Optional<Path> csv;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "Model to forecast with (default: the general model).")
    private Optional<Path> modelFile;

    @Option(
            names = "--schema-registry",
            paramLabel = "URL",
            description = "Schema registry (default: one inside this process).")
    private String registryUrl = "mock://gatecast-demo";

    @Option(
            names = "--web",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Show a web page (default: yes; --no-web for none).")
    private boolean web = true;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port of the web page, 0 for any free one (default: 8080, or the next free one).")
    private Optional<Integer> port;

    @Mixin
    private TableOptions table;

    @Override
    public Integer call() {
        requireOptionsFit();
        silenceKafka();
        PrintWriter out = spec.commandLine().getOut();
        try (StopSignal stop = new StopSignal()) {
            DemoRun run = csv.isPresent() ? ofFile(csv.get(), stop, out) : ofPlant(stop, out);
            DemoSummary summary = run.run(out, Console.isTerminal());
            summary.print(out);
        }
        return 0;
    }

    private void requireOptionsFit() {
        if (events.isPresent() && events.get() < 1) {
            throw new ParameterException(spec.commandLine(), "--events must be at least 1, was " + events.get());
        }
        if (time.isPresent() && (time.get().isNegative() || time.get().isZero())) {
            throw new ParameterException(spec.commandLine(), "--for must be positive, was " + time.get());
        }
        if (port.isPresent() && (port.get() < 0 || port.get() > 65_535)) {
            throw new ParameterException(spec.commandLine(), "--port must be from 0 to 65535, was " + port.get());
        }
        if (pace.isNegative()) {
            throw new ParameterException(spec.commandLine(), "--speed must not be negative, was " + pace);
        }
    }

    // What a broker and its clients say while they start and stop is no news here; failures reach the user as
    // exceptions.
    private static void silenceKafka() {
        for (String name : List.of("org.apache.kafka", "kafka", "io.confluent", "io.gatecast")) {
            ((Logger) LoggerFactory.getLogger(name)).setLevel(Level.OFF);
        }
    }

    private DemoRun ofPlant(StopSignal stop, PrintWriter out) {
        Artifact artifact = model(out);
        SimulatedPlant plant = new SimulatedPlant(PLANT_SENSORS, PLANT_START, PLANT_STEP, seed);
        int week = (int) WEEK.dividedBy(PLANT_STEP);
        return new DemoRun(settings(artifact, PLANT_HISTORY_MOMENTS, week), new PlantMoments(plant), stop::isRequested);
    }

    private DemoRun ofFile(Path file, StopSignal stop, PrintWriter out) {
        SeriesCollector.Collected collected =
                SeriesCollector.read(file, table.format(), Long.MAX_VALUE, SampleLimit.none());
        if (collected.columns().size() != 1) {
            throw new TableFormatException(file + ": the demo takes one value column, found " + collected.columns());
        }
        collected.leftOut().ifPresent(spec.commandLine().getErr()::println);
        List<SeriesHistory> series = collected.series();
        long[] times = RecordedMoments.times(series);
        int historyMoments = Math.max(1, (int) (times.length * (long) HISTORY_QUARTERS / 4));
        Artifact artifact = model(out);
        Moments moments = new RecordedMoments(series);
        return new DemoRun(settings(artifact, historyMoments, season(artifact, times)), moments, stop::isRequested);
    }

    private DemoSettings settings(Artifact artifact, long historyMoments, int season) {
        Duration limit = time.orElse(events.isPresent() || Console.isTerminal() ? FOR_EVER : UNWATCHED_TIME);
        return new DemoSettings(
                artifact,
                registryUrl,
                historyMoments,
                pace,
                events.orElse(Long.MAX_VALUE),
                limit,
                season,
                web ? port.map(OptionalInt::of).orElseGet(OptionalInt::empty) : OptionalInt.of(-1));
    }

    private Artifact model(PrintWriter out) {
        if (modelFile.isPresent()) {
            return ArtifactFile.read(modelFile.get());
        }
        Artifact general = GeneralModel.read();
        out.println(GeneralModel.notice(general));
        return general;
    }

    /** The longest season of the model, or a day in steps of the most common interval where it looks for seasons by itself. */
    private static int season(Artifact artifact, long[] times) {
        List<Integer> seasons = artifact.model().spec().seasons();
        if (!seasons.isEmpty()) {
            return seasons.get(seasons.size() - 1);
        }
        long[] intervals = IntStream.range(1, times.length)
                .mapToLong(i -> times[i] - times[i - 1])
                .sorted()
                .toArray();
        long step = intervals.length == 0 ? 0 : intervals[intervals.length / 2];
        boolean daily = artifact.model().spec().findsSeasons() && step > 0 && DAY.toMillis() % step == 0;
        return daily ? (int) (DAY.toMillis() / step) : 1;
    }
}
