package io.gatecast.core.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class AlarmRulesTest {
    @Test
    void shouldAdmitDeviationsLargeEnoughInTheDirectionAsked() {
        AlarmRules rules = new AlarmRules(2, 0.1, Direction.UP, 1, 0, 4, 0);

        assertThat(rules.admits(13, 10)).isTrue();
        assertThat(rules.admits(11.5, 10)).isFalse(); // less than 2
        assertThat(rules.admits(103, 100)).isFalse(); // less than a tenth
        assertThat(rules.admits(7, 10)).isFalse(); // below
        assertThat(rules.admits(13, Double.NaN)).isTrue();
    }

    @Test
    void shouldAdmitAnythingWithoutRules() {
        assertThat(AlarmRules.NONE.admits(1, 1)).isTrue();
        assertThat(AlarmRules.NONE.admits(0, 5)).isTrue();
    }

    @Test
    void shouldRefuseSettingsOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AlarmRules(-1, 0, Direction.BOTH, 1, 0, 4, 0))
                .withMessage("minimum deviation must be at least 0, was -1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AlarmRules(0, Double.NaN, Direction.BOTH, 1, 0, 4, 0))
                .withMessage("minimum relative deviation must be at least 0, was NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AlarmRules(0, 0, Direction.BOTH, 0, 0, 4, 0))
                .withMessage("minimum number of steps must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AlarmRules(0, 0, Direction.BOTH, 1, -5, 4, 0))
                .withMessage("cooldown must not be negative, was -5 ms");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AlarmRules(0, 0, Direction.BOTH, 1, 0, 4, 11))
                .withMessage("sensitivity must be in [-10, 10], was 11.0");
    }
}
