package io.gatecast.core.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatecast.core.Forecast;
import io.gatecast.core.Forecaster;
import io.gatecast.core.Model;
import io.gatecast.core.Observation;
import io.gatecast.core.SeriesState;
import io.gatecast.core.SeriesStateCodec;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.ledger.LedgerSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Imported models on the one path: step, state, model file, forecast. */
class ImportedForecastTest {
    private static final float TOLERANCE = 1e-4f; // of values around 50 kept as float32

    @TempDir
    private Path folder;

    private static Model model(String file, String sidecar) {
        return Importer.read(Fixtures.bytes(file), file, ImportOptions.of(sidecar, Map.of()))
                .model();
    }

    private static double[] series(int length, long seed) {
        Random random = new Random(seed);
        double[] values = new double[length];
        double noise = 0;
        for (int t = 0; t < length; t++) {
            noise = 0.7 * noise + 2 * random.nextGaussian();
            values[t] = 50 + 10 * Math.sin(2 * Math.PI * t / 24) + noise;
        }
        return values;
    }

    private static float[][] scaled(double[] values, int length, double mean, double deviation) {
        float[][] inputs = new float[length][1];
        for (int t = 0; t < length; t++) {
            inputs[t][0] = (float) ((values[t] - mean) / deviation);
        }
        return inputs;
    }

    /** What the network says, also where a naive rule would be better. */
    private static Forecaster alone(Model model) {
        return new Forecaster(model, Optional.empty(), new LedgerSettings(1_000, false));
    }

    private static Forecast last(Forecaster forecaster, double[] values) {
        SeriesState state = forecaster.initialState();
        Forecast forecast = null;
        for (int t = 0; t < values.length; t++) {
            forecast = forecaster.step(state, new Observation(t, values[t])).forecast();
        }
        return forecast;
    }

    @ParameterizedTest
    @ValueSource(strings = {"trained.pt", "gru.onnx", "lstm.safetensors", "keras-lstm.keras", "keras-mixed.h5"})
    void shouldForecastTheHorizonByFeedingBackItsOwnOutput(String file) {
        Model model = model(file, "{\"horizon\": 8, \"mean\": 50, \"std\": 8}");
        double[] values = series(300, 1);

        Forecast forecast = last(alone(model), values);

        // The same by hand: the whole series, then every output appended to the inputs.
        float[][] inputs = scaled(values, 300, 50, 8);
        for (int k = 1; k <= 8; k++) {
            float[][] outputs = Fixtures.run(Fixtures.body(file), inputs);
            float next = outputs[outputs.length - 1][0];
            assertThat(forecast.mean(k)).as("step %d", k).isCloseTo(50 + 8 * next, within((double) TOLERANCE));
            inputs = Arrays.copyOf(inputs, inputs.length + 1);
            inputs[inputs.length - 1] = new float[] {next};
        }
    }

    @Test
    void shouldFeedBackWhatOnnxRuntimeFeedsBack() {
        Model model = model("gru.onnx", "{\"horizon\": 12, \"scaling\": \"none\"}");
        byte[] graph = Fixtures.bytes("gru.onnx");
        double[] values = new double[100];
        Arrays.setAll(values, t -> Math.sin(0.37 * t));

        Forecast forecast = last(alone(model), values);

        float[][] inputs = scaled(values, 100, 0, 1);
        for (int k = 1; k <= 12; k++) {
            float[][] outputs = OnnxRuntime.series(graph, inputs);
            float next = outputs[outputs.length - 1][0];
            assertThat(forecast.mean(k)).isCloseTo(next, within(1e-5));
            inputs = Arrays.copyOf(inputs, inputs.length + 1);
            inputs[inputs.length - 1] = new float[] {next};
        }
    }

    @Test
    void shouldReadAllStepsOfADirectForecast() {
        Model model = model("gru-deep-head.onnx", "{\"mode\": \"direct\", \"min\": 20, \"max\": 90}");
        double[] values = series(200, 2);

        Forecast forecast = last(alone(model), values);

        float[][] outputs = OnnxRuntime.series(Fixtures.bytes("gru-deep-head.onnx"), scaled(values, 200, 20, 70));
        assertThat(forecast.horizon()).isEqualTo(4);
        for (int k = 1; k <= 4; k++) {
            assertThat(forecast.mean(k)).isCloseTo(20 + 70 * outputs[199][k - 1], within((double) TOLERANCE));
        }
    }

    @ParameterizedTest
    @CsvSource({"by-step, 0, 1, 2, 3", "by-level, 0, 2, 1, 3"})
    void shouldReadQuantilesInTheOrderTold(String order, int low1, int median1, int low2, int median2) {
        Model model = model(
                "gru-deep-head.onnx",
                "{\"mode\": \"direct\", \"outputs\": \"quantiles\", \"levels\": [0.1, 0.5], \"horizon\": 2,"
                        + " \"scaling\": \"none\", \"order\": \"" + order + "\"}");
        double[] values = {0.3};

        Forecast forecast = last(alone(model), values);

        float[] out = OnnxRuntime.series(Fixtures.bytes("gru-deep-head.onnx"), new float[][] {{0.3f}})[0];
        assertThat(forecast.mean(1)).isCloseTo(out[median1], within(1e-5));
        assertThat(forecast.mean(2)).isCloseTo(out[median2], within(1e-5));
        assertThat(forecast.quantile(0, 1)).isLessThanOrEqualTo(Math.min(out[low1], out[median1]) + 1e-5);
        assertThat(forecast.quantile(0, 2)).isLessThanOrEqualTo(Math.min(out[low2], out[median2]) + 1e-5);
    }

    @Test
    void shouldFeedBackTheMedianOfQuantilesAndTakeThemApartByTheRootOfTheStep() {
        Forecaster forecaster = alone(model(
                "gru-two-layers.pt",
                "{\"horizon\": 4, \"outputs\": \"quantiles\", \"levels\": [0.1, 0.5, 0.9], \"scaling\": \"none\","
                        + " \"columns\": [\"a\", \"b\"]}"));
        SeriesState state = forecaster.initialState();

        // The first forecast is not yet calibrated.
        Forecast forecast =
                forecaster.step(state, new Observation(0, 0.4, -0.2)).forecast();

        byte[] graph = Fixtures.bytes("gru-two-layers.onnx");
        float[][] inputs = {{0.4f, -0.2f}};
        for (int k = 1; k <= 4; k++) {
            float[] out = OnnxRuntime.series(graph, inputs)[k - 1];
            assertThat(forecast.mean(k)).isCloseTo(out[1], within(1e-5));
            for (int q = 0; q < 3; q += 2) {
                double apart = (out[q] - out[1]) * Math.sqrt(k);
                boolean inOrder = q == 0 ? apart < -0.05 : apart > 0.05;
                if (inOrder) {
                    assertThat(forecast.quantile(q, k)).isCloseTo(out[1] + apart, within(1e-5));
                }
            }
            inputs = Arrays.copyOf(inputs, k + 1);
            inputs[k] = new float[] {out[1], -0.2f};
        }
    }

    @Test
    void shouldReadAWindowFromAnEmptyMemoryAtEveryStep() {
        Model model = model(
                "keras-gru-after.keras",
                "{\"horizon\": 3, \"window\": 24, \"mean\": 50, \"std\": 8, \"scaleWindow\": 10}");
        double[] values = series(500, 3);

        Forecast forecast = last(alone(model), values);

        float[][] inputs = scaled(Arrays.copyOfRange(values, 476, 500), 24, 50, 8);
        for (int k = 1; k <= 3; k++) {
            float[][] outputs = OnnxRuntime.series(Fixtures.bytes("keras-gru-after.oracle.onnx"), inputs);
            float next = outputs[outputs.length - 1][0];
            assertThat(forecast.mean(k)).isCloseTo(50 + 8 * next, within((double) TOLERANCE));
            inputs = Arrays.copyOf(inputs, inputs.length + 1);
            inputs[inputs.length - 1] = new float[] {next};
        }
    }

    @Test
    void shouldFeedBackEveryColumnOfANetworkThatForecastsAllAndHoldTheOthersOtherwise() {
        float[][] inputs = Fixtures.waves(50, 2);
        Forecaster all = alone(model(
                "keras-gru-before.keras", "{\"horizon\": 2, \"scaling\": \"none\", \"columns\": [\"a\", \"b\"]}"));
        Forecaster one =
                alone(model("rnn-relu.onnx", "{\"horizon\": 2, \"scaling\": \"none\", \"columns\": [\"a\", \"b\"]}"));
        SeriesState allState = all.initialState();
        SeriesState oneState = one.initialState();
        Forecast allForecast = null;
        Forecast oneForecast = null;
        for (int t = 0; t < 50; t++) {
            Observation observation = new Observation(t, inputs[t][0], inputs[t][1]);
            allForecast = all.step(allState, observation).forecast();
            oneForecast = one.step(oneState, observation).forecast();
        }

        float[][] further = Arrays.copyOf(inputs, 51);
        further[50] = OnnxRuntime.series(Fixtures.bytes("keras-gru-before.oracle.onnx"), inputs)[49];
        assertThat(allForecast.mean(2))
                .isCloseTo(
                        OnnxRuntime.series(Fixtures.bytes("keras-gru-before.oracle.onnx"), further)[50][0],
                        within(1e-5));
        further[50] = new float[] {OnnxRuntime.series(Fixtures.bytes("rnn-relu.onnx"), inputs)[49][0], inputs[49][1]};
        assertThat(oneForecast.mean(2))
                .isCloseTo(OnnxRuntime.series(Fixtures.bytes("rnn-relu.onnx"), further)[50][0], within(1e-5));
    }

    @Test
    void shouldForecastAlikeWhateverTheUnitsWithARunningScale() {
        Forecaster forecaster = alone(model("trained.pt", "{\"horizon\": 4, \"scaling\": \"running\"}"));
        double[] values = series(400, 4);
        double[] inOtherUnits = Arrays.stream(values).map(v -> 1000 * v).toArray();

        double expected = last(forecaster, values).mean(4);
        double found = last(forecaster, inOtherUnits).mean(4);

        assertThat(found / 1000).isCloseTo(expected, within(1e-3));
    }

    @Test
    void shouldForecastLogarithmsOfANetworkTrainedOnThem() {
        Forecaster forecaster = alone(model(
                "gru.pt", "{\"horizon\": 1, \"scaling\": \"none\", \"transform\": \"log\", \"logFloor\": 0.001}"));
        double[] values = {2, 3, 5};

        Forecast forecast = last(forecaster, values);

        float[][] logs = {{(float) Math.log(2)}, {(float) Math.log(3)}, {(float) Math.log(5)}};
        float next = OnnxRuntime.series(Fixtures.bytes("gru.onnx"), logs)[2][0];
        assertThat(forecast.mean(1)).isCloseTo(Math.exp(next), within(1e-4));
    }

    @Test
    void shouldBringOutputsBackWithTheirOwnConstants() {
        Forecaster forecaster = alone(
                model("gru.pt", "{\"horizon\": 2, \"mean\": 50, \"std\": 8, \"outputMean\": 3, \"outputStd\": 20}"));
        double[] values = {44, 61};

        Forecast forecast = last(forecaster, values);

        float[][] inputs = scaled(values, 2, 50, 8);
        double first = 3 + 20 * OnnxRuntime.series(Fixtures.bytes("gru.onnx"), inputs)[1][0];
        float[][] further = {inputs[0], inputs[1], {(float) ((first - 50) / 8)}};
        assertThat(forecast.mean(1)).isCloseTo(first, within(1e-4));
        assertThat(forecast.mean(2))
                .isCloseTo(3 + 20 * OnnxRuntime.series(Fixtures.bytes("gru.onnx"), further)[2][0], within(1e-4));
    }

    @ParameterizedTest
    @CsvSource({
        "trained.pt, '{\"horizon\": 8, \"mean\": 50, \"std\": 8}'",
        "keras-gru-after.keras, '{\"horizon\": 3, \"window\": 24, \"mean\": 50, \"std\": 8}'",
        "gru-deep-head.onnx, '{\"mode\": \"direct\", \"outputs\": \"quantiles\", \"levels\": [0.1, 0.5], \"horizon\": 2,"
                + " \"scaling\": \"running\"}'",
        "onnx-lstm-relu.onnx, '{\"horizon\": 3, \"scaling\": \"running\", \"columns\": [\"value\", \"wind\"]}'",
        "normalised-cell.onnx, '{\"horizon\": 4, \"engine\": \"onnxruntime\", \"mean\": 50, \"std\": 8}'"
    })
    void shouldContinueWithTheSameBitsFromAModelFileAndASavedState(String file, String sidecar) {
        Model model = model(file, sidecar);
        int columns = model.spec().columns().size();
        Artifact written = ArtifactFile.write(
                folder.resolve("m"),
                "m",
                model,
                Importer.read(Fixtures.bytes(file), file, ImportOptions.of(sidecar, Map.of()))
                        .report());
        Artifact read = ArtifactFile.read(folder.resolve("m"));
        assertThat(read.id()).isEqualTo(written.id()).isEqualTo(ArtifactFile.id(model));
        assertThat(read.report().settings()).containsEntry("imported from", file);

        Forecaster one = alone(model);
        Forecaster other = alone(read.model());
        SeriesStateCodec codec = new SeriesStateCodec(other, read.id());
        double[] values = series(400, 5);
        SeriesState state = one.initialState();
        SeriesState saved = other.initialState();
        for (int t = 0; t < values.length; t++) {
            double value = t % 37 == 36 ? Double.NaN : values[t];
            Observation observation = columns == 1 ? new Observation(t, value) : new Observation(t, value, -values[t]);
            Forecast expected = one.step(state, observation).forecast();
            saved = codec.decode(codec.encode(saved));
            Forecast found = other.step(saved, observation).forecast();
            for (int k = 1; k <= expected.horizon(); k++) {
                for (int q = 0; q < expected.levels().size(); q++) {
                    assertThat(found.quantile(q, k)).isEqualTo(expected.quantile(q, k));
                }
            }
        }
    }

    @Test
    void shouldCoverWhatTheIntervalsOfAPointNetworkSay() {
        Model model = model("trained.pt", "{\"horizon\": 24, \"mean\": 50, \"std\": 8}");
        Forecaster forecaster = alone(model);
        List<Double> levels = model.spec().levels();
        int[][] pairs = {{levels.indexOf(0.1), levels.indexOf(0.9)}, {levels.indexOf(0.025), levels.indexOf(0.975)}};
        double[] stated = {0.8, 0.95};
        int[] steps = {1, 2, 6, 24};
        int[][] inside = new int[steps.length][2];
        int judged = 0;
        for (long seed = 11; seed <= 15; seed++) {
            double[] values = series(2_000, seed);
            // Twice as noisy in the second half, which the network does not know.
            for (int t = 1_000; t < values.length; t++) {
                double season = 50 + 10 * Math.sin(2 * Math.PI * t / 24);
                values[t] = season + 2 * (values[t] - season);
            }
            SeriesState state = forecaster.initialState();
            for (int t = 0; t < values.length - 24; t++) {
                Forecast forecast =
                        forecaster.step(state, new Observation(t, values[t])).forecast();
                requireOrder(forecast);
                if (t < 100) {
                    continue;
                }
                judged++;
                for (int s = 0; s < steps.length; s++) {
                    for (int p = 0; p < pairs.length; p++) {
                        double outcome = values[t + steps[s]];
                        if (outcome >= forecast.quantile(pairs[p][0], steps[s])
                                && outcome <= forecast.quantile(pairs[p][1], steps[s])) {
                            inside[s][p]++;
                        }
                    }
                }
            }
        }
        for (int s = 0; s < steps.length; s++) {
            for (int p = 0; p < pairs.length; p++) {
                System.err.println("COVER " + steps[s] + " " + stated[p] + " " + (double) inside[s][p] / judged);
                assertThat((double) inside[s][p] / judged)
                        .as("share inside the %.0f %% interval, step %d, seeds 11 to 15", 100 * stated[p], steps[s])
                        .isCloseTo(stated[p], within(0.04));
            }
        }
    }

    @Test
    void shouldBeAboutAsWideAsTheErrorsAlreadyAfterAFewValues() {
        Forecaster forecaster = alone(model("trained.pt", "{\"horizon\": 24, \"mean\": 50, \"std\": 8}"));
        int low = forecaster.model().spec().levels().indexOf(0.1);
        int high = forecaster.model().spec().levels().indexOf(0.9);
        int inside = 0;
        int judged = 0;
        for (long seed = 1; seed <= 200; seed++) {
            double[] values = series(31, seed);
            SeriesState state = forecaster.initialState();
            for (int t = 0; t < 30; t++) {
                Forecast forecast =
                        forecaster.step(state, new Observation(t, values[t])).forecast();
                if (t >= 5) {
                    judged++;
                    inside += values[t + 1] >= forecast.quantile(low, 1) && values[t + 1] <= forecast.quantile(high, 1)
                            ? 1
                            : 0;
                }
            }
        }

        assertThat((double) inside / judged)
                .as("share inside the 80 %% interval after 5 to 30 values, seeds 1 to 200")
                .isBetween(0.7, 0.95);
    }

    private static void requireOrder(Forecast forecast) {
        for (int k = 1; k <= forecast.horizon(); k++) {
            for (int q = 1; q < forecast.levels().size(); q++) {
                if (!(forecast.quantile(q, k) >= forecast.quantile(q - 1, k))) {
                    throw new AssertionError("levels " + (q - 1) + " and " + q + " cross at step " + k);
                }
            }
        }
    }

    @Test
    void shouldForecastFiniteValuesEvenWhereTheNetworkGrowsWithoutEnd() {
        Forecaster forecaster = alone(
                model("onnx-rnn-relu.onnx", "{\"horizon\": 500, \"scaling\": \"none\", \"columns\": [\"a\", \"b\"]}"));
        Forecaster relu = alone(model("keras-lstm-relu.keras", "{\"mode\": \"direct\", \"scaling\": \"none\"}"));
        for (Forecaster each : List.of(forecaster, relu)) {
            SeriesState state = each.initialState();
            int columns = each.model().spec().columns().size();
            for (int t = 0; t < 300; t++) {
                double value = t == 50 ? 1e30 : t == 60 ? -1e30 : t == 70 ? 0 : 1e6 * t;
                Observation observation = columns == 1 ? new Observation(t, value) : new Observation(t, value, 1e20);
                Forecast forecast = each.step(state, observation).forecast();
                for (int k = 1; k <= forecast.horizon(); k++) {
                    assertThat(forecast.mean(k)).isFinite();
                    assertThat(forecast.quantile(0, k)).isFinite();
                }
                requireOrder(forecast);
            }
        }
    }
}
