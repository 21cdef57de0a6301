package io.gatecast.core;

/**
 * Accuracy on the validation part for a group of steps ahead: mean absolute scaled error (MASE), lower is better.
 *
 * @param target name of the target; empty if the model has only one
 * @param fromStep first step ahead of the group
 * @param toStep last step ahead of the group
 * @param model MASE of the model's point forecast
 * @param naive MASE of repeating the last value
 * @param seasonalNaive MASE of repeating the last season
 * @param linear MASE of the linear part alone
 * @param coverage80 share of outcomes inside the 80 % interval; NaN if the levels have none
 * @param coverage95 share of outcomes inside the 95 % interval; NaN if the levels have none
 * @see <a href="https://doi.org/10.1016/j.ijforecast.2006.03.001">Hyndman and Koehler 2006</a>
 */
public record HorizonScore(
        String target,
        int fromStep,
        int toStep,
        double model,
        double naive,
        double seasonalNaive,
        double linear,
        double coverage80,
        double coverage95) {

    /**
     * Accuracy of a model with one target.
     *
     * @param fromStep first step ahead of the group
     * @param toStep last step ahead of the group
     * @param model MASE of the model's point forecast
     * @param naive MASE of repeating the last value
     * @param seasonalNaive MASE of repeating the last season
     * @param linear MASE of the linear part alone
     * @param coverage80 share of outcomes inside the 80 % interval; NaN if the levels have none
     * @param coverage95 share of outcomes inside the 95 % interval; NaN if the levels have none
     */
    public HorizonScore(
            int fromStep,
            int toStep,
            double model,
            double naive,
            double seasonalNaive,
            double linear,
            double coverage80,
            double coverage95) {
        this("", fromStep, toStep, model, naive, seasonalNaive, linear, coverage80, coverage95);
    }
}
