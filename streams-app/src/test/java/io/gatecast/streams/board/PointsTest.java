package io.gatecast.streams.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.streams.board.Points.Field;
import org.junit.jupiter.api.Test;

class PointsTest {
    private static Points of(int most, long... times) {
        Points points = new Points(most);
        for (long time : times) {
            points.set(Field.VALUE, points.at(time), time * 10);
        }
        return points;
    }

    @Test
    void shouldKeepTheLatestPointsHoweverManyThereWere() {
        Points points = new Points(100);
        for (int i = 0; i < 1_000; i++) {
            int index = points.at(i);
            assertThat(points.timeMs(index)).isEqualTo(i);
            points.set(Field.VALUE, index, i);
            assertThat(points.all(Field.VALUE)).hasSize(Math.min(i + 1, 100)).endsWith(i);
        }

        assertThat(points.times()).startsWith(900, 901).endsWith(999).hasSize(100);
        assertThat(points.all(Field.VALUE)).startsWith(900, 901).endsWith(999);
    }

    @Test
    void shouldPutALatePointWhereItBelongs() {
        Points points = of(10, 1, 2, 4);

        points.set(Field.VALUE, points.at(3), 30);

        assertThat(points.times()).containsExactly(1, 2, 3, 4);
        assertThat(points.all(Field.VALUE)).containsExactly(10, 20, 30, 40);
        assertThat(points.all(Field.EXPECTED)).containsExactly(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    @Test
    void shouldFindThePointOfATimeAgain() {
        Points points = of(10, 1, 2, 3);

        points.set(Field.VALUE, points.at(2), 7);

        assertThat(points.all(Field.VALUE)).containsExactly(10, 7, 30);
    }
}
