/** Whole topologies on a broker in the same process, one after the other on the same records. */
package io.gatecast.benchmarks.topology;
