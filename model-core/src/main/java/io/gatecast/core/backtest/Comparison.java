package io.gatecast.core.backtest;

import java.util.Optional;

/**
 * Two contenders compared on the same origins.
 *
 * @param first name of one
 * @param second name of the other
 * @param loss what they are compared by
 * @param test the test; empty if there are too few origins or no differences
 */
public record Comparison(String first, String second, Loss loss, Optional<DieboldMariano> test) {}
