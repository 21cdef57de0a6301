package io.gatecast.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gatecast.streams.board.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class FleetTest {
    private static Row row(String key, long timeMs) {
        return new Row(
                key,
                "",
                0,
                timeMs,
                1,
                1,
                0,
                2,
                0,
                0,
                0,
                "",
                0,
                1,
                0.95,
                Double.NaN,
                Double.NaN,
                0,
                5,
                false,
                "model",
                "",
                timeMs);
    }

    @Test
    void shouldShowASeriesThatMovedOnceAndAsItIsWhereItIsNow() {
        List<Row> here = List.of(row("pump", 2000));
        List<Row> unreachable = List.of(row("pump", 1000), row("fan", 1000));

        assertThat(Fleet.onceEach(List.of(here, unreachable)))
                .extracting(Row::key, Row::timeMs)
                .containsExactly(tuple("pump", 2000L), tuple("fan", 1000L));
    }
}
