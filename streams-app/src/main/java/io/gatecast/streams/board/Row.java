package io.gatecast.streams.board;

/**
 * A series in one line: its first target, and what is wrong with it.
 *
 * @param key series key
 * @param target name of the value column
 * @param partition partition that the series belongs to
 * @param timeMs event time of the latest step, milliseconds since 1970
 * @param value what was observed at it; NaN if that is missing
 * @param expected what had been forecast for it; NaN if nothing had
 * @param lower lower end of the outer band of that forecast
 * @param upper upper end of it
 * @param score how unusual it is, from 0 to 1, -1 if anomalies are not detected
 * @param alarms number of alarms in the steps kept
 * @param alarmMs event time of the latest alarm; 0 = none
 * @param severity how urgent that was; empty = none
 * @param skill of forecasts one step ahead, as in {@link Figures.Group}
 * @param coverage share of the outcomes one step ahead that the outer band of the ledger held
 * @param stated share that it should hold
 * @param breach probability of crossing a limit within the horizon, the greatest of its limits; NaN without limits
 * @param breachSteps steps until then; 0 = crossed now
 * @param breachMs event time of it; 0 = unknown
 * @param steps number of steps the series has taken
 * @param warmup whether it has taken too few to be judged
 * @param modelId id of the model that forecasts it
 * @param spark its latest values as characters from {@code 0} (lowest) over {@code 9 A-Z a-z -} to {@code _} (highest); {@code .}
 *     where one is missing
 * @param version grows with every step of any series of the instance
 */
public record Row(
        String key,
        String target,
        int partition,
        long timeMs,
        double value,
        double expected,
        double lower,
        double upper,
        double score,
        int alarms,
        long alarmMs,
        String severity,
        double skill,
        double coverage,
        double stated,
        double breach,
        double breachSteps,
        long breachMs,
        long steps,
        boolean warmup,
        String modelId,
        String spark,
        long version) {}
