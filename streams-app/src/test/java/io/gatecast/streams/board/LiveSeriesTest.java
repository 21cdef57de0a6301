package io.gatecast.streams.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.schema.Anomaly;
import io.gatecast.schema.Forecast;
import io.gatecast.schema.ForecastStep;
import io.gatecast.streams.process.Issued;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveSeriesTest {
    private final LiveSeries series = new LiveSeries("pump", 0, 10);

    private static Issued issued(long timeMs, boolean alarm) {
        Forecast forecast = Forecast.newBuilder()
                .setKey("pump")
                .setIssuedAtMs(timeMs)
                .setStepMs(1000)
                .setLevels(List.of(0.05, 0.5, 0.95))
                .setSteps(List.of(new ForecastStep(5.0, List.of(1.0, 5.0, 9.0))))
                .build();
        Anomaly anomaly = Anomaly.newBuilder()
                .setKey("pump")
                .setTimestampMs(timeMs)
                .setScore(0.9)
                .setAlarm(true)
                .setObserved(20)
                .setExpected(5)
                .setLower(1)
                .setUpper(9)
                .build();
        return new Issued(List.of(forecast), alarm ? List.of(anomaly) : List.of(), List.of(20.0), List.of());
    }

    private List<Long> alarmTimes() {
        return series.detail(new Seasons(List.of(), false)).alarms().stream()
                .map(Alarm::timeMs)
                .toList();
    }

    @Test
    void shouldNumberAStepWhileReadersWaitForIt() {
        boolean[] waited = new boolean[1];

        series.step(issued(1000, false), () -> {
            waited[0] = Thread.holdsLock(series);
            return 7;
        });

        assertThat(waited[0]).isTrue();
        assertThat(series.version()).isEqualTo(7);
    }

    @Test
    void shouldDropAnAlarmThatARevisionWithdraws() {
        series.step(issued(1000, true), () -> 1);
        series.step(issued(2000, true), () -> 2);

        series.step(issued(1000, false), () -> 3);

        assertThat(alarmTimes()).containsExactly(2000L);
    }

    @Test
    void shouldKeepAlarmsInOrderOfTheirTimeWhenAnOlderOneIsRevised() {
        series.step(issued(1000, true), () -> 1);
        series.step(issued(2000, true), () -> 2);

        series.step(issued(1000, true), () -> 3);

        assertThat(alarmTimes()).containsExactly(1000L, 2000L);
    }
}
