package io.gatecast.streams.process;

import io.gatecast.core.Forecast;
import io.gatecast.core.Score;
import io.gatecast.core.Step;
import io.gatecast.core.anomaly.Detection;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.breach.BreachEstimator;
import io.gatecast.core.ledger.GroupRecord;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.schema.Anomaly;
import io.gatecast.schema.Breach;
import io.gatecast.schema.LedgerEntry;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.control.Asked;
import io.gatecast.streams.encode.AnomalyEncoder;
import io.gatecast.streams.encode.BreachEncoder;
import io.gatecast.streams.encode.ForecastEncoder;
import io.gatecast.streams.encode.LedgerEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes records of the steps of one model. One thread. */
final class StepRecords {
    private final GatecastConfig config;
    private final boolean watched;
    private final ForecastEncoder forecasts;
    private final AnomalyEncoder anomalies;
    private final LedgerEncoder ledger;
    private final BreachEstimator breach;
    private final BreachEncoder breaches;

    /**
     * Makes records.
     *
     * @param fixedStepMs length of a step; 0 = every event is a step
     * @param watched whether somebody wants to know what the ledger says after every step
     */
    StepRecords(Artifact artifact, GatecastConfig config, long fixedStepMs, boolean watched) {
        this.config = config;
        this.watched = watched;
        ModelSpec spec = artifact.model().spec();
        forecasts = new ForecastEncoder(artifact, fixedStepMs);
        anomalies = new AnomalyEncoder(artifact);
        ledger = new LedgerEncoder(artifact);
        breach = new BreachEstimator(spec.levels(), spec.horizon());
        breaches = new BreachEncoder(artifact);
    }

    /**
     * Makes the records of a step that was just taken.
     *
     * @param asked what is asked of the series
     * @param revision number of times the step was taken before
     * @param source the record that caused it
     */
    Issued of(String key, Step step, Asked asked, int revision, SourceRecord source) {
        List<io.gatecast.schema.Forecast> records =
                new ArrayList<>(step.forecasts().size());
        for (Forecast forecast : step.forecasts()) {
            records.add(forecasts.encode(
                    key, forecast, revision, step.detection(), source.topic(), source.partition(), source.offset()));
        }
        List<Double> observed = new ArrayList<>(step.scores().size());
        for (Score score : step.scores()) {
            observed.add(score.observed());
        }
        return new Issued(
                records,
                anomalies(key, step, revision, source),
                observed,
                entries(key, step),
                breaches(step.forecast(), records.get(0), asked, observed.get(0)),
                standings(step));
    }

    private List<LedgerEntry> entries(String key, Step step) {
        if (config.ledgerTopic().isEmpty() || step.forecast().steps() % config.ledgerEvery() != 0) {
            return List.of();
        }
        return step.forecasts().stream()
                .map(forecast -> ledger.encode(key, forecast))
                .toList();
    }

    private List<List<GroupRecord>> standings(Step step) {
        return watched ? step.forecasts().stream().map(Forecast::ledger).toList() : List.of();
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

    private List<Breach> breaches(Forecast forecast, io.gatecast.schema.Forecast record, Asked asked, double observed) {
        if (asked.limits().isNone() || forecast.warmup()) {
            return List.of();
        }
        boolean muted = asked.alarms().muted(forecast.issuedAtMs());
        return breach.estimate(forecast::quantile, asked.limits(), observed).stream()
                .map(estimate -> breaches.encode(record, forecast.stepMs(), estimate, observed, muted))
                .toList();
    }
}
