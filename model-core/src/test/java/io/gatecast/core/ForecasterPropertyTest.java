package io.gatecast.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.kernel.ColumnMatrix;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.spec.ModelSpec;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Random models and streams; every failure names its seed. */
class ForecasterPropertyTest {
    private static final int SEEDS = 15;
    private static final int STEPS = 120;

    @ParameterizedTest
    @CsvSource({
        "GRU, 7, 1, IDENTITY, 1",
        "GRU, 5, 2, LOG, 1",
        "GRU, 4, 2, IDENTITY, 3",
        "LSTM, 6, 1, LOG, 2",
        "LSTM, 3, 2, IDENTITY, 1",
        "RNN, 9, 2, IDENTITY, 2",
        "GRU, 0, 1, IDENTITY, 1",
        "GRU, 0, 2, LOG, 2"
    })
    void shouldContinueWithTheSameBitsAfterBeingSavedAndRestoredAtAnyStep(
            CellKind cell, int hidden, int layers, Transform transform, int columns) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Model model = model(cell, hidden, layers, transform, columns, seed);
            Forecaster forecaster = new Forecaster(model);
            Forecaster again = new Forecaster(model);
            SeriesStateCodec codec = new SeriesStateCodec(again, "model");
            SeriesState state = forecaster.initialState();
            SeriesState restored = again.initialState();
            SplittableRandom random = new SplittableRandom(seed);

            for (int step = 0; step < STEPS; step++) {
                Observation observation = random(random, step, columns);
                restored = codec.decode(codec.encode(restored));
                Step expected = forecaster.step(state, observation);
                Step found = again.step(restored, observation);

                String place = "seed " + seed + ", step " + step;
                assertSameBits(place, found.forecast().quantiles, expected.forecast().quantiles);
                assertThat(found.forecast().quantile(0, 1))
                        .as(place)
                        .isEqualTo(expected.forecast().quantile(0, 1));
                assertThat(found.score().present())
                        .as(place)
                        .isEqualTo(expected.score().present());
                assertThat(Double.compare(
                                found.score().expected(), expected.score().expected()))
                        .as(place)
                        .isZero();
                assertThat(Double.compare(
                                found.score().probability(), expected.score().probability()))
                        .as(place)
                        .isZero();
                assertThat(codec.encode(restored)).as(place).isEqualTo(codec.encode(state));
                assertSane(place, state, expected);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveTheSameBitsForTheSameObservations(CellKind cell) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Model model = model(cell, 8, 2, Transform.IDENTITY, 2, seed);
            Forecaster one = new Forecaster(model);
            Forecaster other = new Forecaster(model.copy());
            SeriesState first = one.initialState();
            SeriesState second = other.initialState();
            SplittableRandom randomOne = new SplittableRandom(seed);
            SplittableRandom randomOther = new SplittableRandom(seed);
            for (int step = 0; step < STEPS; step++) {
                Step a = one.step(first, random(randomOne, step, 2));
                Step b = other.step(second, random(randomOther, step, 2));
                assertSameBits("seed " + seed + ", step " + step, a.forecast().quantiles, b.forecast().quantiles);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldStayFiniteWhateverIsObserved(Transform transform) {
        SplittableRandom random = new SplittableRandom(42);
        IntToDoubleFunction[] streams = {
            step -> 0,
            step -> 5,
            step -> step < 50 ? 0 : 1e30,
            step -> step % 2 == 0 ? 1e30 : -1e30,
            step -> step % 2 == 0 ? Observation.MAX_MAGNITUDE : Double.MIN_VALUE,
            step -> 1e-300 * step,
            step -> Double.MIN_VALUE,
            step -> -step,
            step -> step == 40 ? 1e30 : Math.sin(step),
            step -> step == 0 ? -1e30 : 1 + Math.cos(step),
            step -> Math.pow(10, 30 - step % 60),
            step -> (random.nextBoolean() ? 1 : -1) * Math.pow(10, random.nextDouble(-300, 30)),
            step -> step == 0 || random.nextInt(10) == 0 ? random.nextDouble(-1e30, 1e30) : Double.NaN,
        };
        for (int stream = 0; stream < streams.length; stream++) {
            for (CellKind cell : CellKind.values()) {
                Model model = model(cell, 4, 2, transform, 1, stream);
                Forecaster forecaster = new Forecaster(model);
                SeriesState state = forecaster.initialState();
                for (int step = 0; step < 3 * STEPS; step++) {
                    Observation observation = new Observation(step, streams[stream].applyAsDouble(step));
                    assertSane(
                            "stream " + stream + ", " + cell + ", step " + step,
                            state,
                            forecaster.step(state, observation));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldStayFiniteThroughALongStretchOfMissingValuesEvenWithAModelThatRunsAway(Transform transform) {
        for (long seed = 1; seed <= 5; seed++) {
            Model model = model(CellKind.GRU, 4, 1, transform, 2, seed);
            // Forecasts three deviations above the newest value: what it assumes for missing values grows without end.
            float[] bias = model.head().bias().column(0);
            for (int i = 0; i < bias.length; i++) {
                bias[i] += 3f;
            }
            Forecaster forecaster = new Forecaster(model);
            SeriesState state = forecaster.initialState();
            for (int step = 0; step < 3_000; step++) {
                double value = step < 30 || step % 997 == 0 ? 10 + Math.sin(step) : Double.NaN;
                double wind = step < 9 ? step : Double.NaN;
                Step taken = forecaster.step(state, new Observation(step, value, wind));
                assertSane("seed " + seed + ", step " + step, state, taken);
            }
        }
    }

    @Test
    void shouldRecoverFromASpikeOnceItHasLeftItsMemory() {
        ModelSpec spec = TestModels.spec(CellKind.GRU, 0, 1, Transform.IDENTITY, "value");
        Model model = TestModels.random(spec, 4);
        Forecaster forecaster = new Forecaster(model);
        SeriesState calm = forecaster.initialState();
        SeriesState shaken = forecaster.initialState();
        for (int step = 0; step < 400; step++) {
            double value = 10 + Math.sin(step * 0.5);
            double expected = forecaster
                    .step(calm, new Observation(step, value))
                    .forecast()
                    .mean(3);
            double found = forecaster
                    .step(shaken, new Observation(step, step == 100 ? 1e9 : value))
                    .forecast()
                    .mean(3);
            if (step > 100 + spec.ringLength()) {
                assertThat(Math.abs(found - expected)).as("step %d", step).isLessThan(1e-5);
            }
        }
    }

    private static Model model(CellKind cell, int hidden, int layers, Transform transform, int columns, long seed) {
        String[] names = new String[columns];
        for (int c = 0; c < columns; c++) {
            names[c] = "column" + c;
        }
        Model model = TestModels.random(TestModels.spec(cell, hidden, layers, transform, names), seed);
        // A wilder head than the default, so that quantiles cross now and then.
        for (ColumnMatrix m : model.head().parameters().values()) {
            for (int j = 0; j < m.columns(); j++) {
                for (int i = 0; i < m.rows(); i++) {
                    m.column(j)[i] *= 2;
                }
            }
        }
        return model;
    }

    private static Observation random(SplittableRandom random, int step, int columns) {
        double[] values = new double[columns];
        for (int c = 0; c < columns; c++) {
            double value = Math.sin(step / 2.0) * 3 + random.nextDouble(-1, 1) + 4;
            if (random.nextInt(40) == 0) {
                value *= 1e6;
            }
            values[c] = step > 0 && random.nextInt(6) == 0 ? Double.NaN : value;
        }
        return new Observation(step * 3_600_000L + random.nextInt(1000), values);
    }

    private static void assertSane(String place, SeriesState state, Step step) {
        for (float[] layer : state.hidden) {
            for (float value : layer) {
                check(Float.isFinite(value), place, "hidden state", value);
            }
        }
        for (float value : state.calibration[0].pending()) {
            check(Float.isFinite(value), place, "waiting forecast", value);
        }
        for (float value : state.calibration[0].theta()) {
            check(Float.isFinite(value), place, "calibration", value);
        }
        for (int c = 0; c < state.view.length; c++) {
            check(
                    Float.isFinite(state.view[c].window().at(0)),
                    place,
                    "window",
                    state.view[c].window().at(0));
            check(Float.isFinite(state.view[c].mean()), place, "mean", state.view[c].mean());
            check(state.view[c].deviation() > 0, place, "deviation", state.view[c].deviation());
            check(Float.isFinite(state.view[c].deviation()), place, "deviation", state.view[c].deviation());
        }
        Forecast forecast = step.forecast();
        for (int k = 1; k <= forecast.horizon(); k++) {
            for (int q = 0; q < forecast.levels().size(); q++) {
                check(Double.isFinite(forecast.quantile(q, k)), place, "quantile", forecast.quantile(q, k));
                check(
                        q == 0 || forecast.quantile(q, k) >= forecast.quantile(q - 1, k),
                        place,
                        "crossing quantile",
                        forecast.quantile(q, k));
            }
        }
        if (step.score().present()) {
            check(
                    Double.isFinite(step.score().expected()),
                    place,
                    "expected",
                    step.score().expected());
            check(
                    step.score().probability() > 0 && step.score().probability() < 1,
                    place,
                    "probability",
                    step.score().probability());
        }
    }

    private static void check(boolean condition, String place, String what, double value) {
        if (!condition) {
            throw new AssertionError(place + ": " + what + " is " + value);
        }
    }

    private static void assertSameBits(String place, float[] found, float[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if (Float.floatToRawIntBits(found[i]) != Float.floatToRawIntBits(expected[i])) {
                throw new AssertionError(place + ", quantile " + i + ": " + found[i] + ", expected " + expected[i]);
            }
        }
    }
}
