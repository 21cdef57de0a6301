package io.gatecast.streams.table;

/**
 * How much of a large input is kept in memory. Beyond it, series longer than some thousand rows are cut to their latest rows;
 * then whole series are left out, chosen by a hash of their key and the seed, so that the same input gives the same sample.
 *
 * @param rows number of rows kept at most, of all series together
 * @param heapBytes size of the heap of which those rows, with what training makes of them, may take half
 * @param seed chooses the series
 */
public record SampleLimit(long rows, long heapBytes, long seed) {
    /** Fewest rows a limit may have: so many that there is always something left to leave out. */
    public static final long FEWEST_ROWS = 10_000;

    private static final long FRACTION = 0x9E3779B97F4A7C15L;

    public SampleLimit {
        if (rows < FEWEST_ROWS) {
            throw new IllegalArgumentException("a sample must have at least " + FEWEST_ROWS + " rows, was " + rows);
        }
    }

    /**
     * Keeps everything.
     *
     * @return limit that is never reached
     */
    public static SampleLimit none() {
        return ofRows(Long.MAX_VALUE, 0);
    }

    /**
     * Keeps a number of rows, whatever memory they take.
     *
     * @param rows number of rows kept at most, of all series together
     * @param seed chooses the series
     * @return limit
     */
    public static SampleLimit ofRows(long rows, long seed) {
        return new SampleLimit(rows, Long.MAX_VALUE, seed);
    }

    /**
     * Keeps the rows that can be trained on with a heap.
     *
     * @param heapBytes largest size of the heap
     * @param seed chooses the series
     * @return limit
     */
    public static SampleLimit ofHeap(long heapBytes, long seed) {
        return new SampleLimit(Long.MAX_VALUE, heapBytes, seed);
    }

    /**
     * Number of rows kept at most.
     *
     * @param columns number of values per row
     * @return rows of all series together
     */
    long rows(int columns) {
        // Time and values in arrays that grow by half, then scaled values, mean and deviation as float32.
        long bytesPerRow = 3L * Long.BYTES * (1 + columns) / 2 + 3L * Float.BYTES * columns;
        return Math.max(FEWEST_ROWS, Math.min(rows, heapBytes / 2 / bytesPerRow));
    }

    /**
     * Whether a series belongs to a sample.
     *
     * @param key name of the series
     * @param halvings how often the sample has been halved; a smaller sample is part of every larger one
     * @return false if it is left out
     */
    boolean takes(String key, int halvings) {
        return halvings == 0 || hash(key) >>> (Long.SIZE - halvings) == 0;
    }

    /** FNV-1a over the characters, mixed as SplitMix64 does. */
    private long hash(String key) {
        long hash = 0xCBF29CE484222325L ^ seed * FRACTION;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0x100000001B3L;
        }
        hash = (hash ^ hash >>> 30) * 0xBF58476D1CE4E5B9L;
        hash = (hash ^ hash >>> 27) * 0x94D049BB133111EBL;
        return hash ^ hash >>> 31;
    }
}
