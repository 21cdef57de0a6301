package io.gatecast.streams.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.schema.Forecast;
import io.gatecast.schema.ForecastFallback;
import io.gatecast.schema.ForecastStep;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForecastWriterTest {
    private static final byte[] PREFIX = {0, 0, 0, 0, 7};

    private final ForecastWriter writer = new ForecastWriter();

    @ParameterizedTest
    @ValueSource(longs = {0, 63, 64, -64, -65, 1_700_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE})
    void shouldWriteTheBytesThatAvroWrites(long number) throws IOException {
        Forecast forecast = forecast("Küche-7", number, List.of(0.1, 0.5, 0.9), 24);

        assertThat(writer.write(PREFIX, forecast)).isEqualTo(byAvro(forecast));
    }

    @Test
    void shouldWriteLongTextsAndManyStepsBehindShortOnes() throws IOException {
        Forecast small = forecast("", 1, List.of(), 1);
        Forecast large = forecast("k".repeat(20_000), 1, List.of(0.25, 0.75), 5_000);

        assertThat(writer.write(PREFIX, small)).isEqualTo(byAvro(small));
        assertThat(writer.write(PREFIX, large)).isEqualTo(byAvro(large));
        assertThat(writer.write(PREFIX, small)).isEqualTo(byAvro(small));
    }

    @Test
    void shouldShowStepsAsObjects() {
        ForecastSteps steps = new ForecastSteps(new double[] {5, 4, 6, 50, 40, 60}, 2);

        assertThat(steps)
                .containsExactly(new ForecastStep(5.0, List.of(4.0, 6.0)), new ForecastStep(50.0, List.of(40.0, 60.0)));
    }

    private static Forecast forecast(String key, long number, List<Double> levels, int steps) {
        double[] numbers = new double[steps * (1 + levels.size())];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Math.sin(i) * number;
        }
        return new Forecast(
                key,
                number,
                3_600_000L,
                "load",
                levels,
                new ForecastSteps(numbers, levels.size()),
                "model",
                number,
                number > 0,
                0.25,
                "observations",
                -1,
                number,
                (int) number,
                number,
                number > 0 ? List.of(new ForecastFallback(1, 24, 168, 0.75)) : List.of(),
                "0123456789abcdef");
    }

    private static byte[] byAvro(Forecast forecast) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(PREFIX);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<>(Forecast.getClassSchema()).write(forecast, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }
}
