package io.gatecast.streams.command;

import io.gatecast.streams.client.Cluster;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.models.LiveModels;
import io.gatecast.streams.models.ModelDesk;
import io.gatecast.streams.models.ModelTopic;
import io.gatecast.streams.models.ModelWatcher;
import io.gatecast.streams.models.Referee;
import io.gatecast.streams.models.ScoreReader;
import io.gatecast.streams.models.StreamFit;
import io.gatecast.streams.state.Stores;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;

/** What goes on beside the stream of a running application that has a model topic. */
final class ModelService implements AutoCloseable {
    private final ModelWatcher watcher;
    private final Referee referee;

    private ModelService(ModelWatcher watcher, Referee referee) {
        this.watcher = watcher;
        this.referee = referee;
    }

    /** Deploys what the topic says, and goes on following it. */
    static ModelService start(
            GatecastConfig config, String topicName, StreamFit fit, LiveModels models, KafkaStreams streams) {
        Clock clock = Clock.systemUTC();
        Cluster cluster = new Cluster(config.clientSettings(), Map.of());
        ModelTopic topic = new ModelTopic(cluster, topicName);
        if (config.createsTopics()) {
            topic.create();
        }
        topic.requireUsable();
        ModelWatcher watcher = new ModelWatcher(topic, config.applicationId(), fit, models, clock);
        Referee referee = new Referee(
                topic,
                new ModelDesk(topic, clock),
                () -> new ScoreReader(cluster, Stores.scoresTopic(config.applicationId())),
                () -> leads(streams),
                config.refereeInterval());
        watcher.start();
        referee.start();
        return new ModelService(watcher, referee);
    }

    /** Of all instances one has the first partition, but for a moment while it changes hands. */
    private static boolean leads(KafkaStreams streams) {
        return streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .anyMatch(task -> task.taskId().partition() == 0);
    }

    @Override
    public void close() {
        referee.close();
        watcher.close();
    }
}
