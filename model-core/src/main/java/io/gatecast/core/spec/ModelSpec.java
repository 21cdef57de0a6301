package io.gatecast.core.spec;

import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.recurrent.ResetVariant;
import io.gatecast.core.scale.Transform;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Everything about a model but its weights. Checked when made: an {@link IllegalArgumentException} names the first setting
 * that is out of range.
 *
 * @param cell kind of recurrent cell
 * @param reset where a GRU applies its reset gate
 * @param hidden hidden size of every layer; 0 means no recurrent part
 * @param layers number of recurrent layers
 * @param horizon number of steps ahead forecast, at least 1
 * @param levels quantile levels, ascending in (0, 1), one of them 0.5
 * @param seasons seasonal periods in steps, ascending; may be empty
 * @param scaleWindow number of latest values the running scale is taken over, at least 2
 * @param transform what is done to the values of every column before scaling
 * @param logFloor smallest value the logarithm is taken of; used by {@link Transform#LOG} only
 * @param priorScale standard deviation assumed before any is seen: of the transformed values with {@link
 *     Transform#LOG}, as a share of the first value with {@link Transform#IDENTITY}
 * @param stepMs length of a step in milliseconds; 0 if unknown
 * @param calendar whether hour of day and day of week are inputs
 * @param recentLags number of latest values in the linear skip, at least 1
 * @param seasonalRepeats number of past periods of each season the linear skip sees at every step ahead, at least 1
 * @param columns names of the value columns; the first ones are the targets, the others are inputs
 * @param roles number of targets, known columns and static columns
 * @param longestSeason longest season that is looked for in every series by itself, in steps; 0 if the seasons are those listed
 * @param zone time zone of hour of day and day of week, daylight saving included
 */
public record ModelSpec(
        CellKind cell,
        ResetVariant reset,
        int hidden,
        int layers,
        int horizon,
        List<Double> levels,
        List<Integer> seasons,
        int scaleWindow,
        Transform transform,
        double logFloor,
        double priorScale,
        long stepMs,
        boolean calendar,
        int recentLags,
        int seasonalRepeats,
        List<String> columns,
        ColumnRoles roles,
        int longestSeason,
        ZoneId zone) {

    /** Longest season, horizon, window and number of lags accepted: it bounds the memory of one key. */
    public static final int MAX_STEPS = 20_000;

    /** Most past periods of a season the linear skip can see. */
    public static final int MAX_REPEATS = 16;

    /** Stands in for the level of a series that starts at zero. */
    private static final double SMALLEST_LEVEL = 1e-9;

    public ModelSpec {
        levels = List.copyOf(levels);
        seasons = List.copyOf(seasons);
        columns = List.copyOf(columns);
        inRange("hidden size", hidden, 0, 4096);
        inRange("layers", layers, 1, 16);
        inRange("horizon", horizon, 1, MAX_STEPS);
        inRange("scale window", scaleWindow, 2, MAX_STEPS);
        inRange("recent lags", recentLags, 1, MAX_STEPS);
        inRange("seasonal repeats", seasonalRepeats, 1, MAX_REPEATS);
        int shorter = 1;
        for (int season : seasons) {
            inRange("season", season, 2, MAX_STEPS);
            if (season <= shorter) {
                throw new IllegalArgumentException("seasons must ascend without repetition, were " + seasons);
            }
            shorter = season;
        }
        double lower = 0;
        for (double level : levels) {
            if (!(level > 0 && level < 1)) {
                throw new IllegalArgumentException("quantile level must be in (0, 1), was " + level);
            }
            if (level <= lower) {
                throw new IllegalArgumentException("quantile levels must ascend without repetition, were " + levels);
            }
            lower = level;
        }
        if (!levels.contains(0.5)) {
            throw new IllegalArgumentException("quantile levels must contain the median 0.5, were " + levels);
        }
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a model needs at least one value column, got none");
        }
        if (!(priorScale > 0) || Double.isInfinite(priorScale)) {
            throw new IllegalArgumentException("prior scale must be positive and finite, was " + priorScale);
        }
        if (transform == Transform.LOG && (!(logFloor > 0) || Double.isInfinite(logFloor))) {
            throw new IllegalArgumentException("log floor must be positive and finite, was " + logFloor);
        }
        if (stepMs < 0) {
            throw new IllegalArgumentException("step must not be negative, was " + stepMs + " ms");
        }
        if (roles.targets() > columns.size()) {
            throw new IllegalArgumentException(
                    "targets must be value columns, of which there are " + columns + ", were " + roles.targets());
        }
        inRange("longest season", longestSeason, 0, MAX_STEPS);
        if (longestSeason > 0 && !seasons.isEmpty()) {
            throw new IllegalArgumentException("seasons must not be listed where they are looked for, were " + seasons);
        }
        if (longestSeason > 0 && (columns.size() > 1 || !roles.equals(ColumnRoles.ONE_TARGET))) {
            throw new IllegalArgumentException(
                    "a model that looks for seasons takes one value column and no others, got " + columns + ", "
                            + roles);
        }
    }

    /**
     * Settings of a model whose calendar is that of UTC.
     *
     * @param cell kind of recurrent cell
     * @param reset where a GRU applies its reset gate
     * @param hidden hidden size of every layer; 0 means no recurrent part
     * @param layers number of recurrent layers
     * @param horizon number of steps ahead forecast, at least 1
     * @param levels quantile levels, ascending in (0, 1), one of them 0.5
     * @param seasons seasonal periods in steps, ascending; may be empty
     * @param scaleWindow number of latest values the running scale is taken over, at least 2
     * @param transform what is done to the values of every column before scaling
     * @param logFloor smallest value the logarithm is taken of
     * @param priorScale standard deviation assumed before any is seen
     * @param stepMs length of a step in milliseconds; 0 if unknown
     * @param calendar whether hour of day and day of week are inputs
     * @param recentLags number of latest values in the linear skip, at least 1
     * @param seasonalRepeats number of past periods of each season seen
     * @param columns names of the value columns; the first ones are the targets, the others are inputs
     * @param roles number of targets, known columns and static columns
     * @param longestSeason longest season that is looked for in every series by itself; 0 if none is
     */
    public ModelSpec(
            CellKind cell,
            ResetVariant reset,
            int hidden,
            int layers,
            int horizon,
            List<Double> levels,
            List<Integer> seasons,
            int scaleWindow,
            Transform transform,
            double logFloor,
            double priorScale,
            long stepMs,
            boolean calendar,
            int recentLags,
            int seasonalRepeats,
            List<String> columns,
            ColumnRoles roles,
            int longestSeason) {
        this(
                cell,
                reset,
                hidden,
                layers,
                horizon,
                levels,
                seasons,
                scaleWindow,
                transform,
                logFloor,
                priorScale,
                stepMs,
                calendar,
                recentLags,
                seasonalRepeats,
                columns,
                roles,
                longestSeason,
                ZoneOffset.UTC);
    }

    /**
     * Settings of a model whose first value column is the only target, and which has no other columns than value columns.
     *
     * @param cell kind of recurrent cell
     * @param reset where a GRU applies its reset gate
     * @param hidden hidden size of every layer; 0 means no recurrent part
     * @param layers number of recurrent layers
     * @param horizon number of steps ahead forecast, at least 1
     * @param levels quantile levels, ascending in (0, 1), one of them 0.5
     * @param seasons seasonal periods in steps, ascending; may be empty
     * @param scaleWindow number of latest values the running scale is taken over, at least 2
     * @param transform what is done to the values of every column before scaling
     * @param logFloor smallest value the logarithm is taken of
     * @param priorScale standard deviation assumed before any is seen
     * @param stepMs length of a step in milliseconds; 0 if unknown
     * @param calendar whether hour of day and day of week are inputs
     * @param recentLags number of latest values in the linear skip, at least 1
     * @param seasonalRepeats number of past periods of each season seen
     * @param columns names of the value columns; the first is the target, the others are inputs
     */
    public ModelSpec(
            CellKind cell,
            ResetVariant reset,
            int hidden,
            int layers,
            int horizon,
            List<Double> levels,
            List<Integer> seasons,
            int scaleWindow,
            Transform transform,
            double logFloor,
            double priorScale,
            long stepMs,
            boolean calendar,
            int recentLags,
            int seasonalRepeats,
            List<String> columns) {
        this(
                cell,
                reset,
                hidden,
                layers,
                horizon,
                levels,
                seasons,
                scaleWindow,
                transform,
                logFloor,
                priorScale,
                stepMs,
                calendar,
                recentLags,
                seasonalRepeats,
                columns,
                ColumnRoles.ONE_TARGET,
                0,
                ZoneOffset.UTC);
    }

    /**
     * Whether seasons are looked for in every series by itself.
     *
     * @return true if none are fixed for all series
     */
    public boolean findsSeasons() {
        return longestSeason > 0;
    }

    /**
     * Position of the median among the levels.
     *
     * @return index of 0.5
     */
    public int medianIndex() {
        return levels.indexOf(0.5);
    }

    /**
     * Names of the value columns that are forecast.
     *
     * @return the first value columns
     */
    public List<String> targets() {
        return columns.subList(0, roles.targets());
    }

    /**
     * Number of past values kept per column: the repeats of the longest season, or the scale window and the lags if longer.
     *
     * @return length of the ring
     */
    public int ringLength() {
        int listed = seasons.isEmpty() ? 0 : seasonalRepeats * seasons.get(seasons.size() - 1);
        int longest = findsSeasons() ? longestSeason + horizon : listed;
        return Math.max(Math.max(longest, scaleWindow), recentLags) + 1;
    }

    /**
     * Number of steps after which a series no longer counts as warming up: the longest season, at least 16.
     *
     * @return steps
     */
    public int warmupSteps() {
        return seasons.isEmpty() ? 16 : Math.max(16, seasons.get(seasons.size() - 1));
    }

    /**
     * Standard deviation to assume for a series before any is seen.
     *
     * @param anchor the series' first value, transformed
     * @return deviation in transformed units, positive
     */
    public double prior(double anchor) {
        return transform == Transform.LOG ? priorScale : priorScale * Math.max(Math.abs(anchor), SMALLEST_LEVEL);
    }

    /**
     * The same settings with another hidden size.
     *
     * @param size hidden size; 0 for no recurrent part
     * @return the changed settings
     */
    public ModelSpec withHidden(int size) {
        return with(size, scaleWindow, seasonalRepeats, zone);
    }

    /**
     * The same settings with another time zone of the calendar.
     *
     * @param calendarZone time zone of hour of day and day of week
     * @return the changed settings
     */
    public ModelSpec withZone(ZoneId calendarZone) {
        return with(hidden, scaleWindow, seasonalRepeats, calendarZone);
    }

    /**
     * The same settings with another scale window.
     *
     * @param window number of latest values the running scale is taken over
     * @return the changed settings
     */
    public ModelSpec withScaleWindow(int window) {
        return with(hidden, window, seasonalRepeats, zone);
    }

    /**
     * The same settings with another number of past periods.
     *
     * @param repeats number of past periods of each season
     * @return the changed settings
     */
    public ModelSpec withSeasonalRepeats(int repeats) {
        return with(hidden, scaleWindow, repeats, zone);
    }

    private ModelSpec with(int newHidden, int newScaleWindow, int newSeasonalRepeats, ZoneId newZone) {
        return new ModelSpec(
                cell,
                reset,
                newHidden,
                layers,
                horizon,
                levels,
                seasons,
                newScaleWindow,
                transform,
                logFloor,
                priorScale,
                stepMs,
                calendar,
                recentLags,
                newSeasonalRepeats,
                columns,
                roles,
                longestSeason,
                newZone);
    }

    private static void inRange(String what, int value, int low, int high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(what + " must be in [" + low + ", " + high + "], was " + value);
        }
    }
}
