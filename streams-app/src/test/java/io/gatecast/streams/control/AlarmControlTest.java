package io.gatecast.streams.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatecast.core.anomaly.AlarmRules;
import io.gatecast.core.anomaly.Direction;
import io.gatecast.core.anomaly.SeriesControls;
import io.gatecast.core.anomaly.SeriesControls.Feedback;
import io.gatecast.core.anomaly.SeriesControls.Label;
import io.gatecast.core.anomaly.SeriesControls.Maintenance;
import io.gatecast.core.breach.Limits;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlarmControlTest {
    private static AlarmControl parse(String json) {
        return AlarmControl.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldReadWhatItWrites() {
        AlarmControl control = parse("{'rules': {'min.deviation': 0.5, 'direction': 'up'},"
                + "'maintenance': [{'from': '2026-03-01T06:00:00Z', 'to': '2026-03-01T09:00:00Z', 'reason': 'bearing'}],"
                + "'feedback': [{'at': '2026-02-20T10:30:00Z', 'label': 'normal'}]}");

        assertThat(control.rules().values())
                .isEqualTo(new TreeMap<>(Map.of("min.deviation", "0.5", "direction", "up")));
        assertThat(control.maintenance())
                .containsExactly(new Maintenance(1_772_344_800_000L, 1_772_355_600_000L, "bearing"));
        assertThat(control.feedback()).containsExactly(new Feedback(1_771_583_400_000L, Label.NORMAL));
        assertThat(AlarmControl.parse(control.toJson())).isEqualTo(control);
        assertThat(parse("{}").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'rules': {'min.deviatoin': 1}}|there is no rule min.deviatoin",
                "{'rules': {'min.steps': 'two'}}|rule min.steps must be a number, was two",
                "{'rules': {'direction': 'left'}}|rule direction must be both, up or down, was left",
                "{'rules': {'min.deviation': -1}}|minimum deviation must be at least 0, was -1.0",
                "{'rules': 3}|rules must be a JSON object, was 3",
                "{'maintenance': [{'from': 'noon', 'to': '2026-03-01T09:00:00Z'}]}|from must be a time such as"
                        + " 2026-03-01T06:00:00Z, was 'noon'",
                "{'maintenance': [{'from': '2026-03-01T09:00:00Z', 'to': '2026-03-01T09:00:00Z'}]}|a maintenance window must"
                        + " end after it begins",
                "{'maintenance': {}}|maintenance must be a JSON array, was {}",
                "{'feedback': [{'at': '2026-03-01T09:00:00Z', 'label': 'odd'}]}|a label must be normal or anomaly, was 'odd'",
                "{'mute': true}|a control must have no fields but [feedback, maintenance, rules], has mute",
                "[]|a control must be a JSON object, was []",
                "{'rules'|must be a JSON object",
            })
    void shouldSayWhatIsWrong(String json, String message) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> parse(json))
                .withMessageContaining(message);
    }

    @Test
    void shouldLetTheLongestNameDecideAboutRulesAndKeepAllWindows() {
        String early = "[{'from': '2026-03-01T06:00:00Z', 'to': '2026-03-01T09:00:00Z'}]";
        String late = "[{'from': '2026-04-01T06:00:00Z', 'to': '2026-04-01T09:00:00Z'}]";
        ControlTable table = new ControlTable(
                new Asked(SeriesControls.of(AlarmRules.NONE), Limits.NONE),
                Map.of(
                        "*", parse("{'rules': {'min.steps': 2, 'direction': 'up'}}"),
                        "press-*", parse("{'rules': {'min.steps': 3}, 'maintenance': " + early + "}"),
                        "press-7", parse("{'rules': {'min.steps': 4}, 'maintenance': " + late + "}")));

        SeriesControls nearest = table.of("press-7").alarms();
        SeriesControls near = table.of("press-8").alarms();
        SeriesControls far = table.of("oven").alarms();

        assertThat(nearest.rules().minimumSteps()).isEqualTo(4);
        assertThat(nearest.rules().direction()).isEqualTo(Direction.UP);
        assertThat(nearest.maintenance()).hasSize(2);
        assertThat(near.rules().minimumSteps()).isEqualTo(3);
        assertThat(near.maintenance()).hasSize(1);
        assertThat(far.rules().minimumSteps()).isEqualTo(2);
        assertThat(far.maintenance()).isEmpty();
        Asked all = new Asked(SeriesControls.of(AlarmRules.NONE), new Limits(0, 1));
        assertThat(new ControlTable(all, Map.of()).of("oven")).isEqualTo(all);
    }

    @Test
    void shouldGiveASeriesLimitsOfItsOwn() {
        Asked all = new Asked(SeriesControls.of(AlarmRules.NONE), new Limits(0, 100));
        ControlTable table = new ControlTable(
                all,
                Map.of(
                        "tank-*", parse("{'rules': {'limit.upper': 90}}"),
                        "tank-3", parse("{'rules': {'limit.lower': 20.5}}"),
                        "tank-4", parse("{'rules': {'limit.lower': 95}}"),
                        "flare", parse("{'rules': {'limit.lower': 400}}"),
                        "vent", parse("{'rules': {'limit.lower': '-Infinity', 'limit.upper': 'Infinity'}}")));

        assertThat(table.of("tank-7").limits()).isEqualTo(new Limits(0, 90));
        assertThat(table.of("tank-3").limits()).isEqualTo(new Limits(20.5, 90));
        assertThat(table.of("tank-4").limits())
                .as("above the upper limit of all tanks, which then cannot be meant")
                .isEqualTo(new Limits(95, 100));
        assertThat(table.of("flare").limits())
                .as("above the application's upper limit, which then cannot be meant")
                .isEqualTo(new Limits(400, Double.POSITIVE_INFINITY));
        assertThat(table.of("vent").limits().isNone()).isTrue();
        assertThat(table.of("oven").limits()).isEqualTo(new Limits(0, 100));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> parse("{'rules': {'limit.lower': 5, 'limit.upper': 4}}"))
                .withMessageContaining("the lower limit must be below the upper one, was 5.0 and 4.0");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> parse("{'rules': {'limit.upper': 'high'}}"))
                .withMessageContaining("rule limit.upper must be a number, was high");
    }

    @Test
    void shouldKeepTheLatestThousandLabelsAndOneForEachTime() {
        AlarmControl control = AlarmControl.NONE;
        for (int i = 0; i < 1_005; i++) {
            control = control.withFeedback(new Feedback(i * 1000L, Label.NORMAL));
        }
        control = control.withFeedback(new Feedback(1_004_000, Label.ANOMALY));

        assertThat(control.feedback()).hasSize(1_000);
        assertThat(control.feedback().get(0).timestampMs()).isEqualTo(5_000);
        assertThat(control.feedback().get(999)).isEqualTo(new Feedback(1_004_000, Label.ANOMALY));
    }
}
