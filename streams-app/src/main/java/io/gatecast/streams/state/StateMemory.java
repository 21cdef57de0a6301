package io.gatecast.streams.state;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Memory outside the heap that all stores of one application in this process share: blocks read, indexes, and what has not
 * been written to disk yet. Without it each store has a hundred megabytes of its own.
 */
public final class StateMemory {
    /** Name under which Kafka Streams hands the memory to {@link Limit}. */
    public static final String SETTING = "gatecast.state.memory";

    /** Written records may take so much of it before stores have to write them to disk. */
    private static final int WRITE_BUFFERS = 2; // one part in two

    /** Of one store; RocksDB allocates an eighth of it at the first write. */
    private static final long LARGEST_WRITE_BUFFER = 4L << 20;

    private static final long SMALLEST_WRITE_BUFFER = 64L << 10;

    private final long bytes;
    private Cache cache;
    private WriteBufferManager writeBuffers;

    /**
     * Sets the limit. Nothing is allocated before the first store is opened; what is, is kept for the life of the process.
     *
     * @param bytes number of bytes for all stores together
     */
    public StateMemory(long bytes) {
        this.bytes = bytes;
    }

    /** Bytes in use at this moment. */
    synchronized long used() {
        return cache == null ? 0 : cache.getUsage();
    }

    private synchronized void limit(Options options) {
        if (cache == null) {
            RocksDB.loadLibrary();
            cache = new LRUCache(bytes);
            writeBuffers = new WriteBufferManager(bytes / WRITE_BUFFERS, cache);
        }
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(cache);
        table.setCacheIndexAndFilterBlocks(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(writeBuffers);
        options.setWriteBufferSize(
                Math.max(SMALLEST_WRITE_BUFFER, Math.min(LARGEST_WRITE_BUFFER, bytes / WRITE_BUFFERS / 4)));
        options.setMaxWriteBufferNumber(2);
    }

    /** Lets every store that Kafka Streams opens use the shared memory. */
    public static final class Limit implements RocksDBConfigSetter {
        /** Creates the setter; Kafka Streams does, one per store. */
        public Limit() {}

        @Override
        public void setConfig(String store, Options options, Map<String, Object> settings) {
            ((StateMemory) settings.get(SETTING)).limit(options);
        }

        /** Closes nothing: other stores use the memory as well. */
        @Override
        public void close(String store, Options options) {}
    }
}
