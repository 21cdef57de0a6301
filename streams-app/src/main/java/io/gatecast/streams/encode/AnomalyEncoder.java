package io.gatecast.streams.encode;

import io.gatecast.core.Score;
import io.gatecast.core.anomaly.Detection;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.schema.Anomaly;
import io.gatecast.schema.Evidence;
import io.gatecast.schema.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Turns what was detected into records of the output contract. Safe for use by many threads. */
public final class AnomalyEncoder {
    private final String modelId;
    private final List<String> targets;

    /**
     * Creates an encoder.
     *
     * @param artifact the model that makes the forecasts
     */
    public AnomalyEncoder(Artifact artifact) {
        modelId = artifact.id();
        targets = artifact.model().spec().targets();
    }

    /**
     * Copies a detection into a record.
     *
     * @param key series key
     * @param timestampMs event time of the observation
     * @param detection what was detected
     * @param score the loudest column, judged by the forecast for it
     * @param revision how often the step was taken again
     * @param topic topic of the observation
     * @param partition its partition
     * @param offset its offset
     * @return the record, which keeps nothing of what it was made from
     */
    public Anomaly encode(
            String key,
            long timestampMs,
            Detection detection,
            Score score,
            int revision,
            String topic,
            int partition,
            long offset) {
        return Anomaly.newBuilder()
                .setKey(key)
                .setTimestampMs(timestampMs)
                .setScore(detection.score())
                .setSeverity(Severity.valueOf(detection.severity().name()))
                .setAlarm(detection.alarm())
                .setColumn(targets.get(detection.column()))
                .setObserved(score.observed())
                .setExpected(score.expected())
                .setLower(score.lower())
                .setUpper(score.upper())
                .setEvidence(evidence(detection))
                .setSinceMs(detection.sinceMs())
                .setModelId(modelId)
                .setSourceTopic(topic)
                .setSourcePartition(partition)
                .setSourceOffset(offset)
                .setRevision(revision)
                .build();
    }

    /** Kinds of evidence in the loudest column; of several columns also their shares, as {@code column:name}. */
    private List<Evidence> evidence(Detection detection) {
        List<Evidence> all = new ArrayList<>();
        for (io.gatecast.core.anomaly.Evidence kind : io.gatecast.core.anomaly.Evidence.values()) {
            add(all, kind.label(), detection.share(kind));
        }
        for (int c = 0; c < detection.columns() && detection.columns() > 1; c++) {
            add(all, "column:" + targets.get(c), detection.columnShare(c));
        }
        all.sort(Comparator.comparingDouble(Evidence::getShare).reversed());
        return all;
    }

    private static void add(List<Evidence> all, String name, double share) {
        if (share > 0) {
            all.add(new Evidence(name, share));
        }
    }
}
