package io.gatecast.streams.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.schema.Anomaly;
import io.gatecast.schema.Breach;
import io.gatecast.schema.Forecast;
import io.gatecast.schema.ForecastStep;
import io.gatecast.schema.LimitSide;
import io.gatecast.streams.process.Issued;
import io.gatecast.streams.process.Past;
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
        return new Issued(
                List.of(forecast),
                alarm ? List.of(anomaly) : List.of(),
                List.of(20.0),
                List.of(),
                List.of(),
                List.of());
    }

    private List<Long> alarmTimes() {
        return series.detail().alarms().stream().map(Alarm::timeMs).toList();
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

    @Test
    void shouldBeginWithWhatIsStoredAndGoOnWithTheNextStep() {
        Past past = new Past(
                List.of("load"), new long[] {0, 1000}, new double[][] {{4, 6}}, 77, false, "model", List.of(List.of()));
        series.begin(past, () -> 1);

        assertThat(series.row().steps()).isEqualTo(77);
        assertThat(series.row().value()).isEqualTo(6);
        assertThat(series.detail().targets().get(0).forecast()).isEmpty();
        assertThat(series.detail().targets().get(0).fan().median()).isEmpty();

        series.step(issued(2000, false), () -> 2);

        assertThat(series.detail().targets().get(0).values()).containsExactly(4, 6, 20);
        assertThat(series.detail().targets().get(0).fan().median()).containsExactly(5);
        assertThat(series.row().version()).isEqualTo(2);
    }

    @Test
    void shouldTellOfTheLimitThatIsMostProbablyCrossed() {
        series.step(issued(1000, false), () -> 1);
        assertThat(series.row().breach()).isNaN();
        Issued step = issued(2000, false);
        Breach low = breach(LimitSide.LOWER, 0, 0.1, 7);
        Breach high = breach(LimitSide.UPPER, 30, 0.7, 3);

        series.step(
                new Issued(step.forecasts(), List.of(), step.observed(), List.of(), List.of(low, high), List.of()),
                () -> 2);

        assertThat(series.row().breach()).isEqualTo(0.7);
        assertThat(series.row().breachMs()).isEqualTo(5000);
        assertThat(series.detail().limits()).extracting(Limit::limit).containsExactly(0.0, 30.0);
    }

    private static Breach breach(LimitSide side, double limit, double probability, double steps) {
        return Breach.newBuilder()
                .setKey("pump")
                .setTimestampMs(2000)
                .setSide(side)
                .setLimit(limit)
                .setObserved(20)
                .setProbability(probability)
                .setExpectedSteps(steps)
                .setExpectedMs(2000 + Math.round(1000 * steps))
                .build();
    }
}
