package io.gatecast.streams.operate;

import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.topology.InternalTopics;
import io.gatecast.streams.topology.Prerequisites.UnmetException;
import io.gatecast.streams.topology.Topics;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.GroupNotEmptyException;

/**
 * Begins an application anew: its states, on the brokers and on this machine, and its place in the input are deleted. What it
 * has read and written stays.
 */
public final class Reset {
    /** With it Kafka Streams keeps other processes away from a state directory. */
    private static final String LOCK_FILE = ".lock";

    private final GatecastConfig config;
    private final boolean outputsToo;

    /**
     * Prepares a reset.
     *
     * @param config configuration of the application
     * @param outputsToo whether the topics that are written to are deleted as well
     */
    public Reset(GatecastConfig config, boolean outputsToo) {
        this.config = config;
        this.outputsToo = outputsToo;
    }

    /**
     * What would be deleted.
     *
     * @param group whether the application has a place in its input
     * @param topics names of the topics
     * @param folder directory of the state, if this machine has one
     */
    public record Plan(boolean group, List<String> topics, Optional<Path> folder) {
        public Plan {
            topics = List.copyOf(topics);
        }

        /**
         * Tells whether there is nothing to delete.
         *
         * @return true if the application has not begun
         */
        public boolean isEmpty() {
            return !group && topics.isEmpty() && folder.isEmpty();
        }
    }

    /**
     * Finds out what would be deleted.
     *
     * @param cluster where the application runs
     * @return topics, offsets and directory that exist
     * @throws UnmetException if an instance is running
     * @throws IOException if the state directory cannot be read
     */
    public Plan plan(ClusterView cluster) throws IOException {
        Group group = cluster.group(config.applicationId());
        if (!group.members().isEmpty()) {
            throw stillRunning(String.join(", ", group.members()));
        }
        Optional<Path> folder = folder();
        if (folder.isPresent() && isLocked(folder.get())) {
            throw stillRunning("the state in " + folder.get() + " is in use");
        }
        List<String> names = new ArrayList<>(InternalTopics.possible(config.applicationId()));
        if (outputsToo) {
            names.addAll(Topics.of(config).written(config.detection().isPresent()));
        }
        List<String> existing = cluster.topics(names).keySet().stream().sorted().toList();
        return new Plan(group.kind() != Group.Kind.ABSENT, existing, folder);
    }

    private Optional<Path> folder() {
        return Optional.of(config.stateDirectory().resolve(config.applicationId()))
                .filter(Files::isDirectory);
    }

    private UnmetException stillRunning(String who) {
        return new UnmetException("the application " + config.applicationId() + " is running: " + who
                + "; stop all instances first (one that was killed stays in its group until its session ends)");
    }

    private static boolean isLocked(Path folder) throws IOException {
        Path file = folder.resolve(LOCK_FILE);
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true; // by this process
        }
    }

    /**
     * Deletes. Offsets go first: brokers refuse that while there are members, and nothing is lost then.
     *
     * @param plan what to delete
     * @param cluster where the application runs
     * @throws UnmetException if an instance has been started meanwhile
     * @throws IOException if a file cannot be deleted
     */
    public void carryOut(Plan plan, ClusterView cluster) throws IOException {
        try {
            cluster.delete(config.applicationId(), cluster.group(config.applicationId()));
        } catch (GroupNotEmptyException e) {
            throw stillRunning("an instance has been started meanwhile");
        }
        if (!plan.topics().isEmpty()) {
            cluster.delete(plan.topics());
        }
        if (plan.folder().isPresent()) {
            deleteAll(plan.folder().get());
        }
    }

    /** Deletes a directory and all in it; a link to a directory goes as well as what it leads to, links within just go. */
    static void deleteAll(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(folder.toRealPath())) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
        Files.deleteIfExists(folder);
    }
}
