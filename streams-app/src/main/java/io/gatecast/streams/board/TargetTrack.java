package io.gatecast.streams.board;

import io.gatecast.schema.Forecast;
import io.gatecast.schema.ForecastStep;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** One target of a series: its latest steps, its present forecast and some earlier ones. One thread at a time. */
final class TargetTrack {
    /** Earlier forecasts kept, half a horizon apart: together they reach back over one and a half horizons. */
    private static final int EARLIER = 3;

    private static final int DISTANCES_SEEN = 16;
    private static final int SPARK_POINTS = 48;

    /** Heights of a sparkline, lowest first. */
    private static final String HEIGHTS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

    private static final char MISSING = '.';

    private final Points points;
    private final Deque<Fan> earlier = new ArrayDeque<>();
    private final int mostSteps;
    private Forecast latest;
    private Bands bands;
    private long stepsAtEarlier;

    TargetTrack(int mostSteps) {
        this.mostSteps = mostSteps;
        points = new Points(mostSteps);
    }

    /** Takes what was observed at a step, and the forecast issued after it. */
    void step(Forecast forecast, double observed) {
        int index = points.at(forecast.getIssuedAtMs());
        points.set(Points.Field.VALUE, index, observed);
        points.set(Points.Field.SCORE, index, forecast.getAnomalyScore());
        if (latest != null && forecast.getIssuedAtMs() > latest.getIssuedAtMs()) {
            judge(index, forecast.getIssuedAtMs());
        }
        if (latest == null || forecast.getIssuedAtMs() >= latest.getIssuedAtMs()) {
            take(forecast);
        }
    }

    /** Notes what the forecast issued before had said about a time. */
    private void judge(int index, long timeMs) {
        int ahead = 1;
        if (latest.getStepMs() > 0) {
            ahead = (int) Math.min(
                    Integer.MAX_VALUE,
                    Math.max(1, Math.round((timeMs - latest.getIssuedAtMs()) / (double) latest.getStepMs())));
        }
        if (ahead > latest.getSteps().size() || latest.getWarmup()) {
            return;
        }
        ForecastStep step = latest.getSteps().get(ahead - 1);
        double[] ends = bands.ends(step);
        points.set(Points.Field.EXPECTED, index, step.getMean());
        points.set(Points.Field.LOWER, index, ends[0]);
        points.set(Points.Field.UPPER, index, ends[1]);
        points.set(Points.Field.INNER_LOWER, index, ends[2]);
        points.set(Points.Field.INNER_UPPER, index, ends[3]);
    }

    private void take(Forecast forecast) {
        if (bands == null || !latest.getLevels().equals(forecast.getLevels())) {
            bands = Bands.of(forecast.getLevels());
        }
        latest = forecast;
        long apart = Math.max(1, forecast.getSteps().size() / 2);
        if (forecast.getStepCount() - stepsAtEarlier >= apart || forecast.getStepCount() < stepsAtEarlier) {
            stepsAtEarlier = forecast.getStepCount();
            earlier.addLast(bands.fan(forecast));
            if (earlier.size() > EARLIER) {
                earlier.removeFirst();
            }
        }
    }

    Forecast latest() {
        return latest;
    }

    Points points() {
        return points;
    }

    Fan fan() {
        return bands.fan(latest);
    }

    /** Earlier forecasts, oldest first. */
    List<Fan> earlier() {
        return earlier.stream()
                .filter(fan -> fan.issuedAtMs() < latest.getIssuedAtMs())
                .toList();
    }

    Figures figures(Seasons seasons) {
        return Figures.of(points, bands, seasons.longestWithin(stepMs(), mostSteps));
    }

    /** Length of a step: as the forecast says, else the shortest distance of the latest points; 0 if there are none. */
    private long stepMs() {
        if (latest.getStepMs() > 0) {
            return latest.getStepMs();
        }
        long shortest = Long.MAX_VALUE;
        for (int i = Math.max(1, points.length() - DISTANCES_SEEN); i < points.length(); i++) {
            shortest = Math.min(shortest, points.timeMs(i) - points.timeMs(i - 1));
        }
        return shortest == Long.MAX_VALUE ? 0 : shortest;
    }

    /** Latest values, oldest first, each a character that says how high it is between the lowest and the highest. */
    String spark() {
        int from = Math.max(points.first(), points.length() - SPARK_POINTS);
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = from; i < points.length(); i++) {
            double value = points.get(Points.Field.VALUE, i);
            if (!Double.isNaN(value)) {
                lowest = Math.min(lowest, value);
                highest = Math.max(highest, value);
            }
        }
        StringBuilder spark = new StringBuilder(SPARK_POINTS);
        for (int i = from; i < points.length(); i++) {
            double value = points.get(Points.Field.VALUE, i);
            double share = highest > lowest ? (value - lowest) / (highest - lowest) : 0.5;
            spark.append(
                    Double.isNaN(value) ? MISSING : HEIGHTS.charAt((int) Math.round(share * (HEIGHTS.length() - 1))));
        }
        return spark.toString();
    }
}
