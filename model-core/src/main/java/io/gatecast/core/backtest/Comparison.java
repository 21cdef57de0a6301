package io.gatecast.core.backtest;

import java.util.Optional;

/**
 * Two contenders compared on the same origins.
 *
 * @param first name of one
 * @param second name of the other
 * @param loss what they are compared by
 * @param bySeries whether there are too few times to test over, so that every series counts as one independent difference
 * @param test the test; empty if there is too little to compare, or no difference
 */
public record Comparison(String first, String second, Loss loss, boolean bySeries, Optional<DieboldMariano> test) {}
