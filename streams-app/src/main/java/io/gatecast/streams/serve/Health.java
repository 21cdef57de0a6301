package io.gatecast.streams.serve;

import io.gatecast.streams.metrics.RestoreProgress;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;

/**
 * How an instance is.
 *
 * @param live whether it works, or may yet
 * @param ready whether it runs and restores nothing
 * @param state state of Kafka Streams; STARTING before it has one
 * @param restoring what is being restored
 */
record Health(boolean live, boolean ready, String state, List<RestoreProgress.Part> restoring) {
    static Health of(Optional<Instance> instance, RestoreProgress restore) {
        if (instance.isEmpty()) {
            return new Health(true, false, "STARTING", List.of());
        }
        KafkaStreams streams = instance.get().streams();
        KafkaStreams.State state = streams.state();
        boolean live = state != KafkaStreams.State.ERROR
                && state != KafkaStreams.State.PENDING_ERROR
                && state != KafkaStreams.State.NOT_RUNNING;
        return new Health(live, restore.isReady(streams), state.name(), restore.parts());
    }
}
