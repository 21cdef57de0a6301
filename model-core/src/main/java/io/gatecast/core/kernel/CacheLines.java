package io.gatecast.core.kernel;

/**
 * Reads an array ahead of its use. Of many series each one's memory lies in no cache when its turn comes. Reads that follow each
 * other and wait for nothing are done side by side; those of a computation, each when it is needed.
 */
public final class CacheLines {
    private static final int BYTES = 64;
    private static final int FLOATS = BYTES / Float.BYTES;
    private static final int SHORTS = BYTES / Short.BYTES;

    private CacheLines() {}

    /**
     * Reads a number of every cache line.
     *
     * @param array read, not changed
     * @return what must be kept by somebody, or nothing would be read; without meaning
     */
    public static int fetch(float[] array) {
        return fetch(array, 0, array.length);
    }

    /**
     * Reads a number of every cache line of a part.
     *
     * @param array read, not changed
     * @param from index of the first number
     * @param until index behind the last one
     * @return what must be kept by somebody, without meaning
     */
    public static int fetch(float[] array, int from, int until) {
        int bits = 0;
        for (int i = from; i < until; i += FLOATS) {
            bits |= Float.floatToRawIntBits(array[i]);
        }
        return bits;
    }

    /**
     * Reads a number of every cache line.
     *
     * @param array read, not changed
     * @return what must be kept by somebody, without meaning
     */
    public static int fetch(short[] array) {
        int bits = 0;
        for (int i = 0; i < array.length; i += SHORTS) {
            bits |= array[i];
        }
        return bits;
    }
}
