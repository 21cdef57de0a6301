package io.gatecast.core.scale;

import io.gatecast.core.kernel.CacheLines;
import java.util.Arrays;

/**
 * The latest values of one column, contiguous in memory.
 *
 * <p>Values are transformed and have the series' anchor subtracted. The same view serves a live series, which pushes
 * values one by one, and the trainer, which moves over a whole series.
 */
public final class Window {
    private final int length;
    private final int kept;
    private float[] data;
    private int end;
    private int available;

    private Window(int length, int kept, float[] data) {
        this.length = length;
        this.kept = kept;
        this.data = data;
    }

    /**
     * An empty window that values are pushed into.
     *
     * @param length number of latest values kept
     * @return the window
     */
    public static Window empty(int length) {
        return empty(length, length);
    }

    /**
     * An empty window that keeps more values than it shows to those who ask how many are available.
     *
     * @param length number of latest values available
     * @param kept number of latest values that can be read, at least the length
     * @return the window
     */
    public static Window empty(int length, int kept) {
        return new Window(length, kept, new float[kept + Math.max(16, kept / 4)]);
    }

    /**
     * A window over a whole series, positioned before its first value.
     *
     * @param length number of latest values visible
     * @param series all values, not copied
     * @return the window
     */
    public static Window over(int length, float[] series) {
        return new Window(length, length, series);
    }

    /**
     * Appends a value; the oldest drops out.
     *
     * @param value newest value
     */
    public void push(float value) {
        if (end == data.length) {
            System.arraycopy(data, end - kept + 1, data, 0, kept - 1);
            end = kept - 1;
        }
        data[end++] = value;
        available = Math.min(available + 1, length);
    }

    /**
     * Reads the values that are kept ahead of its use.
     *
     * @return what must be kept by somebody, without meaning
     * @see CacheLines
     */
    public int fetch() {
        return CacheLines.fetch(data, Math.max(0, end - kept), end);
    }

    /**
     * Subtracts from every value seen.
     *
     * @param shift what is subtracted
     */
    void subtract(float shift) {
        for (int i = Math.max(0, end - kept); i < end; i++) {
            data[i] -= shift;
        }
    }

    /**
     * Positions a window made by {@link #over} so that the newest value is the one before an index.
     *
     * @param index number of values of the series seen
     */
    public void moveTo(int index) {
        end = index;
        available = Math.min(index, length);
    }

    /**
     * A past value.
     *
     * @param back 0 for the newest, less than the number of values seen and kept
     * @return the value
     */
    public float at(int back) {
        return data[end - 1 - back];
    }

    /**
     * Number of values seen, at most the length.
     *
     * @return available values
     */
    public int available() {
        return available;
    }

    /**
     * Number of values that can be read, those beyond the length included.
     *
     * @return values seen and kept
     */
    public int readable() {
        return Math.min(end, kept);
    }

    /**
     * The array the window lies in; the newest value is at {@link #end()} − 1.
     *
     * @return live array
     */
    public float[] data() {
        return data;
    }

    /**
     * Index behind the newest value in {@link #data()}.
     *
     * @return end of the window
     */
    public int end() {
        return end;
    }

    /**
     * The values kept, oldest first.
     *
     * @return a new array, of at least those available
     */
    public float[] toArray() {
        return Arrays.copyOfRange(data, Math.max(0, end - kept), end);
    }
}
