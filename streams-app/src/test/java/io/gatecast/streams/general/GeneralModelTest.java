package io.gatecast.streams.general;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.Forecast;
import io.gatecast.core.Forecaster;
import io.gatecast.core.Observation;
import io.gatecast.core.SeriesState;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.generate.GeneratedSeries;
import io.gatecast.core.generate.Recipe;
import io.gatecast.core.generate.SeriesGenerator;
import io.gatecast.streams.plant.SimulatedPlant;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GeneralModelTest {
    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
    private static final int STEPS = 24;

    private final Artifact general = GeneralModel.read();

    /** Sums of absolute errors over all origins and steps ahead, of the model and of repeating values a period before. */
    private record Errors(double model, double reference) {
        double ratio() {
            return model / reference;
        }
    }

    /** Compares with the newest value for a period of 1. */
    private Errors errors(long[] times, double[] values, int period, int firstOrigin) {
        Forecaster forecaster = new Forecaster(general.model());
        SeriesState state = forecaster.initialState();
        double model = 0;
        double reference = 0;
        for (int origin = 0; origin + 1 < values.length; origin++) {
            Forecast forecast = forecaster
                    .step(state, new Observation(times[origin], values[origin]))
                    .forecast();
            for (int k = 1; k <= STEPS && origin + k < values.length && origin >= firstOrigin; k++) {
                double outcome = values[origin + k];
                double repeated = values[origin + k - (k + period - 1) / period * period];
                if (!Double.isNaN(outcome) && !Double.isNaN(repeated)) {
                    model += Math.abs(outcome - forecast.mean(k));
                    reference += Math.abs(outcome - repeated);
                }
            }
        }
        return new Errors(model, reference);
    }

    @Test
    void shouldBeSmall() throws IOException {
        try (InputStream in = GeneralModel.class.getResourceAsStream("/io/gatecast/model/general.gatecast")) {
            assertThat(in.readAllBytes().length).isLessThan(2_000_000);
        }
    }

    @Test
    void shouldForecastFromTheFirstEvent() {
        for (double first : new double[] {0, 1e-9, -3, 42, 1e12}) {
            Forecaster forecaster = new Forecaster(general.model());

            Forecast forecast = forecaster
                    .step(forecaster.initialState(), new Observation(START.toEpochMilli(), first))
                    .forecast();

            int levels = general.model().spec().levels().size();
            double tolerance = 0.5 * Math.abs(first) + 1e-9;
            assertThat(forecast.mean(1)).isBetween(first - tolerance, first + tolerance);
            for (int q = 1; q < levels; q++) {
                assertThat(forecast.quantile(q, 48)).isGreaterThanOrEqualTo(forecast.quantile(q - 1, 48));
            }
        }
    }

    @Test
    void shouldBeatNaiveAndSeasonalNaiveOnThePlant() {
        Duration step = Duration.ofMinutes(30);
        SimulatedPlant plant = new SimulatedPlant(10, START, step, 3);
        Map<String, List<Double>> readings = new LinkedHashMap<>();
        int rows = 1_500;
        for (int row = 0; row < rows; row++) {
            int now = row;
            plant.advance((key, timestampMs, value) -> {
                List<Double> values = readings.computeIfAbsent(key, name -> new ArrayList<>());
                while (values.size() < now) {
                    values.add(Double.NaN);
                }
                values.add(value);
            });
        }
        long[] times = new long[rows];
        for (int row = 0; row < rows; row++) {
            times[row] = START.toEpochMilli() + row * step.toMillis();
        }
        readings.forEach((key, list) -> {
            while (list.size() < rows) {
                list.add(Double.NaN);
            }
            double[] values = list.stream().mapToDouble(Double::doubleValue).toArray();
            assertThat(errors(times, values, 1, 0).ratio()).as(key + ", naive").isLessThan(1);
            assertThat(errors(times, values, 48, 96).ratio()).as(key + ", day").isLessThan(1);
            assertThat(errors(times, values, 336, 672).ratio())
                    .as(key + ", week")
                    .isLessThan(1);
        });
    }

    @Test
    void shouldBeatNaiveOnSeriesItHasNotSeen() {
        SeriesGenerator generator = new SeriesGenerator(START, Duration.ofHours(1), 500, 99, List.of(Recipe.values()));
        double logarithms = 0;
        int beaten = 0;
        for (int number = 0; number < 40; number++) {
            GeneratedSeries series = generator.series(number);
            long[] times = new long[series.rows()];
            double[] values = new double[series.rows()];
            for (int row = 0; row < times.length; row++) {
                times[row] = series.timestampMs(row);
                values[row] = series.value(row);
            }
            double ratio = errors(times, values, 1, 0).ratio();
            logarithms += Math.log(ratio);
            beaten += ratio < 1 ? 1 : 0;
        }
        assertThat(Math.exp(logarithms / 40)).isLessThan(0.75);
        assertThat(beaten).isGreaterThanOrEqualTo(38);
    }
}
