package io.gatecast.core.feature;

/**
 * The most common interval between the events of one series, by majority vote: two numbers, however many intervals.
 *
 * <p>One owner, one thread.
 *
 * @see <a href="https://doi.org/10.1007/978-94-011-3488-0_5">Boyer and Moore 1991, a fast majority vote algorithm</a>
 */
public final class CommonInterval {
    /** Intervals that have to be different before another one can be the most common. */
    private static final int MOST_VOTES = 1_000;

    private long ms;
    private int votes;

    /** Creates the vote with no interval seen. */
    public CommonInterval() {}

    /**
     * Takes an interval into account.
     *
     * @param intervalMs milliseconds
     */
    public void vote(long intervalMs) {
        if (votes == 0) {
            ms = intervalMs;
            votes = 1;
        } else if (ms == intervalMs) {
            votes = Math.min(votes + 1, MOST_VOTES);
        } else {
            votes--;
        }
    }

    /**
     * The interval that leads.
     *
     * @return milliseconds, 0 if none has been seen
     */
    public long ms() {
        return ms;
    }

    /**
     * By how much it leads.
     *
     * @return votes
     */
    public int votes() {
        return votes;
    }

    /**
     * Takes over a vote.
     *
     * @param leadingMs the interval that leads, milliseconds
     * @param lead by how many votes
     */
    public void restore(long leadingMs, int lead) {
        ms = leadingMs;
        votes = lead;
    }
}
