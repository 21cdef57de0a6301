package io.gatecast.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.schema.Forecast;
import io.gatecast.schema.ForecastStep;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerificationTest {
    private static Forecast forecast(String model, double median) {
        return Forecast.newBuilder()
                .setKey("a")
                .setIssuedAtMs(1000)
                .setModelId(model)
                .setSteps(List.of(new ForecastStep(5.0, List.of(1.0)), new ForecastStep(median, List.of(2.0))))
                .build();
    }

    @Test
    void shouldNameTheFieldsThatDiffer() {
        assertThat(Verification.differences(forecast("x", 7), forecast("y", Math.nextUp(7.0))))
                .containsExactly(
                        "step 2 ahead recorded {\"mean\": 7.0, \"quantiles\": [2.0]}, now {\"mean\": 7.000000000000001,"
                                + " \"quantiles\": [2.0]}",
                        "modelId recorded x, now y");
    }
}
