package io.gatecast.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.schema.Forecast;
import io.gatecast.schema.ModelScore;
import io.gatecast.schema.SeriesState;
import io.gatecast.streams.models.Deployment;
import io.gatecast.streams.models.LiveModels;
import io.gatecast.streams.models.Trial;
import io.gatecast.streams.state.Origin;
import io.gatecast.streams.state.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that are exchanged, and tried beside each other, while events come. */
class ModelSwapTest {
    private static final Artifact OLD = Models.random(42, "value");
    private static final Artifact NEW = Models.random(43, "value");
    private static final Map<String, String> LIVE = Map.of("model.topic", "models");
    private static final Map<String, String> SMALL =
            Map.of("model.topic", "models", "memo.keys", "1", "checkpoint.every", "5");

    @TempDir
    private Path folder;

    private final LiveModels models = new LiveModels(Deployment.of(OLD));

    private static void observe(Harness harness, int from, int to) {
        for (int minute = from; minute < to; minute++) {
            harness.observe("a", minute, 20 + Math.sin(minute / 5.0));
            harness.observe("b", minute, 300 + Math.cos(minute / 7.0));
        }
    }

    private static Deployment tried(double share, boolean serves) {
        return new Deployment(OLD, Optional.of(new Trial(NEW, share, serves)));
    }

    private static List<Forecast> of(String key, List<Forecast> forecasts) {
        return forecasts.stream().filter(f -> f.getKey().equals(key)).toList();
    }

    @Test
    void shouldForecastWithTheNewModelFromTheNextEventOnWithoutStartingCold() {
        try (Harness harness = new Harness(models, folder, LIVE)) {
            observe(harness, 0, 40);
            harness.forecasts();

            models.deploy(Deployment.of(NEW));
            observe(harness, 40, 41);

            List<Forecast> forecasts = harness.forecasts();
            assertThat(forecasts).extracting(Forecast::getModelId).containsOnly(NEW.id());
            assertThat(forecasts).noneMatch(Forecast::getWarmup);
            assertThat(forecasts).allMatch(forecast -> forecast.getStepCount() > 8);
            assertThat(harness.counts().found()).containsEntry(Origin.OTHER_MODEL, 2L);
        }
    }

    @Test
    void shouldForecastWithinTheErrorOfTheModelThatRanAllAlong() {
        List<Forecast> allAlong;
        try (Harness harness = new Harness(NEW, folder.resolve("all"), LIVE)) {
            observe(harness, 0, 60);
            allAlong = harness.forecasts();
        }
        try (Harness harness = new Harness(models, folder, LIVE)) {
            observe(harness, 0, 59);
            models.deploy(Deployment.of(NEW));
            harness.forecasts();
            observe(harness, 59, 60);

            double expected = allAlong.get(118).getSteps().get(0).getMean();
            double found = harness.forecasts().get(0).getSteps().get(0).getMean();
            assertThat(Math.abs(found - expected)).isLessThan(0.1);
        }
    }

    @Test
    void shouldTakeTheSameBitsOverWhateverIsInMemory() {
        List<Forecast> small = forecastsAcrossSwap(SMALL);

        assertThat(small).hasSize(2 * 80);
        assertThat(forecastsAcrossSwap(Map.of("model.topic", "models", "memo.keys", "100", "checkpoint.every", "5")))
                .isEqualTo(small);
    }

    private List<Forecast> forecastsAcrossSwap(Map<String, String> settings) {
        models.deploy(Deployment.of(OLD));
        try (Harness harness = new Harness(models, folder, settings)) {
            observe(harness, 0, 43);
            models.deploy(Deployment.of(NEW));
            observe(harness, 43, 80);
            return harness.forecasts();
        }
    }

    @Test
    void shouldWriteTheModelIntoTheCheckpointWithTheFirstEventItForecasts() throws IOException {
        try (Harness harness = new Harness(models, folder, LIVE)) {
            observe(harness, 0, 40);
            models.deploy(Deployment.of(NEW));

            harness.observe("a", 40, 20);

            assertThat(modelOf(harness, Stores.CHECKPOINTS, "a")).isEqualTo(NEW.id());
            assertThat(modelOf(harness, Stores.CHECKPOINTS, "b")).isEqualTo(OLD.id());
        }
    }

    private static String modelOf(Harness harness, String store, String key) throws IOException {
        return SeriesState.getDecoder().decode(harness.store(store).get(key)).getModelId();
    }

    @Test
    void shouldScoreTheCandidateBesideTheChampionWithoutChangingForecasts() throws IOException {
        List<Forecast> alone;
        try (Harness harness = new Harness(models, folder.resolve("alone"), SMALL)) {
            observe(harness, 0, 60);
            alone = harness.forecasts();
        }
        models.deploy(tried(1, false));
        try (Harness harness = new Harness(models, folder, SMALL)) {
            observe(harness, 0, 60);

            assertThat(harness.forecasts()).isEqualTo(alone);
            ModelScore score =
                    ModelScore.getDecoder().decode(harness.store(Stores.SCORES).get("a"));
            assertThat(score.getChampionId()).isEqualTo(OLD.id());
            assertThat(score.getCandidateId()).isEqualTo(NEW.id());
            assertThat(score.getCount()).isEqualTo(59);
            assertThat(score.getChampionLoss()).isCloseTo(pinball(alone, "a"), within(1e-9));
            assertThat(score.getLastMs()).isEqualTo(Harness.START + 59 * 60_000L);
        }
    }

    /** Losses of forecasts for one step ahead, by the published forecasts alone. */
    private static double pinball(List<Forecast> forecasts, String key) {
        List<Forecast> own = of(key, forecasts);
        double sum = 0;
        for (int i = 0; i + 1 < own.size(); i++) {
            double observed = 20 + Math.sin((i + 1) / 5.0);
            List<Double> quantiles = own.get(i).getSteps().get(0).getQuantiles();
            for (int q = 0; q < quantiles.size(); q++) {
                double error = observed - quantiles.get(q);
                double level = own.get(i).getLevels().get(q);
                sum += Math.max(level * error, (level - 1) * error) / quantiles.size();
            }
        }
        return sum;
    }

    @Test
    void shouldGiveBothModelsTheScoreTheyHaveAlone() throws IOException {
        double alone;
        try (Harness harness = new Harness(NEW, folder.resolve("alone"), LIVE)) {
            observe(harness, 0, 60);
            alone = pinball(harness.forecasts(), "a");
        }
        models.deploy(tried(1, false));
        try (Harness harness = new Harness(models, folder, SMALL)) {
            observe(harness, 0, 60);

            ModelScore score =
                    ModelScore.getDecoder().decode(harness.store(Stores.SCORES).get("a"));
            assertThat(score.getCandidateLoss()).isCloseTo(alone, within(1e-9));
        }
    }

    @Test
    void shouldIssueTheCandidatesForecastsForItsShareOnly() {
        Trial canary = new Trial(NEW, 0.5, true);
        models.deploy(new Deployment(OLD, Optional.of(canary)));
        try (Harness harness = new Harness(models, folder, LIVE)) {
            for (int key = 0; key < 40; key++) {
                harness.observe("key-" + key, 0, key);
                harness.observe("key-" + key, 1, key);
            }

            List<Forecast> forecasts = harness.forecasts();
            assertThat(forecasts)
                    .allSatisfy(forecast -> assertThat(forecast.getModelId())
                            .isEqualTo(canary.includes(forecast.getKey()) ? NEW.id() : OLD.id()));
            assertThat(forecasts).extracting(Forecast::getModelId).contains(OLD.id(), NEW.id());
        }
    }

    @Test
    void shouldGoOnWithTheCandidatesOwnStateWhenItIsPromoted() {
        List<Forecast> allAlong;
        try (Harness harness = new Harness(NEW, folder.resolve("all"), LIVE)) {
            observe(harness, 0, 60);
            allAlong = harness.forecasts();
        }
        models.deploy(tried(1, false));
        try (Harness harness = new Harness(models, folder, SMALL)) {
            observe(harness, 0, 50);
            harness.forecasts();

            models.deploy(Deployment.of(NEW));
            observe(harness, 50, 60);

            assertThat(harness.forecasts()).isEqualTo(allAlong.subList(100, 120));
            assertThat(harness.counts().found()).doesNotContainKey(Origin.OTHER_MODEL);
        }
    }

    @Test
    void shouldChangeRolesWithoutWarmingUpEitherModel() {
        List<Forecast> allAlong;
        try (Harness harness = new Harness(OLD, folder.resolve("all"), LIVE)) {
            observe(harness, 0, 70);
            allAlong = harness.forecasts();
        }
        models.deploy(tried(1, false));
        try (Harness harness = new Harness(models, folder, SMALL)) {
            observe(harness, 0, 50);
            models.deploy(new Deployment(NEW, Optional.of(new Trial(OLD, 1, false))));
            observe(harness, 50, 60);
            models.deploy(Deployment.of(OLD));
            harness.forecasts();
            observe(harness, 60, 70);

            assertThat(harness.forecasts()).isEqualTo(allAlong.subList(120, 140));
        }
    }

    @Test
    void shouldBeginTheScoreAnewWithAnotherCandidate() throws IOException {
        Artifact third = Models.random(44, "value");
        models.deploy(tried(1, false));
        try (Harness harness = new Harness(models, folder, LIVE)) {
            observe(harness, 0, 30);
            models.deploy(new Deployment(OLD, Optional.of(new Trial(third, 1, false))));
            observe(harness, 30, 40);

            ModelScore score =
                    ModelScore.getDecoder().decode(harness.store(Stores.SCORES).get("a"));
            assertThat(score.getCandidateId()).isEqualTo(third.id());
            assertThat(score.getCount()).isEqualTo(10);
            assertThat(score.getFirstMs()).isEqualTo(Harness.START + 30 * 60_000L);
        }
    }

    @Test
    void shouldWarmUpCandidateOnlyOnSeriesOfItsShare() {
        models.deploy(tried(1e-9, false));
        try (Harness harness = new Harness(models, folder, LIVE)) {
            observe(harness, 0, 40);

            assertThat(harness.store(Stores.CANDIDATE_CHECKPOINTS).get("a")).isNull();
            assertThat(harness.store(Stores.CANDIDATE_TAILS).get("a")).isNull();
            assertThat(harness.store(Stores.SCORES).get("a")).isNull();
        }
    }

    private static final Map<String, String> FIXED_STEPS =
            Map.of("model.topic", "models", "memo.keys", "1", "checkpoint.every", "5", "step", "PT1M", "grace", "PT3M");

    private static final Map<String, String> LATE_EVENTS =
            Map.of("model.topic", "models", "memo.keys", "1", "checkpoint.every", "5", "grace", "PT3M");

    /** Every third event comes two minutes late. */
    private static void observeOutOfOrder(Harness harness, int from, int to) {
        for (int minute = from; minute < to; minute++) {
            int place = minute % 3 == 0 ? minute + 2 : minute - 1;
            harness.observe("a", place, 20 + Math.sin(place / 5.0));
            harness.observe("b", place, 300 + Math.cos(place / 7.0));
        }
    }

    @Test
    void shouldServeCandidatesLikeTheOnlyModelWhenEventsComeLateOrInFixedSteps() {
        for (Map<String, String> settings : List.of(FIXED_STEPS, LATE_EVENTS)) {
            List<Forecast> alone;
            try (Harness harness = new Harness(NEW, folder.resolve("alone" + settings.size()), settings)) {
                observeOutOfOrder(harness, 0, 60);
                alone = harness.forecasts();
            }
            models.deploy(tried(1, true));
            try (Harness harness = new Harness(models, folder.resolve("tried" + settings.size()), settings)) {
                observeOutOfOrder(harness, 0, 60);

                assertThat(harness.forecasts()).isNotEmpty().isEqualTo(alone);
                assertThat(harness.reasons()).isEmpty();
            }
        }
    }

    @Test
    void shouldTakeTheSameBitsOverWhenEventsComeLateOrInFixedSteps() {
        for (Map<String, String> settings : List.of(FIXED_STEPS, LATE_EVENTS)) {
            Map<String, String> large = new HashMap<>(settings);
            large.put("memo.keys", "100");

            List<Forecast> small = outOfOrderAcrossSwap(settings, "small");

            assertThat(small).extracting(Forecast::getModelId).contains(OLD.id(), NEW.id());
            assertThat(outOfOrderAcrossSwap(large, "large")).isEqualTo(small);
        }
    }

    private List<Forecast> outOfOrderAcrossSwap(Map<String, String> settings, String name) {
        models.deploy(Deployment.of(OLD));
        try (Harness harness = new Harness(models, folder.resolve(name + settings.size()), settings)) {
            observeOutOfOrder(harness, 0, 43);
            models.deploy(tried(1, false));
            observeOutOfOrder(harness, 43, 61);
            models.deploy(new Deployment(NEW, Optional.of(new Trial(OLD, 1, false))));
            observeOutOfOrder(harness, 61, 81);
            assertThat(harness.reasons()).isEmpty();
            assertThat(harness.counts().found()).doesNotContainKey(Origin.DAMAGED);
            return harness.forecasts();
        }
    }

    @Test
    void shouldForgetWhatCandidatesHaveLeftOfExpiredSeries() {
        models.deploy(tried(1, false));
        Map<String, String> expiring = Map.of("model.topic", "models", "state.ttl", "PT30M", "checkpoint.every", "5");
        try (Harness harness = new Harness(models, folder, expiring)) {
            observe(harness, 0, 20);
            assertThat(harness.store(Stores.CANDIDATE_CHECKPOINTS).get("a")).isNotNull();
            for (int minute = 20; minute < 120; minute++) {
                harness.observe("b", minute, 300);
            }

            for (String store : List.of(
                    Stores.CHECKPOINTS,
                    Stores.TAILS,
                    Stores.CANDIDATE_CHECKPOINTS,
                    Stores.CANDIDATE_TAILS,
                    Stores.SCORES)) {
                assertThat(harness.store(store).get("a")).as(store).isNull();
            }
            assertThat(harness.store(Stores.SCORES).get("b")).isNotNull();
        }
    }
}
