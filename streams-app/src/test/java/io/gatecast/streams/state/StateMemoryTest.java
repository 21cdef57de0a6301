package io.gatecast.streams.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

class StateMemoryTest {
    private static final int LIMIT = 8 << 20;
    private static final int RECORD = 4 << 10;

    @Test
    void shouldStayBelowTheLimitWithSeveralStoresAndMoreDataThanFits(@TempDir Path folder) throws RocksDBException {
        StateMemory memory = new StateMemory(LIMIT);
        long most = 0;
        try (Options first = options(memory, "first");
                Options second = options(memory, "second");
                RocksDB a = RocksDB.open(first, folder.resolve("a").toString());
                RocksDB b = RocksDB.open(second, folder.resolve("b").toString())) {
            byte[] value = new byte[RECORD];
            Random random = new Random(7);
            for (int i = 0; i < 10_000; i++) {
                random.nextBytes(value);
                byte[] key = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
                (i % 2 == 0 ? a : b).put(key, value);
                (i % 2 == 0 ? a : b).get(Integer.toString(random.nextInt(i + 1)).getBytes(StandardCharsets.UTF_8));
                most = Math.max(most, memory.used());
            }
        }

        assertThat(most).as("bytes of 40 MB written and read").isBetween(LIMIT / 4L, LIMIT + LIMIT / 4L);
    }

    private static Options options(StateMemory memory, String store) {
        Options options = new Options().setCreateIfMissing(true).setTableFormatConfig(new BlockBasedTableConfig());
        new StateMemory.Limit().setConfig(store, options, Map.of(StateMemory.SETTING, memory));
        return options;
    }
}
