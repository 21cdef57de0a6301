package io.gatecast.streams.board;

import io.gatecast.core.ledger.GroupRecord;
import io.gatecast.schema.Forecast;
import io.gatecast.streams.process.Issued;
import io.gatecast.streams.process.Past;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
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
    private List<Limit> limits = List.of();
    private long steps;
    private boolean warmup = true;
    private String modelId = "";
    private long version;

    LiveSeries(String key, int partition, int mostSteps) {
        this.key = key;
        this.partition = partition;
        this.mostSteps = mostSteps;
    }

    /** Begins with what is stored of the series; nothing has been shown of it yet. */
    synchronized void begin(Past past, LongSupplier nextVersion) {
        steps = past.steps();
        warmup = past.warmup();
        modelId = past.modelId();
        for (int t = 0; t < past.targets().size(); t++) {
            TargetTrack track = new TargetTrack(mostSteps);
            track.begin(
                    past.targets().get(t),
                    past.timesMs(),
                    past.values()[t],
                    past.standings().get(t));
            targets.add(track);
        }
        version = nextVersion.getAsLong();
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
            List<GroupRecord> standing =
                    t < issued.standings().size() ? issued.standings().get(t) : List.of();
            targets.get(t).step(forecasts.get(t), issued.observed().get(t), standing);
        }
        Forecast first = forecasts.get(0);
        if (targets.get(0).latest().filter(first::equals).isPresent()) {
            limits = issued.breaches().stream().map(Limit::of).toList();
            steps = first.getStepCount();
            warmup = first.getWarmup();
            modelId = first.getModelId();
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

    /** What the ledger says of the nearest steps ahead. */
    synchronized Optional<Figures.Group> nearest() {
        return targets.get(0).nearest();
    }

    synchronized List<Limit> limits() {
        return limits;
    }

    synchronized Row row() {
        TargetTrack first = targets.get(0);
        Points points = first.points();
        int last = points.length() - 1;
        List<Alarm> kept = alarmsKept();
        Alarm latest = kept.isEmpty() ? null : kept.get(kept.size() - 1);
        Optional<Figures.Group> nearest = first.nearest();
        Optional<Limit> limit = limits.stream().max(Comparator.comparingDouble(Limit::probability));
        return new Row(
                key,
                first.name(),
                partition,
                points.timeMs(last),
                points.get(Points.Field.VALUE, last),
                points.get(Points.Field.EXPECTED, last),
                points.get(Points.Field.LOWER, last),
                points.get(Points.Field.UPPER, last),
                first.latest().map(Forecast::getAnomalyScore).orElse(-1.0),
                kept.size(),
                latest == null ? 0 : latest.timeMs(),
                latest == null ? "" : latest.severity(),
                nearest.map(Figures.Group::skill).orElse(Double.NaN),
                nearest.map(Figures.Group::outerCovered).orElse(Double.NaN),
                nearest.map(Figures.Group::outer).orElse(Double.NaN),
                limit.map(Limit::probability).orElse(Double.NaN),
                limit.map(Limit::expectedSteps).orElse(Double.NaN),
                limit.map(Limit::expectedMs).orElse(0L),
                steps,
                warmup,
                modelId,
                first.spark(),
                version);
    }

    synchronized Detail detail() {
        List<Detail.Target> all = targets.stream()
                .map(track -> new Detail.Target(
                        track.name(),
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
                        track.figures(),
                        track.latest()))
                .toList();
        return new Detail(row(), all, alarmsKept(), limits);
    }
}
