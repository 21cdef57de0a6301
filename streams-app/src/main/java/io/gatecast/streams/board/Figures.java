package io.gatecast.streams.board;

/**
 * How good the forecasts of a series were for the latest steps kept.
 *
 * @param outcomes number of observations judged by an earlier forecast
 * @param error mean absolute error of the median one step ahead, in the target's unit; NaN without outcomes
 * @param skill share of the error of repeating the value {@code reference} steps before that the model avoids: 1 is perfect, 0
 *     as good, negative worse; NaN where there is nothing to compare with
 * @param reference length of the season in steps whose repetition is compared with; 1 = the value before
 * @param outerBand share of the outcomes that the outer band should hold
 * @param outerCovered share of the outcomes that it held; NaN without outcomes
 * @param innerBand share of the outcomes that the inner band should hold
 * @param innerCovered share of the outcomes that it held; NaN if there is none
 */
public record Figures(
        int outcomes,
        double error,
        double skill,
        int reference,
        double outerBand,
        double outerCovered,
        double innerBand,
        double innerCovered) {

    /** Judges the points kept. */
    static Figures of(Points points, Bands bands, int reference) {
        int outcomes = 0;
        int inner = 0;
        int insideOuter = 0;
        int insideInner = 0;
        int compared = 0;
        double error = 0;
        double comparedError = 0;
        double referenceError = 0;
        for (int i = points.first(); i < points.length(); i++) {
            double value = points.get(Points.Field.VALUE, i);
            double expected = points.get(Points.Field.EXPECTED, i);
            if (Double.isNaN(value) || Double.isNaN(expected)) {
                continue;
            }
            outcomes++;
            error += Math.abs(value - expected);
            if (value >= points.get(Points.Field.LOWER, i) && value <= points.get(Points.Field.UPPER, i)) {
                insideOuter++;
            }
            double innerLower = points.get(Points.Field.INNER_LOWER, i);
            if (!Double.isNaN(innerLower)) {
                inner++;
                insideInner += value >= innerLower && value <= points.get(Points.Field.INNER_UPPER, i) ? 1 : 0;
            }
            double repeated = i >= reference ? points.get(Points.Field.VALUE, i - reference) : Double.NaN;
            if (!Double.isNaN(repeated)) {
                compared++;
                comparedError += Math.abs(value - expected);
                referenceError += Math.abs(value - repeated);
            }
        }
        return new Figures(
                outcomes,
                outcomes == 0 ? Double.NaN : error / outcomes,
                compared == 0 || referenceError == 0 ? Double.NaN : 1 - comparedError / referenceError,
                reference,
                bands.outer(),
                outcomes == 0 ? Double.NaN : (double) insideOuter / outcomes,
                Bands.INNER,
                inner == 0 ? Double.NaN : (double) insideInner / inner);
    }
}
