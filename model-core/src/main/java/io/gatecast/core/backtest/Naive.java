package io.gatecast.core.backtest;

/** Repeats the newest value. */
final class Naive implements PointRule {
    private final MeanSquare errors = new MeanSquare();
    private double last = Double.NaN;

    @Override
    public void observe(double value) {
        errors.add(value - last);
        last = Double.isNaN(value) ? last : value;
    }

    @Override
    public boolean hasValue() {
        return !Double.isNaN(last);
    }

    @Override
    public double point(int step) {
        return last;
    }

    @Override
    public double deviation(int step) {
        return errors.root() * Math.sqrt(step);
    }
}
