package io.gatecast.benchmarks.topology;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.topology.ForecastTopology;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** A topology to measure. */
enum Subject {
    /** From topic to topic: what the framework takes. */
    PASS_THROUGH {
        @Override
        Built build(GatecastConfig config, Artifact artifact, String output) {
            return own(config, output, builder -> {}, new LongAdder(), false);
        }
    },

    /** Reads 300 bytes of the record's key from a cached store, changes them, puts them back, and sends them on. */
    IDENTITY {
        @Override
        Built build(GatecastConfig config, Artifact artifact, String output) {
            StoreBuilder<KeyValueStore<String, byte[]>> store = Stores.keyValueStoreBuilder(
                            Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray())
                    .withLoggingEnabled(Map.of())
                    .withCachingEnabled();
            return own(config, output, builder -> builder.addStateStore(store), new LongAdder(), true);
        }
    },

    /** Gatecast as it runs by default: calibration, scores, alarms and all. */
    GATECAST {
        @Override
        Built build(GatecastConfig config, Artifact artifact, String output) {
            ForecastTopology built = ForecastTopology.build(config, artifact);
            return new Built(built.topology(), built.settings(), built.counts()::records);
        }
    };

    private static final String STORE = "state";
    private static final int STATE_BYTES = 300;

    /**
     * A topology ready to run.
     *
     * @param topology the graph
     * @param settings of Kafka Streams
     * @param records tells how many records it has read
     */
    record Built(Topology topology, Properties settings, LongSupplier records) {}

    private interface Preparation {
        void prepare(StreamsBuilder builder);
    }

    abstract Built build(GatecastConfig config, Artifact artifact, String output);

    private static Built own(
            GatecastConfig config, String output, Preparation preparation, LongAdder records, boolean stateful) {
        Properties settings = new Properties();
        settings.putAll(config.streamsSettings());
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(settings)));
        preparation.prepare(builder);
        String[] stores = stateful ? new String[] {STORE} : new String[0];
        builder.stream(
                        config.inputTopics(),
                        Consumed.with(Serdes.String(), Serdes.ByteArray()).withName("read"))
                .processValues(() -> stateful ? new Change(records) : new Count(records), Named.as("step"), stores)
                .to(output, Produced.with(Serdes.String(), Serdes.ByteArray()).withName("write"));
        return new Built(builder.build(), settings, records::sum);
    }

    private static final class Count extends ContextualFixedKeyProcessor<String, byte[], byte[]> {
        private final LongAdder records;

        Count(LongAdder records) {
            this.records = records;
        }

        @Override
        public void process(FixedKeyRecord<String, byte[]> record) {
            records.increment();
            context().forward(record);
        }
    }

    private static final class Change extends ContextualFixedKeyProcessor<String, byte[], byte[]> {
        private final LongAdder records;

        Change(LongAdder records) {
            this.records = records;
        }

        @Override
        public void process(FixedKeyRecord<String, byte[]> record) {
            records.increment();
            KeyValueStore<String, byte[]> store = context().getStateStore(STORE);
            byte[] before = store.get(record.key());
            byte[] after = before == null ? new byte[STATE_BYTES] : before.clone();
            after[(int) (record.timestamp() / 1_000 % STATE_BYTES)]++;
            store.put(record.key(), after);
            context().forward(record.withValue(after));
        }
    }
}
