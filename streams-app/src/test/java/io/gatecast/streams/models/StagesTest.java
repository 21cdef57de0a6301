package io.gatecast.streams.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StagesTest {
    private static final Candidate SHADOW = new Candidate("b", 1, false, Optional.empty(), false);
    private static final Candidate AUTOMATIC =
            new Candidate("b", 0.5, true, Optional.of(new PromotionRule(0.05, 40)), false);

    @Test
    void shouldGoBackThroughFormerChampions() {
        Stages third =
                Stages.NONE.promote("a", 1).promote("b", 2).promote("c", 3).rollBack(4);

        assertThat(third.champion()).contains("b");
        assertThat(third.former()).containsExactly("a");
        assertThat(third.rollBack(5).champion()).contains("a");
        assertThat(third.reason()).isEqualTo("rolled back from c to b");
        assertThat(third.revision()).isEqualTo(4);
    }

    @Test
    void shouldHaveNothingToGoBackToAfterTheFirstPromotion() {
        Stages first = Stages.NONE.promote("a", 1);

        assertThatThrownBy(() -> first.rollBack(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no earlier champion to go back to");
    }

    @Test
    void shouldNotChangeWhenTheChampionIsPromotedAgain() {
        Stages stages = Stages.NONE.promote("a", 1).promote("b", 2);

        assertThat(stages.promote("b", 3)).isSameAs(stages);
    }

    @Test
    void shouldRememberSixteenFormerChampions() {
        Stages stages = IntStream.range(0, 20)
                .mapToObj(Integer::toString)
                .reduce(Stages.NONE, (before, id) -> before.promote(id, 1), (one, other) -> other);

        assertThat(stages.former()).hasSize(16).startsWith("18", "17").endsWith("3");
    }

    @Test
    void shouldNotTryTheChampion() {
        Stages stages = Stages.NONE.promote("b", 1);

        assertThatThrownBy(() -> stages.nominate(SHADOW, 2))
                .hasMessage("model b is the champion, not a candidate for it");
    }

    @Test
    void shouldEndTheTrialOfWhatIsPromoted() {
        Stages stages = Stages.NONE.promote("a", 1).nominate(SHADOW, 2);

        assertThat(stages.promote("b", 3).candidate()).isEmpty();
        assertThat(stages.promote("c", 3).candidate()).contains(SHADOW);
    }

    @Test
    void shouldLetTheFormerChampionGuardAnAutomaticPromotion() {
        Stages after = Stages.NONE.promote("a", 1).nominate(AUTOMATIC, 2).follow(3, "p = 0.002");

        assertThat(after.champion()).contains("b");
        assertThat(after.former()).containsExactly("a");
        assertThat(after.candidate()).contains(new Candidate("a", 0.5, false, AUTOMATIC.rule(), true));
        assertThat(after.reason()).isEqualTo("promoted automatically: p = 0.002");
    }

    @Test
    void shouldGoBackToTheGuardWithoutAnotherGuard() {
        Stages after = Stages.NONE
                .promote("a", 1)
                .nominate(AUTOMATIC, 2)
                .follow(3, "p = 0.002")
                .follow(4, "p = 0.001");

        assertThat(after.champion()).contains("a");
        assertThat(after.former()).isEmpty();
        assertThat(after.candidate()).isEmpty();
        assertThat(after.reason()).isEqualTo("rolled back: p = 0.001");
    }

    @Test
    void shouldNotFollowCandidateWithoutRule() {
        Stages stages = Stages.NONE.promote("a", 1).nominate(SHADOW, 2);

        assertThatThrownBy(() -> stages.follow(3, "p = 0.002"))
                .hasMessage("candidate b is not to be promoted automatically");
    }

    @Test
    void shouldRetireWhatNeitherForecastsNorIsTried() {
        Stages stages = Stages.NONE.promote("c", 1).promote("a", 2).nominate(SHADOW, 3);

        assertThat(stages.retire("c", 4).former()).isEmpty();
        assertThatThrownBy(() -> stages.retire("a", 4))
                .hasMessage("model a is the champion; promote another one first");
        assertThatThrownBy(() -> stages.retire("b", 4)).hasMessage("model b is the candidate; dismiss it first");
    }

    @Test
    void shouldSurviveTheirRecord() {
        Stages stages = Stages.NONE.promote("a", 1).nominate(AUTOMATIC, 2);

        assertThat(Stages.of(stages.toRecord())).isEqualTo(stages);
        assertThat(Stages.of(Stages.NONE.toRecord())).isEqualTo(Stages.NONE);
    }

    @Test
    void shouldRefuseSharesAndRulesOutOfRange() {
        assertThatThrownBy(() -> new Candidate("b", 0, false, Optional.empty(), false))
                .hasMessage("the share of the series must be in (0, 1], was 0.0");
        assertThatThrownBy(() -> new PromotionRule(0.5, 1)).hasMessage("significance must be in (0, 0.5), was 0.5");
        assertThatThrownBy(() -> new PromotionRule(0.01, 0)).hasMessage("scores per series must be at least 1, were 0");
    }
}
