package io.gatecast.streams.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.ledger.GroupRecord;
import io.gatecast.streams.board.Points.Field;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private static final GroupRecord NEAREST =
            new GroupRecord(1, 1, 1, 210.5, 3, 3, 5, 4, 48, 0.8, 0.83, 0.95, 0.94, 0.25);
    private static final GroupRecord UNKNOWN = new GroupRecord(
            2, 24, 12, 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 48, 0.8, Double.NaN, 0.95, Double.NaN, 0);

    private final Points points = new Points(10);
    private long time;

    private void add(double value, double expected) {
        int index = points.at(++time);
        points.set(Field.VALUE, index, value);
        points.set(Field.EXPECTED, index, expected);
    }

    @Test
    void shouldTellTheMeanErrorInTheUnitOfTheSeries() {
        add(10, Double.NaN);
        add(14, 13);
        add(21, 24);
        add(Double.NaN, 12);

        Figures figures = Figures.of(points, List.of());

        assertThat(figures.outcomes()).isEqualTo(2);
        assertThat(figures.error()).isEqualTo(2);
    }

    @Test
    void shouldTellWhatTheLedgerKnows() {
        assertThat(Figures.of(points, List.of(NEAREST, UNKNOWN)).groups())
                .containsExactly(new Figures.Group(1, 1, 1, 210.5, 0.25, 48, 0.8, 0.83, 0.95, 0.94, 0.25));
    }

    @Test
    void shouldSayNothingWithoutOutcomes() {
        Figures figures = Figures.of(points, List.of(UNKNOWN));

        assertThat(figures.outcomes()).isZero();
        assertThat(figures.error()).isNaN();
        assertThat(figures.groups()).isEmpty();
    }

    @Test
    void shouldTakeTheWidestBandWhereThereIsNoneOfNinetyPercent() {
        assertThat(Bands.of(List.of(0.1, 0.5, 0.9))).isEqualTo(new Bands(0, 2, -1, -1));
        assertThat(Bands.of(List.of(0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975))).isEqualTo(new Bands(1, 5, 2, 4));
    }
}
