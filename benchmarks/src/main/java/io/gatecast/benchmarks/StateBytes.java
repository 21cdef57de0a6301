package io.gatecast.benchmarks;

import io.gatecast.core.Forecaster;
import io.gatecast.core.Observation;
import io.gatecast.core.SeriesState;
import io.gatecast.core.SeriesStateCodec;
import io.gatecast.core.anomaly.DetectorProfile;
import io.gatecast.core.anomaly.DetectorSettings;
import io.gatecast.core.artifact.Artifact;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.avro.Schema;

/** Prints the bytes of a checkpoint, part by part. */
public final class StateBytes {
    private static final int ROWS = 2_000;

    private StateBytes() {}

    /**
     * Lets a series grow up and prints.
     *
     * @param args hidden size, 64 if left out
     * @throws IOException if the checkpoint cannot be read
     */
    public static void main(String[] args) throws IOException {
        Artifact artifact = SampleModel.artifact(args.length > 0 ? Integer.parseInt(args[0]) : 64);
        DetectorSettings detection = new DetectorSettings(DetectorProfile.LIGHT);
        Forecaster forecaster = new Forecaster(artifact.model(), Optional.of(detection));
        SeriesState state = forecaster.initialState();
        for (Observation observation : SampleModel.series(ROWS, 1)) {
            forecaster.step(state, observation);
        }
        byte[] checkpoint = new SeriesStateCodec(forecaster, artifact.id()).encode(state);
        System.out.printf("%-12s %,7d bytes%n", "checkpoint", checkpoint.length);
        io.gatecast.schema.SeriesState record =
                io.gatecast.schema.SeriesState.getDecoder().decode(checkpoint);
        for (Schema.Field field : record.getSchema().getFields()) {
            if (record.get(field.pos()) instanceof ByteBuffer bytes && bytes.hasRemaining()) {
                System.out.printf("  %-10s %,7d bytes%n", field.name(), bytes.remaining());
            }
        }
    }
}
