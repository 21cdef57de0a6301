package io.gatecast.benchmarks.topology;

import com.sun.management.ThreadMXBean;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.streams.config.GatecastConfig;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/**
 * What one topology took to read a topic to its end, from some record on.
 *
 * @param records number of records measured
 * @param threadMicros time its stream threads ran on a processor
 * @param wallMicros time that passed
 * @param changelogBytes what was written to changelogs meanwhile
 * @param allocatedBytes what its stream threads allocated on the heap
 */
record Drain(long records, double threadMicros, double wallMicros, long changelogBytes, long allocatedBytes) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final long LOOK_MS = 2;

    double cpuPerRecord() {
        return threadMicros / records;
    }

    double recordsPerSecond() {
        return records * 1e6 / wallMicros;
    }

    double changelogBytesPerRecord() {
        return (double) changelogBytes / records;
    }

    double allocatedBytesPerRecord() {
        return (double) allocatedBytes / records;
    }

    /** Runs a topology until it has read all records; what comes before the first measured warms it up. */
    static Drain of(
            Subject subject, GatecastConfig config, Artifact artifact, Site site, long firstMeasured, long all) {
        Subject.Built built = subject.build(config, artifact, Site.OUTPUT);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (KafkaStreams streams = new KafkaStreams(built.topology(), built.settings())) {
            streams.setUncaughtExceptionHandler(exception -> {
                failure.set(exception);
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            });
            streams.start();
            Look before = look(built, site, firstMeasured, failure);
            Look after = look(built, site, all, failure);
            return new Drain(
                    after.records() - before.records(),
                    (after.threads().nanos() - before.threads().nanos()) / 1e3,
                    (after.atNanos() - before.atNanos()) / 1e3,
                    after.changelogBytes() - before.changelogBytes(),
                    after.threads().allocatedBytes() - before.threads().allocatedBytes());
        }
    }

    /** What all stream threads have taken so far. */
    private record Taken(long nanos, long allocatedBytes) {}

    private record Look(long records, Taken threads, long atNanos, long changelogBytes) {}

    private static Look look(Subject.Built built, Site site, long records, AtomicReference<Throwable> failure) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (built.records().getAsLong() < records) {
            if (failure.get() != null) {
                throw new IllegalStateException("the topology died", failure.get());
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "read only " + built.records().getAsLong() + " of " + records + " records within " + PATIENCE);
            }
            pause();
        }
        long seen = built.records().getAsLong();
        return new Look(seen, taken(), System.nanoTime(), site.changelogBytes());
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Taken taken() {
        long nanos = 0;
        long bytes = 0;
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().matches(".*-StreamThread-\\d+")) {
                nanos += THREADS.getThreadCpuTime(thread.getThreadId());
                bytes += THREADS.getThreadAllocatedBytes(thread.getThreadId());
            }
        }
        return new Taken(nanos, bytes);
    }
}
