package io.gatecast.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.schema.Forecast;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.explain.Difference;
import io.gatecast.streams.explain.Recomputed;
import io.gatecast.streams.explain.SeriesReplay;
import io.gatecast.streams.explain.Trail;
import io.gatecast.streams.models.Deployment;
import io.gatecast.streams.models.LiveModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forecasts of the topology, computed again from its input by what {@code explain} uses. */
class ExplainedForecastsTest {
    private static final Artifact OLD = Models.random(42, "value");
    private static final Artifact NEW = Models.random(43, "value");

    @TempDir
    private Path folder;

    private final List<ConsumerRecord<byte[], byte[]>> input = new ArrayList<>();
    private final LiveModels models = new LiveModels(Deployment.of(OLD));

    private void send(Harness harness, String key, String value, long timestampMs) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>("in", 0, input.size(), Harness.bytes(key), Harness.bytes(value));
        input.add(new ConsumerRecord<>(
                "in",
                0,
                input.size(),
                timestampMs,
                TimestampType.CREATE_TIME,
                0,
                0,
                record.key(),
                record.value(),
                record.headers(),
                Optional.empty()));
        harness.send(key, value, timestampMs);
    }

    private void observe(Harness harness, String key, int minute) {
        double value = 20 + 5 * Math.sin(minute / 5.0) + new Random(minute).nextGaussian();
        send(harness, key, "{\"value\": " + value + "}", Harness.START + minute * 60_000L);
    }

    /** Every forecast of a series, recomputed. */
    private void assertEveryForecastIsFoundAgain(Map<String, String> settings, List<Forecast> recorded, String key) {
        Trail trail = new Trail();
        Map<String, Forecast> wanted = new HashMap<>();
        for (Forecast forecast : recorded) {
            if (forecast.getKey().equals(key)) {
                trail.add(forecast);
                wanted.put(name(forecast), forecast);
            }
        }
        GatecastConfig config = GatecastConfig.of(Harness.withDefaults(settings));
        SeriesReplay replay =
                new SeriesReplay(config, key, trail, id -> id.equals(OLD.id()) ? OLD : NEW, Optional.empty());
        int count = 0;
        for (ConsumerRecord<byte[], byte[]> record : input) {
            for (Recomputed one : replay.take(record)) {
                assertThat(Difference.first(wanted.get(name(one.forecast())), one.forecast()))
                        .as(name(one.forecast()))
                        .isEmpty();
                count++;
            }
        }
        assertThat(count).isEqualTo(wanted.size()).isPositive();
    }

    private static String name(Forecast forecast) {
        return forecast.getSourceOffset() + " " + forecast.getIssuedAtMs();
    }

    @Test
    void shouldFindForecastsOfLateAndRepeatedEventsAgain() {
        Map<String, String> settings = Map.of("grace", "PT5M", "checkpoint.every", "7", "memo.keys", "1");
        try (Harness harness = new Harness(OLD, folder, settings)) {
            for (int minute = 0; minute < 90; minute++) {
                if (minute % 10 != 4) {
                    observe(harness, "a", minute);
                }
                observe(harness, "b", minute);
                if (minute % 10 == 6) {
                    observe(harness, "a", minute - 2);
                    observe(harness, "a", minute - 2);
                    observe(harness, "a", minute - 20 < 0 ? minute : minute - 20);
                }
            }
            List<Forecast> recorded = harness.forecasts();

            assertThat(recorded).anyMatch(forecast -> forecast.getRevision() > 0);
            assertEveryForecastIsFoundAgain(settings, recorded, "a");
            assertEveryForecastIsFoundAgain(settings, recorded, "b");
        }
    }

    @Test
    void shouldFindForecastsOnBothSidesOfAnExchangeOfModelsAgain() {
        Map<String, String> settings = Map.of("model.topic", "models", "checkpoint.every", "7");
        try (Harness harness = new Harness(models, folder, settings)) {
            for (int minute = 0; minute < 120; minute++) {
                if (minute == 50 || minute == 90) {
                    models.deploy(Deployment.of(minute == 50 ? NEW : OLD));
                }
                observe(harness, "a", minute);
                observe(harness, "b", minute);
            }
            List<Forecast> recorded = harness.forecasts();

            assertThat(recorded).extracting(Forecast::getModelId).contains(OLD.id(), NEW.id());
            assertEveryForecastIsFoundAgain(settings, recorded, "a");
        }
    }

    @Test
    void shouldFindForecastsOfFixedStepsAgain() {
        Map<String, String> settings =
                Map.of("step", "PT1M", "step.aggregation", "mean", "grace", "PT2M", "max.gap", "10");
        try (Harness harness = new Harness(OLD, folder, settings)) {
            for (int minute = 0; minute < 150; minute++) {
                if (minute < 40 || minute > 46 && minute < 80 || minute > 110) {
                    observe(harness, "a", minute);
                    send(harness, "a", "{\"value\": 23.5}", Harness.START + minute * 60_000L - 30_000);
                }
            }

            assertEveryForecastIsFoundAgain(settings, harness.forecasts(), "a");
        }
    }

    @Test
    void shouldFindForecastsOfASeriesThatHadExpiredAgain() {
        Map<String, String> settings = Map.of("state.ttl", "PT30M");
        try (Harness harness = new Harness(OLD, folder, settings)) {
            for (int minute = 0; minute < 150; minute++) {
                observe(harness, "b", minute);
                if (minute < 40 || minute > 100) {
                    observe(harness, "a", minute);
                }
                send(harness, "a", "nothing to be read", Harness.START + minute * 60_000L);
            }
            List<Forecast> recorded = harness.forecasts();

            assertThat(recorded)
                    .filteredOn(forecast -> forecast.getKey().equals("a"))
                    .filteredOn(forecast -> forecast.getStepCount() == 1)
                    .hasSize(2);
            assertEveryForecastIsFoundAgain(settings, recorded, "a");
        }
    }

    @Test
    void shouldTellTheFirstDifference() {
        Map<String, String> settings = Map.of();
        try (Harness harness = new Harness(OLD, folder, settings)) {
            for (int minute = 0; minute < 40; minute++) {
                observe(harness, "a", minute);
            }
            List<Forecast> recorded = harness.forecasts();
            Forecast last = recorded.get(39);
            Forecast other = Forecast.newBuilder(last).build();
            double mean = other.getSteps().get(1).getMean();
            other.getSteps().get(1).put("mean", Math.nextUp(mean));

            assertThat(Difference.first(last, last)).isEmpty();
            assertThat(Difference.first(last, other))
                    .contains(new Difference("steps[1].mean", mean, Math.nextUp(mean)));
            assertThat(Difference.first(last, recorded.get(38)).orElseThrow().path())
                    .isEqualTo("issuedAtMs");
        }
    }

    @Test
    void shouldHashTheStateEqualForEqualInputsOnly() {
        List<String> hashes = new ArrayList<>();
        for (double first : new double[] {20, 20, Math.nextUp(20f)}) {
            try (Harness harness = new Harness(OLD, folder.resolve("h" + hashes.size()), Map.of())) {
                harness.observe("a", 0, first);
                for (int minute = 1; minute < 5; minute++) {
                    harness.observe("a", minute, 30 + minute);
                }
                hashes.add(harness.forecasts().get(4).getStateHash());
            }
        }

        assertThat(hashes.get(0))
                .matches("[0-9a-f]{16}")
                .isEqualTo(hashes.get(1))
                .isNotEqualTo(hashes.get(2));
    }
}
