/** The steps of the processing graph, each a processor that makes an outcome of a record. */
package io.gatecast.streams.process;
