package io.gatecast.streams.process;

import io.gatecast.schema.Forecast;
import java.util.List;

/**
 * The forecasts made after a step, one per target of the model.
 *
 * @param forecasts the records to send, all of the same time
 */
public record Issued(List<Forecast> forecasts) implements Outcome {
    public Issued {
        forecasts = List.copyOf(forecasts);
    }

    /** Event time of the step. */
    long issuedAtMs() {
        return forecasts.get(0).getIssuedAtMs();
    }
}
