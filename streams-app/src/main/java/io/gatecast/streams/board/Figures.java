package io.gatecast.streams.board;

import io.gatecast.core.ledger.GroupRecord;
import java.util.List;

/**
 * How good the forecasts of a target were.
 *
 * @param outcomes number of observations among the steps kept that had been forecast
 * @param error mean absolute error of the median one step ahead over these, in the target's unit; NaN without outcomes
 * @param groups what the ledger says, nearest steps ahead first; empty if nothing is known yet
 */
public record Figures(int outcomes, double error, List<Group> groups) {
    public Figures {
        groups = List.copyOf(groups);
    }

    /**
     * What the ledger says of some steps ahead: means over its window, the latest steps counting most.
     *
     * @param fromStep first step ahead
     * @param toStep last step ahead
     * @param judgedStep the one whose forecasts were held against what happened
     * @param outcomes effective number of outcomes
     * @param skill share of the error of repeating the last season that was avoided: 1 is perfect, 0 as good, negative worse; NaN
     *     without outcomes
     * @param season length of that season in steps; 1 = the value before
     * @param inner share of the outcomes that the inner band should hold; NaN if there is none
     * @param innerCovered share that it held; NaN without outcomes
     * @param outer share of the outcomes that the outer band should hold; NaN if there is none
     * @param outerCovered share that it held; NaN without outcomes
     * @param fallback share of a naive rule in the forecasts issued now
     */
    public record Group(
            int fromStep,
            int toStep,
            int judgedStep,
            double outcomes,
            double skill,
            int season,
            double inner,
            double innerCovered,
            double outer,
            double outerCovered,
            double fallback) {
        static Group of(GroupRecord record) {
            return new Group(
                    record.fromStep(),
                    record.toStep(),
                    record.judgedStep(),
                    record.outcomes(),
                    record.skill(),
                    record.season(),
                    record.innerLevel(),
                    record.innerCoverage(),
                    record.outerLevel(),
                    record.outerCoverage(),
                    record.share());
        }

        boolean isKnown() {
            return outcomes > 0;
        }
    }

    /** Judges the points kept, beside what the ledger says. */
    static Figures of(Points points, List<GroupRecord> ledger) {
        int outcomes = 0;
        double error = 0;
        for (int i = points.first(); i < points.length(); i++) {
            double miss = points.get(Points.Field.VALUE, i) - points.get(Points.Field.EXPECTED, i);
            if (!Double.isNaN(miss)) {
                outcomes++;
                error += Math.abs(miss);
            }
        }
        return new Figures(outcomes, outcomes == 0 ? Double.NaN : error / outcomes, groups(ledger));
    }

    static List<Group> groups(List<GroupRecord> ledger) {
        return ledger.stream().map(Group::of).filter(Group::isKnown).toList();
    }
}
