/** Past forecasts computed again, from the records they were made from. */
package io.gatecast.streams.explain;
