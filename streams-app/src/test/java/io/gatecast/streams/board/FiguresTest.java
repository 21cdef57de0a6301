package io.gatecast.streams.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatecast.streams.board.Points.Field;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private static final Bands BANDS = Bands.of(List.of(0.05, 0.25, 0.5, 0.75, 0.95));
    private final Points points = new Points(10);
    private long time;

    /** Adds a value, and a forecast for it whose outer band is 2 to either side and whose inner is 1. */
    private void add(double value, double expected) {
        int index = points.at(++time);
        points.set(Field.VALUE, index, value);
        points.set(Field.EXPECTED, index, expected);
        points.set(Field.LOWER, index, expected - 2);
        points.set(Field.UPPER, index, expected + 2);
        points.set(Field.INNER_LOWER, index, expected - 1);
        points.set(Field.INNER_UPPER, index, expected + 1);
    }

    @Test
    void shouldCompareErrorsWithThoseOfRepeatingTheSeason() {
        add(10, Double.NaN);
        add(20, Double.NaN);
        add(14, 13); // off by 1, the season by 4
        add(21, 24); // off by 3, the season by 1

        Figures figures = Figures.of(points, BANDS, 2);

        assertThat(figures.outcomes()).isEqualTo(2);
        assertThat(figures.error()).isEqualTo(2);
        assertThat(figures.skill()).isCloseTo(1 - 4.0 / 5, within(1e-12));
        assertThat(figures.reference()).isEqualTo(2);
    }

    @Test
    void shouldCountWhatTheBandsHeld() {
        add(10, 10.5);
        add(11, 12.5);
        add(12, 15);
        add(Double.NaN, 12);

        Figures figures = Figures.of(points, BANDS, 1);

        assertThat(figures.outerBand()).isEqualTo(0.9);
        assertThat(figures.outerCovered()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(figures.innerBand()).isEqualTo(0.5);
        assertThat(figures.innerCovered()).isCloseTo(1.0 / 3, within(1e-12));
    }

    @Test
    void shouldSayNothingWithoutOutcomes() {
        Figures figures = Figures.of(points, BANDS, 1);

        assertThat(figures.outcomes()).isZero();
        assertThat(List.of(figures.error(), figures.skill(), figures.outerCovered(), figures.innerCovered()))
                .containsOnly(Double.NaN);
    }

    @Test
    void shouldTakeTheWidestBandWhereThereIsNoneOfNinetyPercent() {
        Bands bands = Bands.of(List.of(0.1, 0.5, 0.9));

        assertThat(bands.outer()).isCloseTo(0.8, within(1e-12));
        assertThat(bands.innerLow()).isEqualTo(-1);
    }
}
