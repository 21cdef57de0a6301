package io.gatecast.streams.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The main job as a user does it: train, feed, run, tail; and the same forecasts from the file alone. */
class MainJobIT {
    private static final int KEYS = 3;
    private static final int ROWS = 500;
    private static final int HORIZON = 6;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    @Timeout(600)
    void shouldForecastTheSameBitsThroughKafkaAndFromTheFile(@TempDir Path folder) throws IOException {
        Path history = folder.resolve("history.csv");
        Files.write(history, csv());
        Path model = folder.resolve("history.gatecast");
        Path forecasts = folder.resolve("forecasts.csv");
        try (Installation installation = new Installation(folder)) {
            String trained = installation.run(
                    "main-train",
                    "train",
                    "--input",
                    history.toString(),
                    "--model",
                    model.toString(),
                    "--horizon",
                    Integer.toString(HORIZON),
                    "--epochs",
                    "3",
                    "--seed",
                    "5");
            assertThat(trained).contains("seed").contains("24");
            installation.run(
                    "main-feed",
                    "feed",
                    "--input",
                    history.toString(),
                    "--topic",
                    "history",
                    "--bootstrap-servers",
                    installation.bootstrap(),
                    "--schema-registry",
                    installation.registryUrl(),
                    "--partitions",
                    "2");
            ChildProcess running = installation.startRunning("main-run", "main", "history", model);
            installation.awaitRecords(
                    List.of("history-forecasts"), KEYS * ROWS, Duration.ofMinutes(2), running::isAlive);
            String tail = installation.run(
                    "main-tail",
                    "tail",
                    "--topic",
                    "history-forecasts",
                    "--from-beginning",
                    "--json",
                    "--max",
                    Integer.toString(KEYS * ROWS),
                    "--timeout",
                    "60s",
                    "--bootstrap-servers",
                    installation.bootstrap(),
                    "--schema-registry",
                    installation.registryUrl());
            running.stop();
            installation.run(
                    "main-forecast",
                    "forecast",
                    "--input",
                    history.toString(),
                    "--model",
                    model.toString(),
                    "--forecasts",
                    forecasts.toString());

            Map<String, List<String>> fromFile = fromFile(forecasts);
            Map<String, List<String>> fromTopic = fromTopic(tail);
            assertThat(fromFile).hasSize(KEYS * ROWS);
            assertThat(fromTopic).isEqualTo(fromFile);
        }
    }

    private static List<String> csv() {
        List<String> lines = new ArrayList<>(List.of("key,timestamp,value"));
        for (int row = 0; row < ROWS; row++) {
            for (int key = 0; key < KEYS; key++) {
                Instant time = Instant.ofEpochMilli(SmallModel.START_MS + row * SmallModel.STEP_MS);
                lines.add("k" + key + "," + time + "," + SmallModel.value(key, row, 3));
            }
        }
        return lines;
    }

    /** Numbers of each forecast, step by step, mean before quantiles, by key and origin. */
    private static Map<String, List<String>> fromFile(Path file) throws IOException {
        Map<String, List<String>> numbers = new TreeMap<>();
        List<String> lines = Files.readAllLines(file);
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells = List.of(line.split(","));
            String origin = cells.get(0) + "@" + Instant.parse(cells.get(1)).toEpochMilli();
            List<String> ofOrigin = numbers.computeIfAbsent(origin, o -> new ArrayList<>());
            cells.subList(4, cells.size()).forEach(cell -> ofOrigin.add(bits(Double.parseDouble(cell))));
        }
        return numbers;
    }

    private static Map<String, List<String>> fromTopic(String tail) throws JsonProcessingException {
        Map<String, List<String>> numbers = new TreeMap<>();
        for (String line : tail.split("\\R")) {
            if (!line.startsWith("{")) {
                continue;
            }
            JsonNode forecast = JSON.readTree(line);
            List<String> ofOrigin = new ArrayList<>();
            for (JsonNode step : forecast.get("steps")) {
                ofOrigin.add(bits(step.get("mean").doubleValue()));
                step.get("quantiles").forEach(q -> ofOrigin.add(bits(q.doubleValue())));
            }
            numbers.put(
                    forecast.get("key").textValue() + "@"
                            + forecast.get("issuedAtMs").longValue(),
                    ofOrigin);
        }
        return numbers;
    }

    private static String bits(double value) {
        return Long.toHexString(Double.doubleToLongBits(value));
    }
}
