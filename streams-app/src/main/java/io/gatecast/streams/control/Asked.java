package io.gatecast.streams.control;

import io.gatecast.core.anomaly.SeriesControls;
import io.gatecast.core.breach.Limits;

/**
 * What is asked of a series.
 *
 * @param alarms what is asked of its alarms
 * @param limits the range in which its first target must stay
 */
public record Asked(SeriesControls alarms, Limits limits) {}
