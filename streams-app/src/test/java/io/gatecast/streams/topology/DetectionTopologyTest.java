package io.gatecast.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatecast.schema.Anomaly;
import io.gatecast.schema.Evidence;
import io.gatecast.schema.Forecast;
import io.gatecast.schema.Severity;
import io.gatecast.streams.command.CommandRun;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.control.AlarmControl;
import io.gatecast.streams.general.GeneralModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectionTopologyTest {
    private static final int ROWS = 700;
    private static final int JUMP = 600;

    @TempDir
    private Path folder;

    private static double[] values() {
        SplittableRandom random = new SplittableRandom(1);
        double[] values = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            values[i] = 5 + random.nextGaussian() + (i >= JUMP ? 40 : 0);
        }
        return values;
    }

    private Harness harness(Map<String, String> settings) {
        return new Harness(GeneralModel.read(), folder, settings);
    }

    private static void feed(Harness harness, String key) {
        double[] values = values();
        for (int i = 0; i < ROWS; i++) {
            harness.observe(key, i, values[i]);
        }
    }

    @Test
    void shouldScoreEveryForecastWithTheBitsThatDetectWrites() throws IOException {
        List<String> lines = new ArrayList<>(List.of("timestamp,value"));
        double[] values = values();
        for (int i = 0; i < ROWS; i++) {
            lines.add(Instant.ofEpochMilli(Harness.START + i * 60_000L) + "," + values[i]);
        }
        Path file = Files.write(folder.resolve("in.csv"), lines);
        for (String profile : List.of("light", "thorough")) {
            Path out = folder.resolve(profile);
            CommandRun.of("detect", "--input", file, "--output", out, "--profile", profile);
            List<Double> expected = Files.readAllLines(out.resolve("in.csv")).stream()
                    .skip(1)
                    .map(line -> Double.valueOf(line.split(",")[2]))
                    .toList();

            try (Harness harness = harness(Map.of("anomaly.profile", profile, "application.id", profile))) {
                feed(harness, "a");

                assertThat(harness.forecasts())
                        .extracting(Forecast::getAnomalyScore)
                        .containsExactlyElementsOf(expected);
            }
        }
    }

    @Test
    void shouldSendAnAlarmToTheAnomalyTopic() {
        try (Harness harness = harness(Map.of("anomaly.sensitivity", "-0.5"))) {
            feed(harness, "a");

            Anomaly alarm = harness.anomalies().stream()
                    .filter(anomaly -> anomaly.getTimestampMs() == Harness.START + JUMP * 60_000L)
                    .findFirst()
                    .orElseThrow();
            assertThat(alarm.getKey()).isEqualTo("a");
            assertThat(alarm.getAlarm()).isTrue();
            assertThat(alarm.getScore()).isBetween(0.5, 1.0);
            assertThat(alarm.getSeverity()).isIn(Severity.WARNING, Severity.CRITICAL);
            assertThat(alarm.getColumn()).isEqualTo("value");
            assertThat(alarm.getObserved()).isEqualTo(values()[JUMP]);
            assertThat(alarm.getExpected()).isBetween(3.0, 7.0);
            assertThat(alarm.getLower()).isLessThan(alarm.getExpected());
            assertThat(alarm.getUpper()).isBetween(alarm.getExpected(), alarm.getObserved());
            assertThat(alarm.getSinceMs()).isEqualTo(Harness.START + JUMP * 60_000L);
            assertThat(alarm.getModelId()).isEqualTo(GeneralModel.read().id());
            assertThat(alarm.getSourceTopic()).isEqualTo("in");
            assertThat(alarm.getSourceOffset()).isEqualTo(JUMP);
            assertThat(alarm.getEvidence())
                    .isSortedAccordingTo((a, b) -> Double.compare(b.getShare(), a.getShare()))
                    .extracting(Evidence::getName)
                    .contains("range", "forecast-error");
            assertThat(harness.counts().alarms()).isPositive();
        }
    }

    @Test
    void shouldSendTheAlarmOfAStepThatIsTakenAgainWithAHigherRevision() {
        double[] values = values();
        try (Harness harness = harness(Map.of("grace", "PT10M"))) {
            for (int i = 0; i <= JUMP; i++) {
                if (i != JUMP - 1) {
                    harness.observe("a", i, values[i]);
                }
            }
            assertThat(harness.anomalies())
                    .filteredOn(alarm -> alarm.getTimestampMs() == Harness.START + JUMP * 60_000L)
                    .extracting(Anomaly::getRevision)
                    .containsExactly(0);

            harness.observe("a", JUMP - 1, values[JUMP - 1]);

            assertThat(harness.anomalies())
                    .filteredOn(alarm -> alarm.getTimestampMs() == Harness.START + JUMP * 60_000L)
                    .extracting(Anomaly::getRevision)
                    .containsExactly(1);
        }
    }

    @Test
    void shouldTellOfSilence() {
        try (Harness harness = harness(Map.of(
                "anomaly.silence.steps", "3", "output.format", "avro", "schema.registry.url", "mock://silence"))) {
            for (int i = 0; i < 10; i++) {
                harness.send(
                        "a", i < 5 ? "{\"value\": " + i % 2 + "}" : "{\"value\": null}", Harness.START + i * 60_000L);
            }

            assertThat(harness.anomalies()).singleElement().satisfies(silence -> {
                assertThat(silence.getTimestampMs()).isEqualTo(Harness.START + 7 * 60_000L);
                assertThat(silence.getObserved()).isNaN();
                assertThat(silence.getEvidence()).extracting(Evidence::getName).containsExactly("silence");
            });
        }
    }

    @Test
    void shouldRaiseNoAlarmThatTheRulesForbid() {
        try (Harness harness = harness(Map.of("anomaly.direction", "down", "anomaly.min.deviation", "4"))) {
            feed(harness, "a");

            assertThat(harness.anomalies()).noneMatch(alarm -> alarm.getObserved() > alarm.getExpected());
        }
    }

    @Test
    void shouldAskOfEverySeriesWhatIsAskedOfIt() {
        byte[] muted = ("{\"maintenance\": [{\"from\": \"" + Instant.ofEpochMilli(Harness.START)
                        + "\", \"to\": \"2024-04-01T00:00:00Z\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] down = "{\"rules\": {\"direction\": \"down\"}}".getBytes(StandardCharsets.UTF_8);
        try (Harness harness = harness(Map.of())) {
            harness.controls().set(Map.of("press-*", AlarmControl.parse(muted), "oven", AlarmControl.parse(down)));

            feed(harness, "press-7");
            assertThat(harness.anomalies()).isEmpty();
            feed(harness, "oven");
            assertThat(harness.anomalies()).noneMatch(alarm -> alarm.getObserved() > alarm.getExpected());
            feed(harness, "pump");
            assertThat(harness.anomalies()).anyMatch(alarm -> alarm.getObserved() > alarm.getExpected());
        }
    }

    @Test
    void shouldNeitherScoreNorWriteAnomaliesWhereDetectionIsOff() {
        try (Harness harness = harness(Map.of("anomaly.profile", "off"))) {
            harness.observe("a", 0, 1);

            assertThat(harness.forecasts())
                    .extracting(Forecast::getAnomalyScore)
                    .containsExactly(-1.0);
        }
        GatecastConfig off = GatecastConfig.of(Harness.withDefaults(Map.of("anomaly.profile", "off")));
        assertThat(ForecastTopology.build(off, GeneralModel.read())
                        .topology()
                        .describe()
                        .toString())
                .doesNotContain("anomal");
    }

    @Test
    void shouldRefuseATopicOfTwoPurposes() {
        Map<String, String> settings = new HashMap<>(Harness.withDefaults(Map.of("anomaly.topic", "in-forecasts")));

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> Topics.of(GatecastConfig.of(settings)))
                .withMessage("anomaly.topic contradicts output.topic: both name the topic in-forecasts");
    }
}
