package io.gatecast.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What JMH measured in several rounds, each a new JVM per benchmark: all of them in turn, then all again, so that whatever else
 * the machine does meets each of them alike.
 */
final class Times {
    private final Map<String, List<Double>> nanos = new TreeMap<>();

    private Times() {}

    /**
     * Measures.
     *
     * @param rounds number of rounds
     * @param hidden hidden sizes
     * @param benchmarks names such as {@code CellBenchmark.gatecast}
     */
    static Times of(int rounds, List<String> hidden, String... benchmarks) {
        Times times = new Times();
        ChainedOptionsBuilder options =
                new OptionsBuilder().verbosity(VerboseMode.SILENT).shouldFailOnError(true);
        for (String benchmark : benchmarks) {
            options.include("\\." + Pattern.quote(benchmark) + "$");
        }
        options.param("hidden", hidden.toArray(String[]::new));
        for (int round = 0; round < rounds; round++) {
            try {
                new Runner(options.build()).run().forEach(times::add);
            } catch (RunnerException e) {
                throw new IllegalStateException(e);
            }
        }
        return times;
    }

    private void add(RunResult run) {
        List<Double> seen = nanos.computeIfAbsent(name(run.getParams()), name -> new ArrayList<>());
        for (BenchmarkResult fork : run.getBenchmarkResults()) {
            for (IterationResult iteration : fork.getIterationResults()) {
                seen.add(iteration.getPrimaryResult().getScore());
            }
        }
    }

    private static String name(BenchmarkParams params) {
        String[] parts = params.getBenchmark().split("\\.");
        String hidden = params.getParam("hidden");
        return parts[parts.length - 2] + "." + parts[parts.length - 1] + (hidden == null ? "" : " " + hidden);
    }

    /** The shortest time of any iteration, because whatever else runs can only make one longer. */
    double best(String benchmark) {
        return nanos.get(benchmark).stream()
                .mapToDouble(Double::doubleValue)
                .min()
                .orElseThrow();
    }

    double median(String benchmark) {
        List<Double> sorted = nanos.get(benchmark).stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    /** All of them, a line each. */
    void print() {
        System.out.printf("%-44s %12s %12s%n", "nanoseconds", "best", "median");
        for (String benchmark : nanos.keySet()) {
            System.out.printf(Locale.ROOT, "%-44s %12.1f %12.1f%n", benchmark, best(benchmark), median(benchmark));
        }
    }

    /** A line of the ratio of two, at their best and in the middle. */
    void printRatio(String what, String slow, String fast) {
        System.out.printf(
                Locale.ROOT,
                "%-52s %7.2f × (medians %.2f ×)%n",
                what,
                best(slow) / best(fast),
                median(slow) / median(fast));
    }
}
