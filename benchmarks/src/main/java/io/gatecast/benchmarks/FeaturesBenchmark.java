package io.gatecast.benchmarks;

import io.gatecast.core.Model;
import io.gatecast.core.feature.ColumnView;
import io.gatecast.core.feature.FeatureVector;
import io.gatecast.core.feature.SeriesView;
import io.gatecast.core.scale.RunningScale;
import io.gatecast.core.scale.Window;
import io.gatecast.core.spec.ModelSpec;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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

/** What the model sees after a new value. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class FeaturesBenchmark {
    private static final int ROWS = 1_000;

    private Model model;
    private SeriesView series;
    private RunningScale scale;
    private SplittableRandom random;
    private FeatureVector features;
    private long row;

    /** Fills the window. */
    @Setup
    public void prepare() {
        model = SampleModel.model(64);
        ModelSpec spec = model.spec();
        features = model.features().newVector();
        scale = new RunningScale(spec.scaleWindow());
        random = new SplittableRandom(1);
        series = SeriesView.live(spec.roles(), spec.horizon());
        series.setColumns(new ColumnView[] {model.features().newView(Window.empty(spec.ringLength()), 0)});
        for (int i = 0; i < ROWS; i++) {
            push();
        }
    }

    /**
     * A new value enters window and scale.
     *
     * @return scale
     */
    @Benchmark
    public RunningScale push() {
        ColumnView view = series.columns()[0];
        view.window().push((float) (SampleModel.value(row, random) - 100));
        scale.update(view.window(), ++row, 1);
        view.set(model.spec(), 100, scale, false);
        return scale;
    }

    /**
     * All features.
     *
     * @return features
     */
    @Benchmark
    public FeatureVector write() {
        model.features().write(series, SampleModel.timestampMs(row++), features);
        return features;
    }
}
