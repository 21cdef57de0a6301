/** From an observation and the forecasts once made for it to an anomaly score: evidence, its rarity, and when to alarm. */
package io.gatecast.core.anomaly;
