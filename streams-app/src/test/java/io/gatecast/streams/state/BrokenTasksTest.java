package io.gatecast.streams.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

class BrokenTasksTest {
    private static final byte[] KEY = "s1".getBytes(StandardCharsets.UTF_8);
    private static final byte[] VALUE = "state".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path application;

    @Test
    void shouldDeleteATaskWithAStoreThatRocksDbCannotOpen() throws IOException, RocksDBException {
        Path broken = store("0_0", "series-tails");
        Path whole = store("0_0", "series-checkpoints");
        Path other = store("0_1", "series-tails");
        Files.writeString(application.resolve("0_0/.checkpoint"), "0");
        Files.delete(broken.resolve("CURRENT"));
        assertThatThrownBy(() -> put(broken)).hasMessageContaining("existing log file");

        // The failed attempt has made the folder look like a database again; as it was after the kill:
        Files.deleteIfExists(broken.resolve("CURRENT"));
        assertThat(BrokenTasks.delete(application)).containsExactly(application.resolve("0_0"));

        assertThat(whole).doesNotExist();
        assertThat(read(store("0_0", "series-tails"))).isEqualTo(VALUE);
        assertThat(read(other)).isEqualTo(VALUE);
    }

    @Test
    void shouldDeleteATaskWithAStoreWithoutItsManifest() throws IOException, RocksDBException {
        Path broken = store("0_0", "series-tails");
        Files.delete(broken.resolve(Files.readString(broken.resolve("CURRENT")).strip()));
        assertThatThrownBy(() -> put(broken)).isInstanceOf(RocksDBException.class);

        assertThat(BrokenTasks.delete(application)).containsExactly(application.resolve("0_0"));

        assertThat(read(store("0_0", "series-tails"))).isEqualTo(VALUE);
    }

    @Test
    void shouldLeaveWholeAndEmptyTasks() throws IOException, RocksDBException {
        Path whole = store("0_0", "series-tails");
        Files.createDirectories(application.resolve("0_1/rocksdb/series-tails"));
        Files.createDirectories(application.resolve("0_2"));
        Files.writeString(application.resolve("kafka-streams-process-metadata"), "{}");

        assertThat(BrokenTasks.delete(application)).isEmpty();

        assertThat(read(whole)).isEqualTo(VALUE);
        assertThat(application.resolve("0_1/rocksdb/series-tails")).isDirectory();
        assertThat(application.resolve("0_2")).isDirectory();
    }

    @Test
    void shouldFindNothingWhereNoStateIs() throws IOException {
        assertThat(BrokenTasks.delete(application.resolve("never-run"))).isEmpty();
    }

    private Path store(String task, String name) throws IOException, RocksDBException {
        Path store =
                Files.createDirectories(application.resolve(task + "/rocksdb")).resolve(name);
        put(store);
        return store;
    }

    private static void put(Path store) throws RocksDBException {
        try (Options options = new Options().setCreateIfMissing(true);
                RocksDB database = RocksDB.open(options, store.toString())) {
            database.put(KEY, VALUE);
        }
    }

    private static byte[] read(Path store) throws RocksDBException {
        try (Options options = new Options();
                RocksDB database = RocksDB.openReadOnly(options, store.toString())) {
            return database.get(KEY);
        }
    }
}
