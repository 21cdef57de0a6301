package io.gatecast.streams.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.Model;
import io.gatecast.core.Observation;
import io.gatecast.core.TrainingReport;
import io.gatecast.core.anomaly.AlarmRules;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.WeightEncoding;
import io.gatecast.core.breach.Limits;
import io.gatecast.core.order.Placement;
import io.gatecast.core.order.Series;
import io.gatecast.core.order.TimeRules;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.recurrent.ResetVariant;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.control.LiveControls;
import io.gatecast.streams.models.Deployment;
import io.gatecast.streams.models.LiveModels;
import io.gatecast.streams.state.Stores;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

/** Series move to a model that takes over only as fast as the stream can bear. */
class LineupTest {
    private static final long SECOND = 1_000_000_000L;

    private final MockProcessorContext<Object, Object> context = new MockProcessorContext<>();
    private final LiveModels models = new LiveModels(Deployment.of(model("old")));
    private final AtomicLong nanos = new AtomicLong();
    private final Lineup lineup;
    private long cost;

    LineupTest() {
        for (String name : List.of(Stores.CHECKPOINTS, Stores.TAILS)) {
            KeyValueStore<String, byte[]> store = org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                            org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(name),
                            Serdes.String(),
                            Serdes.ByteArray())
                    .withLoggingDisabled()
                    .build();
            store.init(context.getStateStoreContext(), store);
        }
        GatecastConfig config = GatecastConfig.of(Map.of(
                "bootstrap.servers", "nowhere:9092",
                "input.topics", "in",
                "input.format", "json",
                "output.format", "json",
                "checkpoint.every", "1"));
        // Every look at the clock takes its time, so taking a series over does.
        lineup = new Lineup(
                config,
                TimeRules.EVERY_EVENT,
                new Companions(models, new LiveControls(AlarmRules.NONE, Limits.NONE), SeriesWatch.NONE),
                new Counts(),
                context,
                () -> nanos.addAndGet(cost),
                SeriesWatch.OfTask.NONE);
    }

    private static Artifact model(String id) {
        ModelSpec spec = new ModelSpec(
                CellKind.GRU,
                ResetVariant.RESET_AFTER,
                0,
                1,
                2,
                List.of(0.1, 0.5, 0.9),
                List.of(),
                8,
                Transform.IDENTITY,
                0,
                0.1,
                0,
                false,
                2,
                2,
                List.of("value"));
        return new Artifact(id, "", new Model(spec), new TrainingReport(Map.of(), List.of()), WeightEncoding.FLOAT32);
    }

    /** Gives an event to a series; returns the model that forecast after it. */
    private String observe(String key, int minute) {
        lineup.refresh();
        Observation event = new Observation(minute * 60_000L, minute);
        Series series = lineup.find(key, new Arrival(event, SourceRecord.NONE));
        Placement.Placed placed = (Placement.Placed) lineup.place(series, event);
        return lineup.take(key, series, new Arrival(event, SourceRecord.NONE), placed)
                .get(0)
                .forecasts()
                .get(0)
                .getModelId();
    }

    @Test
    void shouldLeaveSeriesWithTheModelBeforeWhileThereIsNoTimeToTakeThemOver() {
        for (int key = 0; key < 5; key++) {
            observe("key-" + key, 0);
        }
        models.deploy(Deployment.of(model("new")));
        cost = 3 * SECOND;

        assertThat(observe("key-0", 1)).isEqualTo("new");
        cost = 0;
        nanos.set(4 * SECOND);
        assertThat(observe("key-1", 1)).as("no time is left").isEqualTo("old");
        assertThat(observe("key-0", 2)).as("moved already").isEqualTo("new");
        assertThat(observe("key-new", 2)).as("has nothing to be warmed up on").isEqualTo("new");

        nanos.addAndGet(60 * SECOND);
        assertThat(observe("key-1", 2)).as("there is time again").isEqualTo("new");
        assertThat(observe("key-1", 3)).isEqualTo("new");
    }
}
