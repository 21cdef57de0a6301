package io.gatecast.streams.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.gatecast.core.Forecaster;
import io.gatecast.core.SeriesState;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.schema.Forecast;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two instances whose models are exchanged, refused, tried and rolled back while they run. */
class LiveModelsIT {
    private static final String INPUT = "readings";
    private static final String OUTPUT = "readings-forecasts";
    private static final int KEYS = 12;
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @Test
    @Timeout(600)
    void shouldExchangeModelsOfRunningInstances(@TempDir Path folder) {
        Path started = folder.resolve("started.gatecast");
        Path better = folder.resolve("better.gatecast");
        Path misfit = folder.resolve("misfit.gatecast");
        Artifact first = SmallModel.train(started, 3);
        Artifact second = SmallModel.train(better, 6);
        Artifact two = SmallModel.trainOnTwoColumns(misfit);
        Path crude = folder.resolve("crude.gatecast");
        Artifact third = SmallModel.trainWithoutSeason(crude);
        try (Installation installation = new Installation(folder)) {
            installation.createTopic(INPUT, 4);
            List<ChildProcess> instances = new ArrayList<>();
            for (String name : List.of("live-one", "live-other")) {
                instances.add(installation.startRunning(
                        name, "live", INPUT, started, "model.topic=live-models", "model.referee.interval.ms=1000"));
            }
            installation.awaitMembers("live", 2);
            feed(installation, 0, 100);
            await(installation, 100, instances);

            model(installation, "publish", better, "--promote");
            instances.forEach(instance -> awaitDeployed(instance, second.id() + " forecasts"));
            feed(installation, 100, 140);
            await(installation, 140, instances);

            model(installation, "publish", misfit, "--promote");
            instances.forEach(
                    instance -> awaitDeployed(instance, two.id() + " is refused, " + second.id() + " goes on"));
            assertThat(model(installation, "list"))
                    .contains("refused by live: value columns: expected [value], the model takes [value, other]");
            model(installation, "rollback");
            feed(installation, 140, 150);
            await(installation, 150, instances);

            model(installation, "publish", started);
            model(installation, "candidate", first.id());
            instances.forEach(instance -> awaitDeployed(instance, first.id() + " runs beside it"));
            feed(installation, 150, 200);
            await(installation, 200, instances);
            String compared = model(installation, "compare", "--application", "live", "--scores", "20");
            assertThat(compared)
                    .contains("champion           " + second.id())
                    .contains("candidate          " + first.id())
                    .contains("12 of 12 have 20 scores, together 600")
                    .contains("p (better)");

            model(installation, "publish", crude, "--promote");
            model(installation, "candidate", second.id(), "--auto", "--scores", "20");
            instances.forEach(instance -> awaitDeployed(instance, third.id() + " forecasts, " + second.id()));
            feed(installation, 200, 230);
            instances.forEach(instance -> awaitDeployed(instance, second.id() + " forecasts, " + third.id()));
            assertThat(model(installation, "list")).contains("promoted automatically: better on ");
            feed(installation, 230, 240);
            await(installation, 240, instances);

            List<Forecast> forecasts = installation.readForecasts(OUTPUT);
            assertThat(forecasts)
                    .hasSize(KEYS * 240)
                    .allSatisfy(forecast -> assertThat(forecast.getModelId())
                            .isIn(modelsOf(row(forecast), first.id(), second.id(), third.id())));
            assertThat(errorRightAfter(forecasts)).isCloseTo(errorOfOneThatRanAllAlong(second), withinPercentage(3));
            instances.forEach(instance -> assertThat(instance.stop()).isEqualTo(143));
        }
    }

    /** The automatic promotion comes between two events of rows 200 to 229. */
    private static List<String> modelsOf(int row, String first, String second, String third) {
        if (row >= 200 && row < 230) {
            return List.of(second, third);
        }
        return List.of(row < 100 ? first : second);
    }

    private static int row(Forecast forecast) {
        return (int) ((forecast.getIssuedAtMs() - SmallModel.START_MS) / SmallModel.STEP_MS);
    }

    /** Mean absolute error of the twelve forecasts that were made right after the exchange, over their six steps ahead. */
    private static double errorRightAfter(List<Forecast> forecasts) {
        double sum = 0;
        for (Forecast forecast : forecasts) {
            if (row(forecast) == 100) {
                int key = Integer.parseInt(forecast.getKey().substring(7));
                for (int step = 1; step <= 6; step++) {
                    sum += Math.abs(forecast.getSteps().get(step - 1).getMean() - SmallModel.value(key, 100 + step, 1));
                }
            }
        }
        return sum / (6 * KEYS);
    }

    private static double errorOfOneThatRanAllAlong(Artifact artifact) {
        Forecaster forecaster = new Forecaster(artifact.model());
        double sum = 0;
        for (int key = 0; key < KEYS; key++) {
            SeriesState state = forecaster.initialState();
            for (int row = 0; row < 100; row++) {
                forecaster.step(state, observation(key, row));
            }
            io.gatecast.core.Forecast forecast =
                    forecaster.step(state, observation(key, 100)).forecast();
            for (int step = 1; step <= 6; step++) {
                sum += Math.abs(forecast.mean(step) - SmallModel.value(key, 100 + step, 1));
            }
        }
        return sum / (6 * KEYS);
    }

    private static io.gatecast.core.Observation observation(int key, int row) {
        return new io.gatecast.core.Observation(
                SmallModel.START_MS + row * SmallModel.STEP_MS, SmallModel.value(key, row, 1));
    }

    private static String model(Installation installation, Object... arguments) {
        List<String> all = new ArrayList<>(List.of("model"));
        for (Object argument : arguments) {
            all.add(argument.toString());
        }
        all.addAll(List.of("--topic", "live-models", "--bootstrap-servers", installation.bootstrap()));
        return installation.run("live-model-" + arguments[0], all.toArray(String[]::new));
    }

    private static void awaitDeployed(ChildProcess instance, String text) {
        instance.awaitLine(line -> line.contains(text), Duration.ofSeconds(30));
    }

    private static void await(Installation installation, int rows, List<ChildProcess> instances) {
        long wanted = (long) KEYS * rows;
        long found = installation.awaitRecords(
                List.of(OUTPUT), wanted, LIMIT, () -> instances.stream().allMatch(ChildProcess::isAlive));
        assertThat(found).isEqualTo(wanted);
    }

    private static void feed(Installation installation, int from, int to) {
        List<SensorEvent> events = new ArrayList<>();
        for (int row = from; row < to; row++) {
            for (int key = 0; key < KEYS; key++) {
                events.add(new SensorEvent(
                        "sensor-" + key,
                        SmallModel.START_MS + row * SmallModel.STEP_MS,
                        SmallModel.value(key, row, 1)));
            }
        }
        installation.feed(INPUT, events);
    }
}
