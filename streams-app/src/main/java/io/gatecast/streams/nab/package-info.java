/** The Numenta Anomaly Benchmark: its data, its windows and its scoring. */
package io.gatecast.streams.nab;
