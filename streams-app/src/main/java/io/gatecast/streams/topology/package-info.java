/** The processing graph, and the names of its topics, stores and steps. */
package io.gatecast.streams.topology;
