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
record Instance(KafkaStreams streams, Topology topology, Topics topics) {
    /** Whether it can be asked who has which series and what its stores hold. */
    boolean isRunning() {
        return streams.state().isRunningOrRebalancing();
    }

    /** The application, to be asked for such. */
    KafkaStreams running() {
        if (!isRunning()) {
            throw Failure.unavailable("the application does not run, it is " + streams.state() + "; try again");
        }
        return streams;
    }
}
