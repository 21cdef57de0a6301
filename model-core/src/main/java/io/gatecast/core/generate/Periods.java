package io.gatecast.core.generate;

/** Lengths of seasons, in steps. */
final class Periods {
    /** Quarters, days of a week, months, hours, half hours, weeks, quarters of an hour, and their weeks. */
    private static final int[] TYPICAL = {4, 7, 12, 24, 48, 52, 96, 144, 168, 288, 336};

    private static final int LONGEST = 400;

    private Periods() {}

    /** Draws a length that repeats at least twice: mostly a typical one, sometimes any. */
    static int draw(int rows, Randomness random) {
        int longest = Math.max(2, Math.min(LONGEST, rows / 2));
        for (int attempt = 0; attempt < TYPICAL.length; attempt++) {
            int period = random.happens(0.75) ? random.pick(TYPICAL) : random.between(2, longest);
            if (period <= longest) {
                return period;
            }
        }
        return random.between(2, longest);
    }
}
