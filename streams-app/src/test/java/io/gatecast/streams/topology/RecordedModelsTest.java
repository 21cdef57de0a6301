package io.gatecast.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.schema.Forecast;
import io.gatecast.streams.models.Deployment;
import io.gatecast.streams.models.LiveModels;
import io.gatecast.streams.models.RecordedModels;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Series that changed models change them again at the same records, from the same checkpoints. */
class RecordedModelsTest {
    private static final Artifact OLD = Models.random(42, "value");
    private static final Artifact NEW = Models.random(43, "value");
    private static final Map<String, Artifact> BY_ID = Map.of(OLD.id(), OLD, NEW.id(), NEW);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"event,PT0S,", "event,PT5M,", "PT1M,PT4M,", "event,PT0S,PT30M", "PT1M,PT0S,PT30M"})
    void shouldForecastTheSameWhateverIsInMemory(String step, String grace, String ttl) {
        Map<String, String> settings = new HashMap<>(Map.of("grace", grace, "checkpoint.every", "7"));
        if (!step.equals("event")) {
            settings.putAll(Map.of("step", step, "max.gap", "3"));
        }
        if (ttl != null) {
            settings.put("state.ttl", ttl);
        }
        List<Forecast> live = live(with(settings, "memo.keys", "1"));

        List<Forecast> again = again(live, with(settings, "memo.keys", "100"));

        assertThat(withSource(again)).isEqualTo(withSource(live));
        assertThat(live.stream().map(Forecast::getWarmedUpAfter).distinct().count())
                .as("checkpoints that models were warmed up from")
                .isGreaterThan(3);
    }

    /** When a clock gets to a series that has expired, and with which model its open step is then closed, is not recorded. */
    private static List<Forecast> withSource(List<Forecast> forecasts) {
        return forecasts.stream()
                .filter(forecast -> forecast.getSourceOffset() >= 0)
                .toList();
    }

    private List<Forecast> live(Map<String, String> settings) {
        LiveModels models = new LiveModels(Deployment.of(OLD));
        Map<String, String> live = with(settings, "model.topic", "models");
        try (Harness harness = new Harness(models, folder.resolve("live"), live)) {
            observe(harness, 0, 47);
            models.deploy(Deployment.of(NEW));
            observe(harness, 47, 80);
            models.deploy(Deployment.of(OLD));
            observe(harness, 80, 120);
            return harness.forecasts();
        }
    }

    private List<Forecast> again(List<Forecast> recorded, Map<String, String> settings) {
        RecordedModels.Builder builder = new RecordedModels.Builder(BY_ID::get);
        recorded.forEach(builder::add);
        try (Harness harness =
                new Harness(LiveModels.asRecorded(OLD, builder.build()), folder.resolve("again"), settings)) {
            observe(harness, 0, 120);
            return harness.forecasts();
        }
    }

    /** Five series, some of which fall silent now and then, with events that come up to six minutes late. */
    private static void observe(Harness harness, int from, int to) {
        for (int minute = from; minute < to; minute++) {
            Random random = new Random(minute);
            for (int key = 0; key < 5; key++) {
                boolean silent = key > 2 && minute / 40 % 2 == 1;
                int late = random.nextInt(5) == 0 ? random.nextInt(7) : 0;
                if (!silent && minute >= late) {
                    harness.observe("key-" + key, minute - late, 20 * key + Math.sin(minute / 5.0));
                }
            }
        }
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(name, value);
        return all;
    }

    @Test
    void shouldTellWhichModelHadASeriesAtARecord() {
        RecordedModels.Builder builder = new RecordedModels.Builder(BY_ID::get);
        builder.add(forecast("a", 0, 10, OLD, 0));
        builder.add(forecast("a", 0, 12, OLD, 0));
        builder.add(forecast("a", 0, 20, NEW, 7));
        builder.add(forecast("b", 1, 5, NEW, 0));
        RecordedModels models = builder.build();

        assertThat(List.of(3L, 12L, 19L, 20L, 99L).stream()
                        .map(offset -> models.at("a", offset).orElseThrow().id())
                        .collect(Collectors.toList()))
                .containsExactly(OLD.id(), OLD.id(), OLD.id(), NEW.id(), NEW.id());
        assertThat(models.nextWarmedUpAfter("a", 19)).hasValue(7);
        assertThat(models.nextWarmedUpAfter("a", 20)).isEmpty();
        assertThat(models.at("unknown", 5)).isEmpty();
        assertThat(models.changes()).isEqualTo(1);
        assertThat(models.artifacts()).containsExactly(OLD, NEW);
    }

    @Test
    void shouldRefuseASeriesThatChangesModelsInTwoPartitions() {
        RecordedModels.Builder builder = new RecordedModels.Builder(BY_ID::get);
        builder.add(forecast("a", 0, 10, OLD, 0));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.add(forecast("a", 1, 3, NEW, 7)))
                .withMessage(
                        "series a changes models and must be read from one partition, was read from in-0 and in-1");
    }

    private static Forecast forecast(String key, int partition, long offset, Artifact model, long warmedUpAfter) {
        return Forecast.newBuilder()
                .setKey(key)
                .setIssuedAtMs(offset)
                .setSteps(List.of())
                .setModelId(model.id())
                .setSourceTopic("in")
                .setSourcePartition(partition)
                .setSourceOffset(offset)
                .setWarmedUpAfter(warmedUpAfter)
                .build();
    }
}
