package io.gatecast.core.anomaly;

import java.nio.ByteBuffer;

/** What a {@link Readout} remembers of one column, in as few arrays as can be: a live series is more often in memory than in a cache. */
final class ReadoutState {
    /** Inverse matrices, then all else. */
    final float[] numbers;

    /** Gains of earlier rows in 16 bits; empty where each horizon finds its own. */
    final short[] gains;

    private final int matrices;

    ReadoutState(int matrices, int others, int gains) {
        this.matrices = matrices;
        numbers = new float[matrices + others];
        this.gains = new short[gains];
    }

    /** Number of bytes of {@link #write}. */
    int size() {
        return numbers.length * Float.BYTES + gains.length * Short.BYTES;
    }

    void write(ByteBuffer out) {
        for (int i = 0; i < matrices; i++) {
            out.putFloat(numbers[i]);
        }
        for (short gain : gains) {
            out.putShort(gain);
        }
        for (int i = matrices; i < numbers.length; i++) {
            out.putFloat(numbers[i]);
        }
    }

    void read(ByteBuffer in) {
        for (int i = 0; i < matrices; i++) {
            numbers[i] = in.getFloat();
        }
        for (int i = 0; i < gains.length; i++) {
            gains[i] = in.getShort();
        }
        for (int i = matrices; i < numbers.length; i++) {
            numbers[i] = in.getFloat();
        }
    }
}
