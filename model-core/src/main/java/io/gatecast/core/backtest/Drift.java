package io.gatecast.core.backtest;

/** Continues the line through the first and the newest value. */
final class Drift implements PointRule {
    private double first = Double.NaN;
    private double last = Double.NaN;
    private long rows;
    private long firstRow;
    private long lastRow;
    private double changes;
    private double squaredChanges;
    private long changeCount;

    @Override
    public void observe(double value) {
        if (!Double.isNaN(value)) {
            if (Double.isNaN(first)) {
                first = value;
                firstRow = rows;
            } else if (rows == lastRow + 1) {
                double change = value - last;
                changes += change;
                squaredChanges += change * change;
                changeCount++;
            }
            last = value;
            lastRow = rows;
        }
        rows++;
    }

    @Override
    public boolean hasValue() {
        return !Double.isNaN(last);
    }

    @Override
    public double point(int step) {
        double slope = lastRow == firstRow ? 0 : (last - first) / (lastRow - firstRow);
        return last + slope * (rows - 1 - lastRow + step);
    }

    @Override
    public double deviation(int step) {
        if (changeCount == 0) {
            return 0;
        }
        double mean = changes / changeCount;
        double variance = Math.max(0, squaredChanges / changeCount - mean * mean);
        return Math.sqrt(variance * step * (1 + (double) step / (lastRow - firstRow)));
    }
}
