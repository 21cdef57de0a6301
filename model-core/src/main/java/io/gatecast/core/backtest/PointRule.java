package io.gatecast.core.backtest;

/**
 * A simple rule on one series: a point forecast and the standard deviation of its error per step ahead.
 *
 * @see <a href="https://otexts.com/fpp3/prediction-intervals.html">Hyndman and Athanasopoulos 2021, section 5.5</a>
 */
sealed interface PointRule permits Naive, SeasonalNaive, Drift, HoltWinters {
    /** Takes the next value; NaN if it is missing. */
    void observe(double value);

    /** Whether any value has been seen. */
    boolean hasValue();

    /** Called before the forecasts of an origin are asked for. */
    default void prepare() {}

    double point(int step);

    /** Zero as long as too little has been seen to tell. */
    double deviation(int step);
}
