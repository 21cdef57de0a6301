package io.gatecast.streams.board;

import io.gatecast.schema.Forecast;
import java.util.List;
import java.util.Optional;

/**
 * Everything the board knows of a series.
 *
 * @param row the series in one line
 * @param targets its targets
 * @param alarms its alarms in the steps kept, oldest first
 * @param limits its limits; empty if it has none
 */
public record Detail(Row row, List<Target> targets, List<Alarm> alarms, List<Limit> limits) {
    public Detail {
        targets = List.copyOf(targets);
        alarms = List.copyOf(alarms);
        limits = List.copyOf(limits);
    }

    /**
     * One target of a series. Arrays have a number per step kept, oldest first; made to be written as JSON at once, they are not
     * copied.
     *
     * @param target name of the value column
     * @param timesMs event times, milliseconds since 1970
     * @param values what was observed; NaN where it is missing
     * @param expected what had been forecast one step before; NaN where nothing had
     * @param lower lower end of the outer band of that forecast
     * @param upper upper end of it
     * @param innerLower lower end of the inner band
     * @param innerUpper upper end of it
     * @param scores how unusual the values are, from 0 to 1, -1 if anomalies are not detected
     * @param fan the present forecast as it is drawn; without steps if there is none since the instance took the series over
     * @param earlier earlier forecasts, oldest first
     * @param figures how good the forecasts were
     * @param forecast the present forecast as it was issued, if there is one
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Target(
            String target,
            long[] timesMs,
            double[] values,
            double[] expected,
            double[] lower,
            double[] upper,
            double[] innerLower,
            double[] innerUpper,
            double[] scores,
            Fan fan,
            List<Fan> earlier,
            Figures figures,
            @com.fasterxml.jackson.annotation.JsonIgnore Optional<Forecast> forecast) {}
}
