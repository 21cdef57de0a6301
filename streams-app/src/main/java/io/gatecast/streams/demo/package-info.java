/** The main job in one process: a broker, a stream of readings, the topology, and a live view of how well it does. */
package io.gatecast.streams.demo;
