package io.gatecast.core.order;

/**
 * What one value column of a fixed step is made of: the values observed in the step, in order of time, missing ones left
 * out.
 */
public enum Aggregation {
    /** The latest value. */
    LAST {
        @Override
        double add(double before, double value) {
            return value;
        }
    },
    /** The mean of the values. */
    MEAN {
        @Override
        double add(double before, double value) {
            return before + value;
        }

        @Override
        double finish(double folded, int count) {
            return folded / count;
        }
    },
    /** The sum of the values; 0 in a step without events. */
    SUM {
        @Override
        double add(double before, double value) {
            return before + value;
        }

        @Override
        double ofNoEvent() {
            return 0;
        }
    },
    /** The smallest value. */
    MIN {
        @Override
        double add(double before, double value) {
            return Math.min(before, value);
        }
    },
    /** The largest value. */
    MAX {
        @Override
        double add(double before, double value) {
            return Math.max(before, value);
        }
    },
    /** The number of values; 0 in a step without events. */
    COUNT {
        @Override
        double ofNone() {
            return 0;
        }

        @Override
        double first(double value) {
            return 1;
        }

        @Override
        double add(double before, double value) {
            return before + 1;
        }

        @Override
        double ofNoEvent() {
            return 0;
        }
    };

    double first(double value) {
        return value;
    }

    /** Takes in one more value, later than those before. */
    abstract double add(double before, double value);

    double finish(double folded, int count) {
        return folded;
    }

    /** The column in a step whose events all lack the value. */
    double ofNone() {
        return Double.NaN;
    }

    /** The column in a step without events, between others that have some. */
    double ofNoEvent() {
        return Double.NaN;
    }
}
