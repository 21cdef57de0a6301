package io.gatecast.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.gatecast.core.HorizonScore;
import io.gatecast.core.TrainingReport;
import io.gatecast.core.artifact.ArtifactFile;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RoundingTest {
    private static final List<TrainingSeries> SERIES = List.of(series("a", 1), series("b", 2));

    @Test
    void shouldScoreTheExactModelAsItsTrainingDid() {
        TrainedModel trained = train();

        Rounding rounding = Rounding.of(trained.model(), SERIES, 2);

        assertThat(rounding.losses().stream().map(Rounding.Loss::before))
                .containsExactlyElementsOf(trained.report().scores().stream()
                        .map(HorizonScore::model)
                        .toList());
    }

    @Test
    void shouldLoseLittleAndReportTheRoundedModelsOwnErrors() {
        TrainedModel trained = train();

        Rounding rounding = Rounding.of(trained.model(), SERIES, 1);
        TrainingReport report = rounding.report(trained.report());

        assertThat(ArtifactFile.id(rounding.model())).isNotEqualTo(ArtifactFile.id(trained.model()));
        for (int g = 0; g < report.scores().size(); g++) {
            HorizonScore after = report.scores().get(g);
            HorizonScore before = trained.report().scores().get(g);
            assertThat(after.model())
                    .isEqualTo(rounding.losses().get(g).after())
                    .isNotEqualTo(before.model())
                    .isCloseTo(before.model(), within(0.02 * before.model()));
            assertThat(after.linear()).isEqualTo(before.linear());
            assertThat(after.naive()).isEqualTo(before.naive());
        }
        assertThat(report.settings().get("weights"))
                .matches("int8 \\(MASE 1: 0\\.\\d{4} -> 0\\.\\d{4}; .*1-6: 0\\.\\d{4} -> 0\\.\\d{4}\\)");
        assertThat(report.settings()).containsAllEntriesOf(trained.report().settings());
    }

    @Test
    void shouldLoseNothingTheSecondTime() {
        Rounding once = Rounding.of(train().model(), SERIES, 1);
        Rounding twice = Rounding.of(once.model(), SERIES, 1);

        assertThat(twice.losses()).allSatisfy(loss -> assertThat(loss.after()).isEqualTo(loss.before()));
    }

    @Test
    void shouldSayWhereErrorsWereNotMeasuredAgain() {
        TrainedModel trained = train();

        TrainingReport report = Rounding.of(trained.model()).report(trained.report());

        assertThat(report.settings()).containsEntry("weights", "int8 (errors are those before rounding)");
        assertThat(report.scores()).isEqualTo(trained.report().scores());
    }

    @Test
    void shouldRefuseSeriesWithOtherColumns() {
        TrainedModel trained = train();
        TrainingSeries other = new TrainingSeries("b", new long[0], new double[2][0], List.of("value", "wind"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rounding.of(trained.model(), List.of(other), 1))
                .withMessage("the model takes the columns [value], series b has [value, wind]");
    }

    private static TrainedModel train() {
        TrainingOptions options = TrainingOptions.builder(6)
                .hidden(4)
                .epochs(3)
                .seasons(List.of(12))
                .build();
        return new Trainer(options, TrainingProgress.SILENT).train(SERIES);
    }

    private static TrainingSeries series(String key, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int rows = 400;
        long[] times = new long[rows];
        double[][] values = new double[1][rows];
        for (int row = 0; row < rows; row++) {
            times[row] = row * 3_600_000L;
            values[0][row] = 20 + 5 * Math.sin(2 * Math.PI * row / 12 + seed) + random.nextDouble(-2, 2);
        }
        return new TrainingSeries(key, times, values, List.of("value"));
    }
}
