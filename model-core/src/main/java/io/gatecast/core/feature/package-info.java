/** What the model sees of a series at one step: scaled values, seasonal lags, calendar. */
package io.gatecast.core.feature;
