/** Compares past forecasts with what happened and widens or narrows the intervals until stated coverage holds. */
package io.gatecast.core.calibrate;
