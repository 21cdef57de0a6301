package io.gatecast.streams.board;

/**
 * A forecast as it is drawn: the median and two bands around it, one value per step ahead.
 *
 * <p>Made to be written as JSON at once; the arrays are not copied.
 *
 * @param issuedAtMs event time of the last observation used, milliseconds since 1970
 * @param stepMs length of a step in milliseconds, 0 = unknown
 * @param median point forecast
 * @param lower lower end of the outer band
 * @param upper upper end of the outer band
 * @param innerLower lower end of the inner band; NaN if there is none
 * @param innerUpper upper end of the inner band; NaN if there is none
 */
@SuppressWarnings("ArrayRecordComponent")
public record Fan(
        long issuedAtMs,
        long stepMs,
        double[] median,
        double[] lower,
        double[] upper,
        double[] innerLower,
        double[] innerUpper) {
    /** No forecast. */
    static final Fan NONE = new Fan(0, 0, new double[0], new double[0], new double[0], new double[0], new double[0]);
}
