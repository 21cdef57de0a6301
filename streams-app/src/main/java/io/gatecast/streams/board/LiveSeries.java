package io.gatecast.streams.board;

import io.gatecast.schema.Forecast;
import io.gatecast.streams.process.Issued;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** One series on the board: written by the thread of its task, read by others. */
final class LiveSeries {
    private static final int MOST_ALARMS = 64;

    private final String key;
    private final int partition;
    private final int mostSteps;
    private final List<TargetTrack> targets = new ArrayList<>(1);
    private final NavigableMap<Long, Alarm> alarms = new TreeMap<>(); // by event time
    private long version;

    LiveSeries(String key, int partition, int mostSteps) {
        this.key = key;
        this.partition = partition;
        this.mostSteps = mostSteps;
    }

    /**
     * Shows a step. What is told again after an aborted transaction, or revised, replaces what was told before.
     *
     * @param nextVersion numbers steps; asked while readers wait, so that whoever has seen a number sees its step
     */
    synchronized void step(Issued issued, LongSupplier nextVersion) {
        List<Forecast> forecasts = issued.forecasts();
        while (targets.size() < forecasts.size()) {
            targets.add(new TargetTrack(mostSteps));
        }
        for (int t = 0; t < forecasts.size(); t++) {
            targets.get(t).step(forecasts.get(t), issued.observed().get(t));
        }
        alarms.remove(issued.issuedAtMs());
        issued.anomalies().forEach(anomaly -> alarms.put(anomaly.getTimestampMs(), Alarm.of(anomaly)));
        if (alarms.size() > MOST_ALARMS) {
            alarms.pollFirstEntry();
        }
        version = nextVersion.getAsLong();
    }

    /** Alarms whose step is still kept, oldest first. */
    private List<Alarm> alarmsKept() {
        Points points = targets.get(0).points();
        long firstMs = points.length() == 0 ? Long.MAX_VALUE : points.timeMs(points.first());
        return List.copyOf(alarms.tailMap(firstMs).values());
    }

    synchronized long version() {
        return version;
    }

    synchronized Figures figures(Seasons seasons) {
        return targets.get(0).figures(seasons);
    }

    synchronized Row row(Seasons seasons) {
        TargetTrack first = targets.get(0);
        Points points = first.points();
        int last = points.length() - 1;
        Forecast forecast = first.latest();
        List<Alarm> kept = alarmsKept();
        Alarm latest = kept.isEmpty() ? null : kept.get(kept.size() - 1);
        Figures figures = first.figures(seasons);
        return new Row(
                key,
                forecast.getTarget(),
                partition,
                points.timeMs(last),
                points.get(Points.Field.VALUE, last),
                points.get(Points.Field.EXPECTED, last),
                points.get(Points.Field.LOWER, last),
                points.get(Points.Field.UPPER, last),
                forecast.getAnomalyScore(),
                kept.size(),
                latest == null ? 0 : latest.timeMs(),
                latest == null ? "" : latest.severity(),
                figures.skill(),
                figures.outerCovered(),
                forecast.getStepCount(),
                forecast.getWarmup(),
                forecast.getModelId(),
                first.spark(),
                version);
    }

    synchronized Detail detail(Seasons seasons) {
        List<Detail.Target> all = targets.stream()
                .map(track -> new Detail.Target(
                        track.latest().getTarget(),
                        track.points().times(),
                        track.points().all(Points.Field.VALUE),
                        track.points().all(Points.Field.EXPECTED),
                        track.points().all(Points.Field.LOWER),
                        track.points().all(Points.Field.UPPER),
                        track.points().all(Points.Field.INNER_LOWER),
                        track.points().all(Points.Field.INNER_UPPER),
                        track.points().all(Points.Field.SCORE),
                        track.fan(),
                        track.earlier(),
                        track.figures(seasons),
                        track.latest()))
                .toList();
        return new Detail(row(seasons), all, alarmsKept());
    }
}
