package io.gatecast.core.backtest;

/**
 * Which rows of a series are for learning and which for scoring.
 *
 * @param trainRows number of first rows that rules may be fitted to and errors are scaled by
 * @param fromRow first row that forecasts are scored at, not before the end of the training part
 * @param toRow row after the last one that forecasts are scored at
 */
public record Split(long trainRows, long fromRow, long toRow) {
    public Split {
        if (trainRows < 1) {
            throw new IllegalArgumentException("the training part must have at least 1 row, was " + trainRows);
        }
        if (fromRow < trainRows) {
            throw new IllegalArgumentException("the first scored row must not be in the training part of " + trainRows
                    + " rows, was row " + fromRow);
        }
    }

    /** Row of the first observation that a scored forecast is issued after. */
    long firstOrigin() {
        return fromRow - 1;
    }
}
