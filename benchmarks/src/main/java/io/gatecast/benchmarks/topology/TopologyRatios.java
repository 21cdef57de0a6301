package io.gatecast.benchmarks.topology;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.gatecast.benchmarks.SampleModel;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.streams.config.GatecastConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Drains one topic through each topology in turn, several times, and prints what a record takes as ratios. */
@Command(
        name = "topologies",
        description = "Drain one topic through each topology in turn, several times.",
        mixinStandardHelpOptions = true)
public final class TopologyRatios implements Callable<Integer> {
    @Option(names = "--keys", description = "Number of series (default: ${DEFAULT-VALUE}).")
    private int keys = 10_000;

    @Option(names = "--records", description = "Number of records (default: 40 per key).")
    private long records;

    @Option(names = "--rounds", description = "Rounds, the first of which is not counted (default: ${DEFAULT-VALUE}).")
    private int rounds = 4;

    @Option(names = "--guarantee", split = ",", description = "at_least_once, exactly_once_v2 (default: both).")
    private List<String> guarantees = List.of("exactly_once_v2", "at_least_once");

    @Option(names = "--subjects", split = ",", description = "PASS_THROUGH, IDENTITY, GATECAST (default: all).")
    private List<Subject> subjects = List.of(Subject.values());

    @Option(names = "--hidden", description = "Hidden size of the model (default: ${DEFAULT-VALUE}).")
    private int hidden = 64;

    @Option(names = "--random", description = "Keys at random instead of in turn.")
    private boolean random;

    @Option(names = "--warm-up", description = "Share of the records that is not measured (default: ${DEFAULT-VALUE}).")
    private double warmUp = 0.3;

    @Option(names = "--threads", description = "Stream threads (default: ${DEFAULT-VALUE}).")
    private int threads = 1;

    @Option(names = "--partitions", description = "Partitions of the topic (default: ${DEFAULT-VALUE}).")
    private int partitions = 1;

    @Option(names = "--set", description = "A setting of Gatecast; kafka.* goes to all topologies.")
    private Map<String, String> settings = new LinkedHashMap<>();

    private int applications;

    private TopologyRatios() {}

    /**
     * Runs the command.
     *
     * @param args options
     */
    public static void main(String[] args) {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
        System.exit(new CommandLine(new TopologyRatios()).execute(args));
    }

    @Override
    public Integer call() {
        Artifact artifact = SampleModel.artifact(hidden);
        long all = records > 0 ? records : 40L * keys;
        Map<String, Map<Subject, List<Drain>>> drains = new LinkedHashMap<>();
        try (Site site = new Site(partitions)) {
            site.fill(all, keys, random);
            System.out.printf(
                    Locale.ROOT,
                    "%,d records of %,d keys %s, %d partitions, %d threads, H=%d%n",
                    all,
                    keys,
                    random ? "at random" : "in turn",
                    partitions,
                    threads,
                    hidden);
            for (int round = 0; round < rounds; round++) {
                for (String guarantee : guarantees) {
                    for (Subject subject : subjects) {
                        Drain drain = drain(site, artifact, subject, guarantee, all);
                        System.out.printf(
                                Locale.ROOT,
                                "round %d  %-16s %-13s %8.2f µs of thread per record %,10.0f records/s%n",
                                round,
                                guarantee,
                                subject,
                                drain.cpuPerRecord(),
                                drain.recordsPerSecond());
                        if (round > 0 || rounds == 1) {
                            drains.computeIfAbsent(guarantee, g -> new EnumMap<>(Subject.class))
                                    .computeIfAbsent(subject, s -> new ArrayList<>())
                                    .add(drain);
                        }
                    }
                }
            }
        }
        drains.forEach(TopologyRatios::print);
        return 0;
    }

    private Drain drain(Site site, Artifact artifact, Subject subject, String guarantee, long all) {
        Path stateFolder = Site.newStateFolder();
        Map<String, String> config = new HashMap<>(Map.of(
                "application.id",
                "benchmark-" + ++applications, // none goes on where another ended
                "bootstrap.servers",
                site.bootstrapServers(),
                "schema.registry.url",
                Site.REGISTRY,
                "input.topics",
                Site.INPUT,
                "state.dir",
                stateFolder.toString(),
                "num.standby.replicas",
                "0",
                "num.stream.threads",
                Integer.toString(threads),
                "processing.guarantee",
                guarantee,
                "kafka.auto.offset.reset",
                "earliest"));
        config.put("kafka.producer.transaction.timeout.ms", "120000"); // a busy machine must not abort any
        config.putAll(settings);
        try {
            return Drain.of(subject, GatecastConfig.of(config), artifact, site, (long) (warmUp * all), all);
        } finally {
            site.clean(stateFolder);
        }
    }

    private static void print(String guarantee, Map<Subject, List<Drain>> drains) {
        System.out.printf("%n%s: medians (least to most)%n", guarantee);
        drains.forEach((subject, runs) -> {
            Spread cpu = Spread.of(runs, Drain::cpuPerRecord);
            Spread rate = Spread.of(runs, Drain::recordsPerSecond);
            Spread changelog = Spread.of(runs, Drain::changelogBytesPerRecord);
            Spread allocated = Spread.of(runs, Drain::allocatedBytesPerRecord);
            System.out.printf(
                    Locale.ROOT,
                    "%-13s %6.2f µs of thread per record (%.2f to %.2f)%s%s, %,.0f records/s (%,.0f to %,.0f), %.0f bytes to changelogs, %,.0f allocated%n",
                    subject,
                    cpu.median(),
                    cpu.least(),
                    cpu.most(),
                    ratio(cpu, Subject.PASS_THROUGH, drains),
                    ratio(cpu, Subject.IDENTITY, drains),
                    rate.median(),
                    rate.least(),
                    rate.most(),
                    changelog.median(),
                    allocated.median());
        });
    }

    private static String ratio(Spread cpu, Subject to, Map<Subject, List<Drain>> drains) {
        return drains.containsKey(to)
                ? String.format(
                        Locale.ROOT,
                        ", %.2f × %s",
                        cpu.median()
                                / Spread.of(drains.get(to), Drain::cpuPerRecord).median(),
                        to)
                : "";
    }

    private record Spread(double least, double median, double most) {
        static Spread of(List<Drain> runs, ToDoubleFunction<Drain> figure) {
            double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
            return new Spread(sorted[0], sorted[sorted.length / 2], sorted[sorted.length - 1]);
        }
    }
}
