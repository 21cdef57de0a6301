package io.gatecast.streams.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatecast.streams.table.SeriesCollector.Collected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesCollectorTest {
    @TempDir
    private Path folder;

    @Test
    void shouldCollectInterleavedSeriesInOrderOfFirstRow() throws IOException {
        Path file = write("key,timestamp,value", "b,2024-01-01,1", "a,2024-01-01,2", "b,2024-01-02,", "b,2024-01-03,4");

        Collected collected = SeriesCollector.read(file, TableFormat.byDefaultNames(), Long.MAX_VALUE);

        assertThat(collected.columns()).containsExactly("value");
        assertThat(collected.series()).extracting(SeriesHistory::key).containsExactly("b", "a");
        assertThat(collected.series().get(0).timestampsMs())
                .containsExactly(1_704_067_200_000L, 1_704_153_600_000L, 1_704_240_000_000L);
        assertThat(collected.series().get(0).values()[0]).containsExactly(1, Double.NaN, 4);
        assertThat(collected.series().get(1).values()[0]).containsExactly(2);
    }

    @Test
    void shouldKeepTheFirstRowsOfEverySeries() throws IOException {
        Path file = write("key,timestamp,value", "a,2024-01-01,1", "a,2024-01-02,2", "b,2024-01-02,3");

        Collected collected = SeriesCollector.read(file, TableFormat.byDefaultNames(), 1);

        assertThat(collected.series()).extracting(SeriesHistory::rows).containsExactly(1, 1);
    }

    @Test
    void shouldGrowBeyondItsInitialCapacity() throws IOException {
        List<String> lines = new ArrayList<>(List.of("timestamp,value"));
        for (int i = 0; i < 1000; i++) {
            lines.add((1_700_000_000L + i) + "," + i);
        }
        Path file = write(lines.toArray(String[]::new));

        SeriesHistory history = SeriesCollector.read(file, TableFormat.byDefaultNames(), Long.MAX_VALUE)
                .series()
                .get(0);

        assertThat(history.rows()).isEqualTo(1000);
        assertThat(history.timestampMs(999)).isEqualTo(1_700_000_999_000L);
        assertThat(history.value(0, 999)).isEqualTo(999);
        assertThat(history.until(1_700_000_500_500L).rows()).isEqualTo(501);
    }

    @Test
    void shouldLeaveOutRowsThatAreNotLaterAndNameTheFirst() throws IOException {
        Path file =
                write("key,timestamp,value", "a,2024-01-02,1", "b,2024-01-01,1", "a,2024-01-02,2", "a,2024-01-01,3");

        SeriesCollector.Collected collected = SeriesCollector.read(file, TableFormat.byDefaultNames(), Long.MAX_VALUE);

        assertThat(collected.series()).extracting(SeriesHistory::rows).containsExactly(1, 1);
        assertThat(collected.leftOut())
                .contains(
                        "note: left out 2 observations that are not later than the one before in their series, the first"
                                + " at " + file + ":4");
    }

    @Test
    void shouldHaveNothingToNoteWhereRowsAscend() throws IOException {
        Path file = write("timestamp,value", "2024-01-01,1", "2024-01-02,1");

        assertThat(SeriesCollector.read(file, TableFormat.byDefaultNames(), Long.MAX_VALUE)
                        .leftOut())
                .isEmpty();
    }

    @Test
    void shouldRefuseTableWithoutRows() throws IOException {
        Path file = write("timestamp,value");

        assertThatThrownBy(() -> SeriesCollector.read(file, TableFormat.byDefaultNames(), Long.MAX_VALUE))
                .hasMessage(file + ": at least one row is required, there is only the header");
    }

    private Path write(String... lines) throws IOException {
        return Files.write(folder.resolve("table.csv"), List.of(lines));
    }
}
