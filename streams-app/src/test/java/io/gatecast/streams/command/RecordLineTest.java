package io.gatecast.streams.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class RecordLineTest {

    @Test
    void shouldShowNextAndLastStepOfForecast() throws JsonProcessingException {
        assertThat(line("""
                {"key": "pump-7", "issuedAtMs": 1700000000000, "levels": [0.05, 0.5, 0.95], "warmup": true,
                 "steps": [{"mean": 1.5, "quantiles": [1, 1.5, 2]}, {"mean": 2, "quantiles": [0, 2, 4]}]}"""))
                .isEqualTo("2023-11-14T22:13:20Z  pump-7                next 1.50000 [1.00000 .. 2.00000] 90 %"
                        + "  step 2 2.00000 [0.00000 .. 4.00000] 90 %  warming up");
    }

    @Test
    void shouldShowAnomalyWithWhatWasExpected() throws JsonProcessingException {
        assertThat(line("""
                {"key": "pump-7", "timestampMs": 1700000000000, "score": 0.97, "severity": "CRITICAL", "alarm": true,
                 "observed": 9, "expected": 1.5, "lower": 1, "upper": "NaN"}"""))
                .isEqualTo("2023-11-14T22:13:20Z  pump-7                ALARM CRITICAL score 0.970  observed 9.00000,"
                        + " expected 1.50000 [1.00000 .. -]");
    }

    @Test
    void shouldShowWhenALimitWillProbablyBeCrossed() throws JsonProcessingException {
        String record = """
                {"key": "tank-3", "timestampMs": 1700000000000, "side": "UPPER", "limit": 90, "observed": 71.5,
                 "probability": 0.724, "expectedSteps": 3, "expectedMs": 1700010800000}""";

        assertThat(line(record))
                .isEqualTo("2023-11-14T22:13:20Z  tank-3                above 90.0000 72 %, expected"
                        + " 2023-11-15T01:13:20Z  observed 71.5000");
        assertThat(line(record.replace("\"expectedSteps\": 3", "\"expectedSteps\": 0")))
                .contains("72 % now  observed");
    }

    @Test
    void shouldShowMissingValueOfObservation() throws JsonProcessingException {
        assertThat(line("""
                {"key": "pump-7", "timestampMs": 1700000000000, "values": [1.5, null]}""")).isEqualTo("2023-11-14T22:13:20Z  pump-7                1.50000  -");
    }

    @Test
    void shouldShowAnythingElseAsItIs() throws JsonProcessingException {
        assertThat(line("{\"unreadable\": \"no value\"}")).isEqualTo("{\"unreadable\":\"no value\"}");
    }

    private static String line(String json) throws JsonProcessingException {
        return RecordLine.of(new JsonMapper().readTree(json));
    }
}
