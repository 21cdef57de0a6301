package io.gatecast.streams.serve;

import io.gatecast.streams.state.Stores;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.state.HostInfo;

/** Knows which instance has which series. */
final class Owners {
    private volatile HostInfo self = HostInfo.unavailable();

    /** Takes note of where other instances reach this one, as soon as it listens. */
    void know(HostInfo address) {
        self = address;
    }

    HostInfo self() {
        return self;
    }

    /** All other instances; none are known while this one does not run. */
    List<HostInfo> others(Instance instance) {
        return !instance.isRunning() ? List.of() : othersOf(instance.streams());
    }

    private List<HostInfo> othersOf(KafkaStreams streams) {
        return streams.metadataForAllStreamsClients().stream()
                .map(StreamsMetadata::hostInfo)
                .filter(host -> !host.equals(self) && !host.equals(HostInfo.unavailable()))
                .distinct()
                .toList();
    }

    /**
     * The other instances in the order in which they are to be asked for a series: first the one that has its partition if the topic is
     * partitioned by the text of the keys, as it is unless somebody else wrote it otherwise.
     *
     * @throws Failure if this instance does not run
     */
    List<HostInfo> toAsk(Instance instance, String key) {
        KafkaStreams streams = instance.running();
        Set<HostInfo> order = new LinkedHashSet<>();
        KeyQueryMetadata place = streams.queryMetadataForKey(
                Stores.CHECKPOINTS, key, Serdes.String().serializer());
        if (place != null && !place.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
            order.add(place.activeHost());
        }
        order.addAll(othersOf(streams));
        order.remove(self);
        order.remove(HostInfo.unavailable());
        return List.copyOf(order);
    }
}
