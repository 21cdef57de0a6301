package io.gatecast.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.Model;
import io.gatecast.core.head.QuantileHead;
import io.gatecast.core.kernel.ColumnMatrix;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.recurrent.ResetVariant;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.spec.ColumnRoles;
import io.gatecast.core.spec.KnownColumn;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.core.spec.StaticCategory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every parameter's gradient against central finite differences of the loss. */
class GradientTest {
    private static final int CHUNK = 5;
    private static final int LANES = 3;
    private static final int HORIZON = 2;

    private final List<Lane> lanes = new ArrayList<>();
    private ColumnRoles roles;
    private Model model;
    private SampleWeights weights;
    private float[][][] firstState;

    @ParameterizedTest
    @CsvSource({
        "GRU, RESET_BEFORE, 4, 1, 1",
        "GRU, RESET_AFTER, 4, 1, 1",
        "LSTM, RESET_AFTER, 4, 1, 1",
        "RNN, RESET_AFTER, 4, 1, 1",
        "MGU, RESET_AFTER, 4, 1, 1",
        "GRU, RESET_BEFORE, 3, 2, 1",
        "GRU, RESET_AFTER, 3, 2, 1",
        "LSTM, RESET_AFTER, 3, 2, 1",
        "RNN, RESET_AFTER, 3, 2, 1",
        "MGU, RESET_AFTER, 3, 2, 1",
        "GRU, RESET_AFTER, 2, 3, 1",
        "GRU, RESET_AFTER, 1, 1, 1",
        "GRU, RESET_AFTER, 0, 1, 1",
        "GRU, RESET_AFTER, 4, 1, 2",
        "LSTM, RESET_AFTER, 3, 2, 2",
        "GRU, RESET_AFTER, 0, 1, 2"
    })
    void shouldAgreeWithFiniteDifferencesForEveryParameter(
            CellKind cell, ResetVariant reset, int hidden, int layers, int targets) {
        roles = targets == 1
                ? ColumnRoles.ONE_TARGET
                : new ColumnRoles(
                        targets,
                        List.of(new KnownColumn("plan", 0, 1)),
                        List.of(new StaticCategory("site", List.of("north", "south"))));
        long seed = 100L * cell.ordinal() + 10L * reset.ordinal() + layers;
        // Quantiles far from all outcomes: no step of the differences crosses a kink of the pinball loss.
        Check apart = check(cell, reset, hidden, layers, seed, 7f, 1e-2f, 3e-3);
        assertThat(apart.skipped).as("seed %d", seed).isZero();

        // Quantiles among the outcomes, as in training.
        Check among = check(cell, reset, hidden, layers, seed, 0.7f, 5e-4f, 3e-2);
        assertThat(among.skipped)
                .as("seed %d: points at a kink, of %d", seed, among.points)
                .isLessThan(Math.max(2, among.points / 50));
    }

    private static final class Check {
        private int points;
        private int skipped;
    }

    private Check check(
            CellKind cell,
            ResetVariant reset,
            int hidden,
            int layers,
            long seed,
            float spread,
            float distance,
            double tolerance) {
        prepare(cell, reset, hidden, layers, seed, spread);
        Check check = new Check();
        // The first chunk, the next, and the last, in which the lanes end one after another.
        for (int chunk = 0; chunk < 3; chunk++) {
            ChunkPass pass = run(chunk, () -> {});
            List<float[]> analytic =
                    pass.gradients().stream().map(ColumnMatrix::toRowMajor).toList();
            double largest = 0;
            for (float[] gradient : analytic) {
                for (float g : gradient) {
                    largest = Math.max(largest, Math.abs(g));
                }
            }
            int index = 0;
            for (Map.Entry<String, ColumnMatrix> parameter : model.parameters().entrySet()) {
                ColumnMatrix m = parameter.getValue();
                float[] gradient = analytic.get(index++);
                assertThat(gradient).as(parameter.getKey()).hasSize(m.rows() * m.columns());
                for (int i = 0; i < m.rows(); i++) {
                    for (int j = 0; j < m.columns(); j++) {
                        check.points++;
                        Difference difference = difference(chunk, m.column(j), i, distance, pass);
                        if (difference.kink) {
                            check.skipped++;
                            continue;
                        }
                        double found = gradient[i * m.columns() + j];
                        double error = Math.abs(found - difference.slope);
                        if (!(error <= tolerance * Math.max(Math.abs(difference.slope), 0.02 * largest))) {
                            throw new AssertionError("seed " + seed + ", chunk " + chunk + ", " + parameter.getKey()
                                    + " [" + i + ", " + j + "]: gradient " + found + ", finite difference "
                                    + difference.slope + ", largest gradient " + largest);
                        }
                    }
                }
            }
        }
        return check;
    }

    private record Difference(double slope, boolean kink) {}

    private Difference difference(int chunk, float[] column, int i, float distance, ChunkPass at) {
        float value = column[i];
        float above = value + distance;
        float below = value - distance;
        ChunkPass plus = run(chunk, () -> column[i] = above);
        column[i] = value;
        ChunkPass minus = run(chunk, () -> column[i] = below);
        column[i] = value;
        double slope = (plus.loss() - minus.loss()) / ((double) above - below);
        // The biases' gradient counts on which side of each quantile the outcomes lie.
        return new Difference(slope, !sameSides(plus, at) || !sameSides(minus, at));
    }

    private boolean sameSides(ChunkPass a, ChunkPass b) {
        int i = 0;
        for (String name : model.parameters().keySet()) {
            float[] gradient = a.gradients().get(i).columns() == 0
                    ? new float[0]
                    : a.gradients().get(i).column(0);
            if (name.matches("head\\d*\\.bias")
                    && !Arrays.equals(gradient, b.gradients().get(i).column(0))) {
                return false;
            }
            i++;
        }
        return true;
    }

    /** Runs the chunks before with the parameters as they are, then this one with a parameter changed. */
    private ChunkPass run(int chunk, Runnable change) {
        for (int b = 0; b < LANES; b++) {
            lanes.get(2 * b).saveState(firstState[b]);
        }
        ChunkPass pass = new ChunkPass(model, LANES + 1, CHUNK, weights, new SplittableRandom(5));
        // The second lane of each series starts with the state that the first has left.
        pass.begin(List.of(lanes.get(1), lanes.get(3), lanes.get(5)));
        for (int before = 0; before < chunk; before++) {
            pass.refresh();
            pass.run(before * CHUNK);
        }
        change.run();
        pass.refresh();
        pass.run(chunk * CHUNK);
        return pass;
    }

    private void prepare(CellKind cell, ResetVariant reset, int hidden, int layers, long seed, float spread) {
        SplittableRandom random = new SplittableRandom(seed);
        ModelSpec spec = new ModelSpec(
                cell,
                reset,
                hidden,
                layers,
                HORIZON,
                List.of(0.1, 0.5, 0.8),
                List.of(3),
                6,
                Transform.IDENTITY,
                0,
                1,
                0,
                false,
                2,
                2,
                List.of("value", "other"),
                roles,
                0);
        model = new Model(spec);
        for (Map.Entry<String, ColumnMatrix> parameter : model.parameters().entrySet()) {
            double limit = parameter.getKey().startsWith("head") ? 0.3 : 0.7;
            ColumnMatrix m = parameter.getValue();
            for (int j = 0; j < m.columns(); j++) {
                for (int i = 0; i < m.rows(); i++) {
                    m.column(j)[i] = (float) random.nextDouble(-limit, limit);
                }
            }
        }
        for (QuantileHead head : model.heads()) {
            float[] bias = head.bias().column(0);
            for (int k = 0; k < HORIZON; k++) {
                bias[k] -= spread;
                bias[HORIZON + k] += k % 2 == 0 && spread > 1 ? spread : spread > 1 ? -spread : 0;
                bias[2 * HORIZON + k] += spread;
            }
        }
        List<PreparedSeries> series = new ArrayList<>();
        lanes.clear();
        firstState = new float[LANES][][];
        for (int s = 0; s < LANES; s++) {
            int rows = 30 - 2 * s;
            double[][] values = new double[2][rows];
            long[] times = new long[rows];
            for (int row = 0; row < rows; row++) {
                times[row] = row;
                values[0][row] = Math.sin(2 * Math.PI * row / 3 + s) + random.nextDouble(-1, 1) + 2;
                values[1][row] = random.nextDouble(-1, 1);
            }
            values[0][20] = Double.NaN;
            PreparedSeries prepared = new PreparedSeries(spec, series("s" + s, times, values, random), rows - 1);
            series.add(prepared);
            lanes.addAll(Lane.cut(List.of(prepared), 14, model.recurrent()::initialState));
            firstState[s] = model.recurrent().initialState();
            for (float[] layer : firstState[s]) {
                for (int i = 0; i < layer.length; i++) {
                    layer[i] = (float) random.nextDouble(-0.8, 0.8);
                }
            }
        }
        assertThat(lanes).hasSize(2 * LANES);
        weights = new SampleWeights(series, roles.targets());
    }

    private TrainingSeries series(String key, long[] times, double[][] values, SplittableRandom random) {
        if (roles.targets() == 1) {
            return new TrainingSeries(key, times, values, List.of("value", "other"));
        }
        double[][] plan = {random.doubles(times.length, -1, 1).toArray()};
        SeriesColumns columns =
                new SeriesColumns(List.of("value", "other"), List.of(), List.of("plan"), List.of("site"));
        return new TrainingSeries(key, times, values, plan, List.of(random.nextBoolean() ? "north" : "south"), columns);
    }
}
