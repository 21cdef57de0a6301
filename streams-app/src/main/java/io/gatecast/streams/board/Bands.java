package io.gatecast.streams.board;

import io.gatecast.schema.Forecast;
import io.gatecast.schema.ForecastStep;
import java.util.List;

/**
 * Two central bands of a forecast: the outer one, 90 % or the widest there is, and the inner one, 50 % if there is one.
 *
 * @param outerLow index of the level at the lower end of the outer band
 * @param outerHigh index of the level at its upper end
 * @param innerLow index of the level at the lower end of the inner band, -1 if there is none
 * @param innerHigh index of the level at its upper end, -1 if there is none
 */
record Bands(int outerLow, int outerHigh, int innerLow, int innerHigh) {
    private static final double TOLERANCE = 1e-9;

    static Bands of(List<Double> levels) {
        int last = levels.size() - 1;
        int low = index(levels, 0.05);
        int high = index(levels, 0.95);
        boolean usual = low >= 0 && high >= 0;
        int innerLow = index(levels, 0.25);
        int innerHigh = index(levels, 0.75);
        boolean inner = innerLow >= 0 && innerHigh >= 0;
        return new Bands(usual ? low : 0, usual ? high : last, inner ? innerLow : -1, inner ? innerHigh : -1);
    }

    private static int index(List<Double> levels, double level) {
        for (int i = 0; i < levels.size(); i++) {
            if (Math.abs(levels.get(i) - level) < TOLERANCE) {
                return i;
            }
        }
        return -1;
    }

    /** Lower and upper end of the outer band, then of the inner one, NaN if there is none. */
    double[] ends(ForecastStep step) {
        List<Double> quantiles = step.getQuantiles();
        return new double[] {
            quantiles.get(outerLow),
            quantiles.get(outerHigh),
            innerLow < 0 ? Double.NaN : quantiles.get(innerLow),
            innerHigh < 0 ? Double.NaN : quantiles.get(innerHigh)
        };
    }

    /** The forecast as it is drawn. */
    Fan fan(Forecast forecast) {
        List<ForecastStep> steps = forecast.getSteps();
        double[] median = new double[steps.size()];
        double[][] ends = new double[4][steps.size()];
        for (int k = 0; k < median.length; k++) {
            median[k] = steps.get(k).getMean();
            double[] atStep = ends(steps.get(k));
            for (int end = 0; end < ends.length; end++) {
                ends[end][k] = atStep[end];
            }
        }
        return new Fan(forecast.getIssuedAtMs(), forecast.getStepMs(), median, ends[0], ends[1], ends[2], ends[3]);
    }
}
