/** What is remembered of each series: checkpoints and the observations since, in state stores, with a memo in front. */
package io.gatecast.streams.state;
