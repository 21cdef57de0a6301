package io.gatecast.streams.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folders of tasks that a process was creating or deleting when it was killed. One of their stores is no database, and Kafka
 * Streams ends when it finds it at the start instead of restoring the task from its changelogs.
 */
public final class BrokenTasks {
    /** Names the newest manifest, without which RocksDB cannot open a database. */
    private static final String CURRENT = "CURRENT";

    private static final Logger LOG = LoggerFactory.getLogger(BrokenTasks.class);

    private BrokenTasks() {}

    /**
     * Deletes them, all stores and the note how far they are, so that Kafka Streams begins them anew. To be called by the
     * process that has the lock on the folder, before it opens the stores.
     *
     * @param applicationFolder folder of an application's state, {@code <state.dir>/<application.id>}
     * @return what was deleted
     * @throws UncheckedIOException if a folder cannot be read or deleted
     */
    public static List<Path> delete(Path applicationFolder) {
        List<Path> deleted = new ArrayList<>();
        try {
            for (Path task : foldersIn(applicationFolder)) {
                if (isBroken(task)) {
                    LOG.warn("the state in {} was left half written and is restored", task);
                    Utils.delete(task.toFile());
                    deleted.add(task);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look through the state in " + applicationFolder, e);
        }
        return deleted;
    }

    private static boolean isBroken(Path task) throws IOException {
        for (Path store : foldersIn(task.resolve("rocksdb"))) {
            if (!isEmpty(store) && !hasManifest(store)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasManifest(Path store) throws IOException {
        Path current = store.resolve(CURRENT);
        return Files.exists(current)
                && Files.exists(store.resolve(Files.readString(current).strip()));
    }

    private static List<Path> foldersIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isDirectory)) {
            entries.forEach(folders::add);
        }
        return folders;
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        }
    }
}
