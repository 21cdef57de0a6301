package io.gatecast.streams.operate;

import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.topology.InternalTopics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.KafkaException;

/** Whether there is room for the state. */
record DiskCheck(GatecastConfig config) implements Check {
    private static final long LEAST_FREE = 1L << 30;

    @Override
    public String subject() {
        return "disk";
    }

    @Override
    public List<Finding> look() {
        Path folder = config.stateDirectory().toAbsolutePath();
        Path existing = folder;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            return List.of(Finding.problem(
                    subject(),
                    "state.dir=" + folder + ": nothing can be written in " + existing,
                    "let the user of this process own it, or set state.dir to a directory it may write"));
        }
        long free = freeBytes(existing);
        long needed = onBrokers();
        String text = "%s has %,d MiB free, the state on the brokers takes %,d MiB"
                .formatted(existing, free >> 20, needed >> 20);
        if (free < Math.max(LEAST_FREE, 2 * needed)) {
            return List.of(Finding.warning(
                    subject(), text, "free some, or set state.dir to a larger disk; twice the state should be free"));
        }
        return List.of(Finding.good(subject(), text));
    }

    private static long freeBytes(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tell the free space of " + folder, e);
        }
    }

    /** Of all partitions; 0 if brokers do not tell. */
    private long onBrokers() {
        try (ClusterView cluster = ClusterView.of(config)) {
            return cluster.sizes(InternalTopics.possible(config.applicationId())).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        } catch (KafkaException e) {
            return 0;
        }
    }
}
