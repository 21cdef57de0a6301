package io.gatecast.streams.backtest;

import io.gatecast.core.backtest.Contender;
import io.gatecast.core.spec.ModelSpec;
import java.util.Optional;

/**
 * A contender and what it is given.
 *
 * @param contender who forecasts
 * @param sees the model whose columns it takes; empty if it takes the column forecast alone
 * @param description what it is, for people
 */
public record Entrant(Contender contender, Optional<ModelSpec> sees, String description) {}
