package io.gatecast.streams.process;

import io.gatecast.schema.Forecast;
import java.util.List;

/**
 * The forecasts made after an observation, one per target of the model.
 *
 * @param forecasts the records to send
 */
public record Issued(List<Forecast> forecasts) implements Outcome {
    public Issued {
        forecasts = List.copyOf(forecasts);
    }
}
