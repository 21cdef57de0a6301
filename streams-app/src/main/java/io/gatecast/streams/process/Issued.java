package io.gatecast.streams.process;

import io.gatecast.schema.Anomaly;
import io.gatecast.schema.Forecast;
import java.util.List;

/**
 * What was made of a step: forecasts, one per target of the model, and an anomaly, if there is cause for alarm.
 *
 * @param forecasts the records to send, all of the same time
 * @param anomalies the records to send, at most one
 */
public record Issued(List<Forecast> forecasts, List<Anomaly> anomalies) implements Outcome {
    public Issued {
        forecasts = List.copyOf(forecasts);
        anomalies = List.copyOf(anomalies);
    }

    /** Event time of the step. */
    long issuedAtMs() {
        return forecasts.get(0).getIssuedAtMs();
    }
}
