/** What people ask of the alarms of single series while the stream runs: other rules, times without alarms, and feedback. */
package io.gatecast.streams.control;
