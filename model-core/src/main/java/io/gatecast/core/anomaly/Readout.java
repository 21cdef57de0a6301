package io.gatecast.core.anomaly;

/** Linear forecasts of one column at several steps ahead, learned as they go. Working space, lent to one column at a time. */
sealed interface Readout permits DirectReadout, SharedGainReadout {
    /** State of a column that has seen nothing. */
    ReadoutState initialState();

    /**
     * Judges the forecasts of this row and learns from it.
     *
     * @param state the column's state, updated
     * @param patterns gives the features of earlier rows
     * @param history the column's past, this row not in it
     * @param targets this row's value in each of the shapes forecast; null if it is missing, then nothing is judged
     * @param errors receives observed − forecast [target][horizon], 0 where there was none; unchanged if the value is missing
     * @return leverage of the newest row's features: how far they are from those learned from
     */
    float judge(ReadoutState state, Patterns patterns, History history, float[] targets, float[][] errors);
}
