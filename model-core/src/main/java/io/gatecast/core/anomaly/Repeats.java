package io.gatecast.core.anomaly;

import io.gatecast.core.kernel.Approximations;
import java.nio.ByteBuffer;

/**
 * Whether a column reports the same value too many times in a row.
 *
 * <p>A run speaks by its probability: how rarely one begins, and how rarely one goes on, both as counted so far. Constant, sparse and
 * quantised columns therefore have nothing to say. It speaks once, and only if it is longer than the runs before.
 *
 * <p>A run that spoke is not taken for what the column does anyway, the next ones more and more: a fault happens once, a habit again.
 */
final class Repeats {
    private static final int SETTLED = 100;
    private static final int SHORTEST = 2;
    private static final float FORGETTING = 0.9f;
    private static final double LOG10_E = 0.4342944819032518;

    /** Powers of ten of rarity that suffice. */
    private static final double ENOUGH = 5;

    private boolean told;
    private int length;
    private float longest;
    private float repeats;
    private float runs;
    private float rows;
    private float alarms;

    /** Takes in a row; true if it is the one at which a run has become too long. */
    boolean next(boolean same) {
        if (!same) {
            if (length > 0) {
                float share = told ? alarms / (alarms + 2) : 1;
                longest = Math.max(share * length, FORGETTING * longest);
                runs += share;
                repeats += share * length;
                alarms += told ? 1 : 0;
            }
            rows += length + 1;
            length = 0;
            told = false;
            return false;
        }
        length++;
        if (told || rows < SETTLED || length < SHORTEST || length <= longest) {
            return false;
        }
        double begins = (runs + 1) / (rows + 2);
        double goesOn = (repeats - runs + begins) / (repeats + 1);
        double logarithm = Approximations.log(begins) + (length - 1) * Approximations.log(goesOn);
        told = -LOG10_E * logarithm >= ENOUGH;
        return told;
    }

    static int size() {
        return Byte.BYTES + Integer.BYTES + 5 * Float.BYTES;
    }

    void write(ByteBuffer out) {
        out.put((byte) (told ? 1 : 0))
                .putInt(length)
                .putFloat(longest)
                .putFloat(repeats)
                .putFloat(runs)
                .putFloat(rows)
                .putFloat(alarms);
    }

    void read(ByteBuffer in) {
        told = in.get() != 0;
        length = in.getInt();
        longest = in.getFloat();
        repeats = in.getFloat();
        runs = in.getFloat();
        rows = in.getFloat();
        alarms = in.getFloat();
    }
}
