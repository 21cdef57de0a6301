package io.gatecast.benchmarks;

import io.gatecast.core.Checkpoint;
import io.gatecast.core.Forecaster;
import io.gatecast.core.Observation;
import io.gatecast.core.SeriesState;
import io.gatecast.core.SeriesStateCodec;
import io.gatecast.core.Step;
import io.gatecast.core.anomaly.DetectorProfile;
import io.gatecast.core.anomaly.DetectorSettings;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.schema.Forecast;
import io.gatecast.schema.serde.AvroSerdes;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.decode.EventDeserializer;
import io.gatecast.streams.decode.InputValue;
import io.gatecast.streams.decode.Registry;
import io.gatecast.streams.encode.ForecastEncoder;
import io.gatecast.streams.encode.OutputSerdes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Serializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Bytes to observations, forecasts and states to bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class SerializationBenchmark {
    private static final String TOPIC = "benchmark";
    private static final String REGISTRY = "mock://serialization-benchmark";

    private SeriesStateCodec codec;
    private SeriesState state;
    private byte[] checkpoint;
    private ForecastEncoder encoder;
    private Step step;
    private Forecast forecast;
    private Serializer<Forecast> forecasts;
    private EventDeserializer events;
    private byte[] observation;

    /** Lets a series grow up. */
    @Setup
    public void prepare() {
        Artifact artifact = SampleModel.artifact(64);
        DetectorSettings detection = new DetectorSettings(DetectorProfile.LIGHT);
        Forecaster forecaster = new Forecaster(artifact.model(), Optional.of(detection));
        codec = new SeriesStateCodec(forecaster, artifact.id());
        state = forecaster.initialState();
        for (Observation each : SampleModel.series(1_000, 1)) {
            step = forecaster.step(state, each);
        }
        checkpoint = codec.encode(state);
        encoder = new ForecastEncoder(artifact, 0);
        forecast = encodeForecast();
        GatecastConfig config = GatecastConfig.of(
                Map.of("bootstrap.servers", "localhost:9092", "schema.registry.url", REGISTRY, "input.topics", TOPIC));
        forecasts = OutputSerdes.forecasts(config).serializer();
        events = new EventDeserializer(config, artifact.model().spec(), Optional.of(Registry.client(config)));
        Map<String, String> registry = config.registrySettings();
        observation = AvroSerdes.of(io.gatecast.schema.Observation.class, registry, false)
                .serializer()
                .serialize(
                        TOPIC,
                        io.gatecast.schema.Observation.newBuilder()
                                .setKey("series")
                                .setTimestampMs(SampleModel.timestampMs(0))
                                .setValues(List.of(100.0))
                                .build());
    }

    /**
     * A checkpoint, written.
     *
     * @return bytes
     */
    @Benchmark
    public byte[] encodeCheckpoint() {
        return codec.encode(state);
    }

    /**
     * A checkpoint, read.
     *
     * @return checkpoint
     */
    @Benchmark
    public Checkpoint decodeCheckpoint() {
        return codec.decodeCheckpoint(checkpoint);
    }

    /**
     * A forecast, to a record.
     *
     * @return record
     */
    @Benchmark
    public Forecast encodeForecast() {
        return encoder.encode("series", step.forecast(), 0, step.detection(), TOPIC, 0, 0);
    }

    /**
     * The record of a forecast, written.
     *
     * @return bytes
     */
    @Benchmark
    public byte[] serializeForecast() {
        return forecasts.serialize(TOPIC, forecast);
    }

    /**
     * An observation, read.
     *
     * @return observation
     */
    @Benchmark
    public InputValue deserializeObservation() {
        return events.deserialize(TOPIC, observation);
    }
}
