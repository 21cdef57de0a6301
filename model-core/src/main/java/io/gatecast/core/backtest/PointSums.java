package io.gatecast.core.backtest;

/** Sums over the point errors of one contender: of one series and group of steps. */
final class PointSums {
    long count;
    private double absolute;
    private double squared;
    private double scaled;
    private double symmetric;

    void add(double outcome, double point, double scale) {
        double error = outcome - point;
        double magnitude = Math.abs(error);
        count++;
        absolute += magnitude;
        squared += error * error;
        scaled += magnitude / scale;
        double size = Math.abs(outcome) + Math.abs(point);
        symmetric += size == 0 ? 0 : 200 * magnitude / size;
    }

    PointScores scores() {
        return new PointScores(count, absolute / count, Math.sqrt(squared / count), scaled / count, symmetric / count);
    }

    /** The scores of several series: means over all errors, or over series for what is free of units. */
    static final class OfSeries {
        private final PointSums all = new PointSums();
        private double mase;
        private double smape;
        private int series;
        private int scaledSeries;

        void add(PointSums one) {
            if (one.count == 0) {
                return;
            }
            all.count += one.count;
            all.absolute += one.absolute;
            all.squared += one.squared;
            smape += one.symmetric / one.count;
            series++;
            if (!Double.isNaN(one.scaled)) {
                mase += one.scaled / one.count;
                scaledSeries++;
            }
        }

        PointScores scores() {
            return new PointScores(
                    all.count,
                    all.absolute / all.count,
                    Math.sqrt(all.squared / all.count),
                    mase / scaledSeries,
                    smape / series);
        }
    }
}
