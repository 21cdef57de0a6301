package io.gatecast.streams.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatecast.schema.ModelScore;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final PromotionRule RULE = new PromotionRule(0.01, 100);

    private static ModelScore score(long count, double championLoss, double candidateLoss) {
        return ModelScore.newBuilder()
                .setChampionId("a")
                .setCandidateId("b")
                .setCount(count)
                .setChampionLoss(championLoss)
                .setCandidateLoss(candidateLoss)
                .build();
    }

    private static List<ModelScore> series(int series, long count, double candidateLoss) {
        return IntStream.range(0, series)
                .mapToObj(s -> score(count, 1 + s, (1 + s) * candidateLoss))
                .toList();
    }

    @Test
    void shouldCompareSeriesOfAnyScaleByRelativeDifference() {
        Verdict verdict = Verdict.of(
                List.of(score(100, 1, 3), score(100, 1e9, 3e9), score(100, 0.375, 0.125), score(100, 5, 5)), 100);

        assertThat(verdict.series()).isEqualTo(4);
        assertThat(verdict.scores()).isEqualTo(400);
        assertThat(verdict.better()).isEqualTo(1);
        assertThat(verdict.worse()).isEqualTo(2);
        assertThat(verdict.difference()).isCloseTo(0.5, within(1e-12));
        assertThat(verdict.pWorse()).isEqualTo(0.5);
        assertThat(verdict.pBetter()).isEqualTo(0.875);
    }

    @Test
    void shouldProveWhatIsBetterOnSevenSeries() {
        Verdict verdict = Verdict.of(series(7, 100, 0.9), 100);

        assertThat(verdict.pBetter()).isEqualTo(1 / 128.0);
        assertThat(verdict.proves(RULE)).isTrue();
        assertThat(verdict.proves(new PromotionRule(0.005, 100))).isFalse();
    }

    @Test
    void shouldProveNothingOnSixSeries() {
        assertThat(Verdict.of(series(6, 100, 0.9), 100).proves(new PromotionRule(0.1, 100)))
                .isFalse();
    }

    @Test
    void shouldProveNothingWhereTheCandidateIsWorse() {
        Verdict verdict = Verdict.of(series(20, 100, 1.1), 100);

        assertThat(verdict.proves(RULE)).isFalse();
        assertThat(verdict.pWorse()).isLessThan(1e-5);
    }

    @Test
    void shouldLeaveOutSeriesWithTooFewScores() {
        assertThat(Verdict.of(series(20, 99, 0.9), 100).series()).isZero();
        assertThat(Verdict.of(List.of(), 100)).isEqualTo(new Verdict(0, 0, 0, 0, 0, 0, 1, 1));
    }

    @Test
    void shouldSettleAfterFiveTimesTheScoresNeeded() {
        assertThat(Verdict.of(series(7, 499, 1), 100).settles(RULE)).isFalse();
        assertThat(Verdict.of(series(7, 500, 1), 100).settles(RULE)).isTrue();
    }
}
