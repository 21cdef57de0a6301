package io.gatecast.core.backtest;

/**
 * How far point forecasts were off. Figures are NaN where there is nothing to take them of.
 *
 * @param count number of outcomes scored
 * @param mae mean absolute error, in the source's units
 * @param rmse root of the mean squared error, in the source's units
 * @param mase mean absolute scaled error; of several series, the mean over those whose training part changes from season
 *     to season
 * @param smape symmetric mean absolute percentage error, from 0 to 200; of several series, the mean over them
 * @see <a href="https://doi.org/10.1016/j.ijforecast.2006.03.001">Hyndman and Koehler 2006</a>
 * @see <a href="https://doi.org/10.1016/j.ijforecast.2019.04.014">Makridakis et al. 2020</a>
 */
public record PointScores(long count, double mae, double rmse, double mase, double smape) {}
