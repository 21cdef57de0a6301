package io.gatecast.streams.process;

import io.gatecast.streams.models.Trial;

/**
 * A candidate beside the champion in one task.
 *
 * @param trial on which series it runs, and whether it issues their forecasts
 * @param line the candidate and its series
 * @param duel the score between both
 */
record Challenge(Trial trial, Line line, Duel duel) {}
