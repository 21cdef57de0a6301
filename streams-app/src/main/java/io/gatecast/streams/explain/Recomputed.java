package io.gatecast.streams.explain;

import io.gatecast.core.StateSummary;
import io.gatecast.core.ledger.GroupRecord;
import io.gatecast.schema.Forecast;
import java.util.List;

/**
 * A forecast that was computed again, and what it follows from.
 *
 * @param forecast the forecast as it would be recorded
 * @param state what is known of the series
 * @param ledger how its forecasts had done
 */
public record Recomputed(Forecast forecast, StateSummary state, List<GroupRecord> ledger) {
    public Recomputed {
        ledger = List.copyOf(ledger);
    }
}
