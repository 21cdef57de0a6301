/** The general model that comes with Gatecast and forecasts any series. */
package io.gatecast.streams.general;
