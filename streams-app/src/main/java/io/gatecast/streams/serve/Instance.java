package io.gatecast.streams.serve;

import io.gatecast.streams.topology.Topics;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/**
 * The running application that is served.
 *
 * @param streams the application
 * @param topology its graph
 * @param topics the topics it reads and writes
 */
record Instance(KafkaStreams streams, Topology topology, Topics topics) {}
