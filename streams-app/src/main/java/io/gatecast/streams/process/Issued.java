package io.gatecast.streams.process;

import io.gatecast.core.ledger.GroupRecord;
import io.gatecast.schema.Anomaly;
import io.gatecast.schema.Breach;
import io.gatecast.schema.Forecast;
import io.gatecast.schema.LedgerEntry;
import java.util.List;

/**
 * What was made of a step: forecasts, one per target of the model, an anomaly, if there is cause for alarm, and
 * entries of the ledger from time to time.
 *
 * @param forecasts the records to send, all of the same time
 * @param anomalies the records to send, at most one
 * @param observed what was observed at the step, one value per target; NaN where it is missing or the series begins
 * @param ledger the records to send of how forecasts have done, one per target if it is time for them
 * @param breaches the records to send of limits that may be crossed, one per limit of the series
 * @param standings what the ledger says after the step, per target a record per group of steps ahead; empty if nobody watches
 */
public record Issued(
        List<Forecast> forecasts,
        List<Anomaly> anomalies,
        List<Double> observed,
        List<LedgerEntry> ledger,
        List<Breach> breaches,
        List<List<GroupRecord>> standings) {
    public Issued {
        forecasts = List.copyOf(forecasts);
        anomalies = List.copyOf(anomalies);
        observed = List.copyOf(observed);
        ledger = List.copyOf(ledger);
        breaches = List.copyOf(breaches);
        standings = List.copyOf(standings);
    }

    /**
     * Event time of the step.
     *
     * @return milliseconds since 1970-01-01T00:00:00Z
     */
    public long issuedAtMs() {
        return forecasts.get(0).getIssuedAtMs();
    }
}
