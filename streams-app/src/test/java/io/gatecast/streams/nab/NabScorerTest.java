package io.gatecast.streams.nab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Expected figures are those of an independent implementation of NAB's rules, on the same files. */
class NabScorerTest {
    private Path root;
    private NabCorpus corpus;
    private Map<String, double[]> scores;

    @BeforeEach
    void readCorpus() throws IOException, URISyntaxException {
        root = Path.of(NabScorerTest.class.getResource("/nab/mini").toURI());
        corpus = NabCorpus.read(root, Set.of());
        scores = NabResults.read(corpus, root.resolve("results"));
    }

    private void expect(NabScore score, double normalized, double threshold, double raw) {
        assertThat(score.normalized()).isCloseTo(normalized, within(1e-6));
        assertThat(score.threshold()).isEqualTo(threshold);
        assertThat(score.raw()).isCloseTo(raw, within(1e-6));
    }

    @Test
    void shouldSweepTheThresholdPerProfile() {
        NabScorer scorer = new NabScorer(corpus);

        expect(scorer.best(scores, ScoringProfile.STANDARD), 82.19580370430359, 0.97, 2.753706259301252);
        expect(scorer.best(scores, ScoringProfile.REWARD_LOW_FP_RATE), 80.62451781189095, 0.97, 2.6437162468323665);
        expect(scorer.best(scores, ScoringProfile.REWARD_LOW_FN_RATE), 87.53706259301251, 0.97, 2.753706259301252);
    }

    @Test
    void shouldScoreAtAGivenThreshold() {
        NabScorer scorer = new NabScorer(corpus);

        NabScore standard = scorer.at(scores, ScoringProfile.STANDARD, 0.5);
        assertThat(standard.normalized()).isCloseTo(34.8614, within(1e-4));
        assertThat(standard.raw()).isCloseTo(-0.5597021859784093, within(1e-6));
        assertThat(scorer.at(scores, ScoringProfile.REWARD_LOW_FP_RATE, 0.5).raw())
                .isCloseTo(-4.074198360852828, within(1e-6));
    }

    @Test
    void shouldScoreSomeCategoriesOnly() throws IOException {
        NabCorpus busy = NabCorpus.read(root, Set.of("busy"));

        assertThat(busy.categories()).containsExactly("busy");
        assertThat(new NabScorer(busy)
                        .best(scores, ScoringProfile.REWARD_LOW_FP_RATE)
                        .normalized())
                .isCloseTo(80.6245, within(1e-4));
    }

    @Test
    void shouldGiveZeroToADetectorThatDetectsNothing() {
        scores.replaceAll((name, given) -> new double[given.length]);

        assertThat(new NabScorer(corpus).best(scores, ScoringProfile.STANDARD).normalized())
                .isZero();
        assertThat(new NabScorer(corpus).best(scores, ScoringProfile.STANDARD).threshold())
                .isEqualTo(1.1);
    }

    @Test
    void shouldRefuseScoresOfAnotherNumberOfRows() {
        Map<String, double[]> fewer = new HashMap<>(scores);
        fewer.put("busy/two.csv", new double[7]);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NabScorer(corpus).best(fewer, ScoringProfile.STANDARD))
                .withMessage("busy/two.csv: 120 scores are needed, there are 7");
    }

    @Test
    void shouldSayWhichCategoryIsNotThere() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> NabCorpus.read(root, Set.of("other")))
                .withMessageContaining("[other]");
    }
}
