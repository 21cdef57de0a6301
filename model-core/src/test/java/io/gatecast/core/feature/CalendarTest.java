package io.gatecast.core.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarTest {
    /** Angles in turns: of the day from midnight, of the week from Monday. */
    @ParameterizedTest
    @CsvSource({
        "Z, 1970-01-01T00:00:00Z, 0, 3",
        "Z, 2024-01-01T00:00:00Z, 0, 0",
        "Z, 2024-01-01T06:00:00Z, 0.25, 0.25",
        "Z, 2024-01-03T18:00:00Z, 0.75, 2.75",
        "Z, 2024-02-29T12:00:00Z, 0.5, 3.5",
        "Z, 2026-11-22T23:59:59.999Z, 0.999999988, 6.999999988",
        "Europe/Berlin, 2024-01-01T23:00:00Z, 0, 1",
        "Europe/Berlin, 2024-07-01T22:00:00Z, 0, 1",
        "Europe/Berlin, 2024-03-31T00:00:00Z, 0.041666667, 6.041666667",
        "Europe/Berlin, 2024-03-31T01:00:00Z, 0.125, 6.125",
        "America/New_York, 1970-01-01T00:00:00Z, 0.791666667, 2.791666667",
        "America/New_York, 2024-11-03T06:00:00Z, 0.041666667, 6.041666667"
    })
    void shouldPlaceHourAndWeekdayOnTheirCircles(String zone, String time, double day, double weekday) {
        float[] out = new float[4];

        new Calendar(ZoneId.of(zone), 0).write(Instant.parse(time).toEpochMilli(), out);

        assertThat((double) out[0]).isCloseTo(Math.sin(2 * Math.PI * day), within(1e-6));
        assertThat((double) out[1]).isCloseTo(Math.cos(2 * Math.PI * day), within(1e-6));
        assertThat((double) out[2]).isCloseTo(Math.sin(2 * Math.PI * weekday / 7), within(1e-6));
        assertThat((double) out[3]).isCloseTo(Math.cos(2 * Math.PI * weekday / 7), within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({"Z, 3600000", "Z, 300000", "Asia/Kolkata, 3600000", "Europe/Berlin, 900000", "Z, 604800001"})
    void shouldGiveTheSameBitsWhateverStepIsUsual(String zone, long stepMs) {
        Calendar computing = new Calendar(ZoneId.of(zone), 0);
        Calendar remembering = new Calendar(ZoneId.of(zone), stepMs);
        float[] computed = new float[4];
        float[] remembered = new float[4];

        for (long timestampMs = 0; timestampMs < 14 * 86_400_000L; timestampMs += 150_000) {
            computing.write(timestampMs, computed);
            remembering.write(timestampMs, remembered);

            assertThat(remembered).as("at %d", timestampMs).isEqualTo(computed);
        }
    }
}
