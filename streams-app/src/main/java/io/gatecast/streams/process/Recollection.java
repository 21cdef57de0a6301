package io.gatecast.streams.process;

import io.gatecast.core.Checkpoint;
import io.gatecast.core.CheckpointHead;
import io.gatecast.core.Forecaster;
import io.gatecast.core.RecentValues;
import io.gatecast.core.SeriesStateCodec;
import io.gatecast.core.StateFormatException;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.order.SeriesStepper;
import io.gatecast.core.order.TimeRules;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.schema.SeriesState;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.control.Asked;
import io.gatecast.streams.control.LiveControls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;

/**
 * Tells what a series did lately from what is stored of it: its values from the checkpoint, and the steps since, which are taken again
 * with a forecaster of its own, to the same bits. Nothing is written. One thread.
 */
public final class Recollection {
    private final GatecastConfig config;
    private final Artifact artifact;
    private final LiveControls controls;
    private final TimeRules rules;
    private final Forecaster forecaster;
    private final SeriesStepper stepper;
    private final SeriesStateCodec codec;
    private final StepRecords records;

    /**
     * What a series did lately.
     *
     * @param past values before the steps told
     * @param issued the steps since, oldest first; empty if there were none
     */
    public record Recalled(Past past, List<Issued> issued) {
        public Recalled {
            issued = List.copyOf(issued);
        }
    }

    /**
     * Recalls series of one model.
     *
     * @param config configuration
     * @param artifact the model; series that another one has stepped last are not recalled
     * @param controls what is asked of single series
     * @param rules how events become steps
     */
    public Recollection(GatecastConfig config, Artifact artifact, LiveControls controls, TimeRules rules) {
        this.config = config;
        this.artifact = artifact;
        this.controls = controls;
        this.rules = rules;
        forecaster = new Forecaster(artifact.model(), config.detection(), config.ledger());
        stepper = new SeriesStepper(forecaster, rules);
        codec = new SeriesStateCodec(forecaster, artifact.id());
        records = new StepRecords(artifact, config, rules.stepMs(), true);
    }

    /**
     * Recalls a series.
     *
     * @param key its name
     * @param checkpoint its checkpoint, if there is one
     * @param tail its tail, if there is one
     * @return what it did; empty if it is of another model, or nothing sensible is stored
     */
    public Optional<Recalled> recall(String key, Optional<byte[]> checkpoint, Optional<byte[]> tail) {
        try {
            if (checkpoint
                    .filter(bytes -> !CheckpointHead.of(bytes).modelId().equals(artifact.id()))
                    .isPresent()) {
                return Optional.empty();
            }
            Optional<Checkpoint> begin = checkpoint.map(codec::decodeCheckpoint);
            Past past = begin.isPresent() ? past(begin.get(), checkpoint.get()) : Past.NONE;
            Asked asked = controls.of(key);
            forecaster.attend(asked.alarms());
            List<Issued> issued = new ArrayList<>();
            stepper.rebuild(
                    begin,
                    tail,
                    (step, revision) -> issued.add(records.of(key, step, asked, revision, SourceRecord.NONE)));
            return issued.isEmpty() && past.steps() == 0 ? Optional.empty() : Optional.of(new Recalled(past, issued));
        } catch (StateFormatException e) {
            return Optional.empty(); // who steps the series will tell of it
        }
    }

    private Past past(Checkpoint checkpoint, byte[] bytes) {
        ModelSpec spec = artifact.model().spec();
        RecentValues recent = RecentValues.of(decode(bytes));
        long[] times = new long[recent.steps()];
        double[][] values = new double[spec.roles().targets()][recent.steps()];
        for (int i = 0; i < times.length; i++) {
            times[i] = recent.timeMs(i, stepMs(spec));
            for (int t = 0; t < values.length; t++) {
                values[t][i] = recent.value(t, i);
            }
        }
        List<List<io.gatecast.core.ledger.GroupRecord>> standings = new ArrayList<>();
        for (int t = 0; t < values.length; t++) {
            standings.add(forecaster.ledger(checkpoint.state(), t));
        }
        return new Past(
                spec.targets(),
                times,
                values,
                checkpoint.state().steps(),
                checkpoint.state().steps() < spec.warmupSteps(),
                artifact.id(),
                standings);
    }

    private long stepMs(ModelSpec spec) {
        return config.step().isPresent() ? rules.stepMs() : Math.max(1, spec.stepMs());
    }

    private static SeriesState decode(byte[] bytes) {
        try {
            return SeriesState.getDecoder().decode(bytes);
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
            throw new StateFormatException("cannot read a saved state of " + bytes.length + " bytes: " + e, e);
        }
    }
}
