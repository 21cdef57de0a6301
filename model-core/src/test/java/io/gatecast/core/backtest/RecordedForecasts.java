package io.gatecast.core.backtest;

import io.gatecast.core.Observation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Forecasts and outcomes in files, whose scores an independent program in another language has computed. */
final class RecordedForecasts {
    /** Rows of a CSV file without its header. */
    static List<String[]> rows(String file) throws IOException {
        List<String[]> rows = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                RecordedForecasts.class.getResourceAsStream("/backtest/" + file), StandardCharsets.UTF_8))) {
            reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                rows.add(line.split(","));
            }
        }
        return rows;
    }

    /** A contender that says what the file says. */
    static Contender contender() throws IOException {
        Map<String, double[][]> forecasts = new HashMap<>();
        for (String[] row : rows("rolling-forecasts.csv")) {
            double[][] steps = forecasts.computeIfAbsent(row[0] + Instant.parse(row[1]), key -> new double[3][]);
            steps[Integer.parseInt(row[3]) - 1] = new double[] {
                Double.parseDouble(row[4]),
                Double.parseDouble(row[5]),
                Double.parseDouble(row[6]),
                Double.parseDouble(row[7])
            };
        }
        Map<Double, String> keys = new HashMap<>();
        for (String[] row : rows("rolling-actual.csv")) {
            keys.putIfAbsent(Double.valueOf(row[2]), row[0]);
        }
        return new Contender() {
            @Override
            public String name() {
                return "recorded";
            }

            @Override
            public Track begin() {
                return new Track() {
                    private String key;
                    private Instant time;

                    @Override
                    public boolean step(Observation observation) {
                        key = key == null ? keys.get(observation.value(0)) : key;
                        time = Instant.ofEpochMilli(observation.timestampMs());
                        return true;
                    }

                    @Override
                    public void forecast(Prediction prediction) {
                        double[][] steps = forecasts.get(key + time);
                        for (int step = 1; step <= 3; step++) {
                            prediction.setPoint(step, steps[step - 1][0]);
                            for (int level = 0; level < 3; level++) {
                                prediction.setQuantile(level, step, steps[step - 1][level + 1]);
                            }
                        }
                    }
                };
            }
        };
    }

    private RecordedForecasts() {}
}
