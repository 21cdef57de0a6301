package io.gatecast.core.ledger;

/**
 * What the ledger says of a group of steps ahead: means over the window, the latest steps counting most. Errors are absolute,
 * in transformed units.
 *
 * @param fromStep first step ahead of the group
 * @param toStep last step ahead of the group
 * @param judgedStep the step ahead whose forecasts were held against their outcomes
 * @param outcomes effective number of outcomes that errors are means of
 * @param issuedError mean error of the medians issued; NaN without an outcome
 * @param modelError mean error of the model's own medians, on rows it learned from enlarged by its generalization gap; NaN
 *     without an outcome
 * @param naiveError mean error of repeating the last value; NaN without an outcome
 * @param seasonalError mean error of repeating the last season, of several the best, the last value where none is known; NaN
 *     without an outcome
 * @param season length of that season in steps, 1 for the last value
 * @param innerLevel stated coverage of the inner interval, such as 0.8; NaN if the model has none
 * @param innerCoverage share of outcomes inside it; NaN without an outcome
 * @param outerLevel stated coverage of the outermost interval, such as 0.95; NaN if the model has none
 * @param outerCoverage share of outcomes inside it; NaN without an outcome
 * @param share share of a naive rule in the medians issued now
 */
public record GroupRecord(
        int fromStep,
        int toStep,
        int judgedStep,
        double outcomes,
        double issuedError,
        double modelError,
        double naiveError,
        double seasonalError,
        int season,
        double innerLevel,
        double innerCoverage,
        double outerLevel,
        double outerCoverage,
        double share) {
    /**
     * Skill of what was issued against the seasonal naive rule: 1 is perfect, 0 as good, negative worse.
     *
     * @return skill; 0 if both are without error, NaN without an outcome
     */
    public double skill() {
        if (issuedError == 0 && seasonalError == 0) {
            return 0;
        }
        return 1 - issuedError / seasonalError;
    }
}
