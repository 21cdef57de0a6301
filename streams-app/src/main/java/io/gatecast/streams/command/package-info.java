/** The command line: one class per command, all driving the same forecasting function. */
package io.gatecast.streams.command;
