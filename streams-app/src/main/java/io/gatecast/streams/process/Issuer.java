package io.gatecast.streams.process;

import io.gatecast.core.Forecast;
import io.gatecast.core.Score;
import io.gatecast.core.Step;
import io.gatecast.core.anomaly.Detection;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.schema.Anomaly;
import io.gatecast.schema.LedgerEntry;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.encode.AnomalyEncoder;
import io.gatecast.streams.encode.ForecastEncoder;
import io.gatecast.streams.encode.LedgerEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the records that are issued after the steps of one model. */
final class Issuer {
    private final ForecastEncoder forecasts;
    private final AnomalyEncoder anomalies;
    private final LedgerEncoder ledger;
    private final boolean writesLedger;
    private final long ledgerEvery;

    Issuer(Artifact artifact, GatecastConfig config, long fixedStepMs) {
        forecasts = new ForecastEncoder(artifact, fixedStepMs);
        anomalies = new AnomalyEncoder(artifact);
        ledger = new LedgerEncoder(artifact);
        writesLedger = config.ledgerTopic().isPresent();
        ledgerEvery = config.ledgerEvery();
    }

    /** What is issued after a step; nothing of it is kept. */
    Issued issued(String key, Step step, int revision, SourceRecord source) {
        return new Issued(
                forecasts(key, step, revision, source),
                anomalies(key, step, revision, source),
                observed(step),
                ledger(key, step));
    }

    private List<io.gatecast.schema.Forecast> forecasts(String key, Step step, int revision, SourceRecord source) {
        List<io.gatecast.schema.Forecast> records =
                new ArrayList<>(step.forecasts().size());
        for (Forecast forecast : step.forecasts()) {
            records.add(forecasts.encode(
                    key, forecast, revision, step.detection(), source.topic(), source.partition(), source.offset()));
        }
        return records;
    }

    private static List<Double> observed(Step step) {
        List<Double> observed = new ArrayList<>(step.scores().size());
        for (Score score : step.scores()) {
            observed.add(score.observed());
        }
        return observed;
    }

    private List<LedgerEntry> ledger(String key, Step step) {
        if (!writesLedger || step.forecast().steps() % ledgerEvery != 0) {
            return List.of();
        }
        return step.forecasts().stream()
                .map(forecast -> ledger.encode(key, forecast))
                .toList();
    }

    private List<Anomaly> anomalies(String key, Step step, int revision, SourceRecord source) {
        Optional<Detection> alarm = step.detection().filter(Detection::alarm);
        if (alarm.isEmpty()) {
            return List.of();
        }
        Score judged = step.scores().get(alarm.get().column());
        long timestampMs = step.forecast().issuedAtMs();
        return List.of(anomalies.encode(
                key, timestampMs, alarm.get(), judged, revision, source.topic(), source.partition(), source.offset()));
    }
}
