package io.gatecast.streams.board;

import io.gatecast.core.ledger.GroupRecord;
import io.gatecast.schema.Forecast;
import io.gatecast.schema.ForecastStep;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** One target of a series: its latest steps, its present forecast and some earlier ones. One thread at a time. */
final class TargetTrack {
    /** Earlier forecasts kept, half a horizon apart: together they reach back over one and a half horizons. */
    private static final int EARLIER = 3;

    private static final int SPARK_POINTS = 48;

    /** Heights of a sparkline, lowest first. */
    private static final String HEIGHTS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

    private static final char MISSING = '.';

    private final Points points;
    private final Deque<Fan> earlier = new ArrayDeque<>();
    private Optional<Forecast> latest = Optional.empty();
    private String name = "";
    private List<GroupRecord> ledger = List.of();
    private Bands bands;
    private long stepsAtEarlier;

    TargetTrack(int mostSteps) {
        points = new Points(mostSteps);
    }

    /** Begins with values for which it is not known what had been forecast. */
    void begin(String target, long[] timesMs, double[] values, List<GroupRecord> standing) {
        name = target;
        ledger = standing;
        for (int i = 0; i < timesMs.length; i++) {
            points.set(Points.Field.VALUE, points.at(timesMs[i]), values[i]);
        }
    }

    /** Takes what was observed at a step, the forecast issued after it, and what the ledger says then. */
    void step(Forecast forecast, double observed, List<GroupRecord> standing) {
        int index = points.at(forecast.getIssuedAtMs());
        points.set(Points.Field.VALUE, index, observed);
        points.set(Points.Field.SCORE, index, forecast.getAnomalyScore());
        long before = latest.map(Forecast::getIssuedAtMs).orElse(Long.MIN_VALUE);
        if (latest.isPresent() && forecast.getIssuedAtMs() > before) {
            judge(latest.get(), index, forecast.getIssuedAtMs());
        }
        if (forecast.getIssuedAtMs() >= before) {
            take(forecast);
            ledger = standing;
        }
    }

    /** Notes what the forecast issued before had said about a time. */
    private void judge(Forecast before, int index, long timeMs) {
        int ahead = 1;
        if (before.getStepMs() > 0) {
            ahead = (int) Math.min(
                    Integer.MAX_VALUE,
                    Math.max(1, Math.round((timeMs - before.getIssuedAtMs()) / (double) before.getStepMs())));
        }
        if (ahead > before.getSteps().size() || before.getWarmup()) {
            return;
        }
        ForecastStep step = before.getSteps().get(ahead - 1);
        double[] ends = bands.ends(step);
        points.set(Points.Field.EXPECTED, index, step.getMean());
        points.set(Points.Field.LOWER, index, ends[0]);
        points.set(Points.Field.UPPER, index, ends[1]);
        points.set(Points.Field.INNER_LOWER, index, ends[2]);
        points.set(Points.Field.INNER_UPPER, index, ends[3]);
    }

    private void take(Forecast forecast) {
        if (bands == null || !latest.map(Forecast::getLevels).equals(Optional.of(forecast.getLevels()))) {
            bands = Bands.of(forecast.getLevels());
        }
        latest = Optional.of(forecast);
        name = forecast.getTarget();
        long apart = Math.max(1, forecast.getSteps().size() / 2);
        if (forecast.getStepCount() - stepsAtEarlier >= apart || forecast.getStepCount() < stepsAtEarlier) {
            stepsAtEarlier = forecast.getStepCount();
            earlier.addLast(bands.fan(forecast));
            if (earlier.size() > EARLIER) {
                earlier.removeFirst();
            }
        }
    }

    Optional<Forecast> latest() {
        return latest;
    }

    String name() {
        return name;
    }

    Points points() {
        return points;
    }

    Fan fan() {
        return latest.map(forecast -> bands.fan(forecast)).orElse(Fan.NONE);
    }

    /** Earlier forecasts, oldest first. */
    List<Fan> earlier() {
        long issuedAtMs = latest.map(Forecast::getIssuedAtMs).orElse(Long.MIN_VALUE);
        return earlier.stream().filter(fan -> fan.issuedAtMs() < issuedAtMs).toList();
    }

    Figures figures() {
        return Figures.of(points, ledger);
    }

    /** What the ledger says of the nearest steps ahead, if it says anything. */
    Optional<Figures.Group> nearest() {
        return Figures.groups(ledger).stream().findFirst();
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
