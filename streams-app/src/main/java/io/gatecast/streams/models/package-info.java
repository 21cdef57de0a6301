/** Models on a compacted topic: publishing them in chunks, which of them forecasts, and how a candidate compares with it. */
package io.gatecast.streams.models;
