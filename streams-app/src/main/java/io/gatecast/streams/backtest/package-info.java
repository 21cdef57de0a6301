/** Backtests on files and topics: where rows come from, who takes part, and what is drawn. */
package io.gatecast.streams.backtest;
