/** Plain Kafka clients of the commands: create topics, put observations on them and read topics up to their end. */
package io.gatecast.streams.client;
