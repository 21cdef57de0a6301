package io.gatecast.core.backtest;

import java.util.Arrays;

/** Repeats the newest season; the newest value until there has been a whole one. A missing value is the one a season before it. */
final class SeasonalNaive implements PointRule {
    private final Naive naive = new Naive();
    private final MeanSquare errors = new MeanSquare();
    private final double[] season;
    private long rows;

    SeasonalNaive(int length) {
        season = new double[length];
        Arrays.fill(season, Double.NaN);
    }

    @Override
    public void observe(double value) {
        naive.observe(value);
        int phase = (int) (rows++ % season.length);
        errors.add(value - season[phase]);
        season[phase] = Double.isNaN(value) ? season[phase] : value;
    }

    @Override
    public boolean hasValue() {
        return naive.hasValue();
    }

    @Override
    public double point(int step) {
        double before = before(step);
        return Double.isNaN(before) ? naive.point(step) : before;
    }

    private double before(int step) {
        return season[(int) ((rows + step - 1) % season.length)];
    }

    @Override
    public double deviation(int step) {
        return Double.isNaN(before(step)) || rows <= season.length
                ? naive.deviation(step)
                : errors.root() * Math.sqrt((step - 1) / season.length + 1);
    }
}
