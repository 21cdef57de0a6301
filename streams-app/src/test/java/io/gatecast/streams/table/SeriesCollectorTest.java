package io.gatecast.streams.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatecast.streams.table.SeriesCollector.Collected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesCollectorTest {
    @TempDir
    private Path folder;

    @Test
    void shouldCollectInterleavedSeriesInOrderOfFirstRow() throws IOException {
        Path file = write("key,timestamp,value", "b,2024-01-01,1", "a,2024-01-01,2", "b,2024-01-02,", "b,2024-01-03,4");

        Collected collected =
                SeriesCollector.read(file, TableFormat.byDefaultNames(), Long.MAX_VALUE, SampleLimit.none());

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

        Collected collected = SeriesCollector.read(file, TableFormat.byDefaultNames(), 1, SampleLimit.none());

        assertThat(collected.series()).extracting(SeriesHistory::rows).containsExactly(1, 1);
    }

    @Test
    void shouldGrowBeyondItsInitialCapacity() throws IOException {
        List<String> lines = new ArrayList<>(List.of("timestamp,value"));
        for (int i = 0; i < 1000; i++) {
            lines.add((1_700_000_000L + i) + "," + i);
        }
        Path file = write(lines.toArray(String[]::new));

        SeriesHistory history = SeriesCollector.read(
                        file, TableFormat.byDefaultNames(), Long.MAX_VALUE, SampleLimit.none())
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

        SeriesCollector.Collected collected =
                SeriesCollector.read(file, TableFormat.byDefaultNames(), Long.MAX_VALUE, SampleLimit.none());

        assertThat(collected.series()).extracting(SeriesHistory::rows).containsExactly(1, 1);
        assertThat(collected.leftOut())
                .contains(
                        "note: left out 2 observations that are not later than the one before in their series, the first"
                                + " at " + file + ":4");
    }

    @Test
    void shouldHaveNothingToNoteWhereRowsAscend() throws IOException {
        Path file = write("timestamp,value", "2024-01-01,1", "2024-01-02,1");

        assertThat(SeriesCollector.read(file, TableFormat.byDefaultNames(), Long.MAX_VALUE, SampleLimit.none())
                        .leftOut())
                .isEmpty();
    }

    @Test
    void shouldRefuseTableWithoutRows() throws IOException {
        Path file = write("timestamp,value");

        assertThatThrownBy(() ->
                        SeriesCollector.read(file, TableFormat.byDefaultNames(), Long.MAX_VALUE, SampleLimit.none()))
                .hasMessage(file + ": at least one row is required, there is only the header");
    }

    @Test
    void shouldKeepTheLatestRowsOfASeriesBeyondTheLimit() {
        SeriesCollector collector = new SeriesCollector(Long.MAX_VALUE, SampleLimit.ofRows(20_000, 1));

        for (int row = 0; row < 100_000; row++) {
            add(collector, "a", row, row);
        }

        SeriesHistory history = collector.series().get(0);
        assertThat(history.rows()).isBetween(9_000, 20_000);
        assertThat(history.added()).isEqualTo(100_000);
        assertThat(history.timestampsMs()).hasSize(history.rows());
        assertThat(history.timestampMs(0)).isEqualTo(100_000 - history.rows());
        assertThat(history.values()[0][history.rows() - 1]).isEqualTo(99_999);
        assertThat(collector.sample()).contains(new SeriesCollector.Sample(100_000, 1));
    }

    @Test
    void shouldKeepAPartOfManySeriesWhole() {
        SeriesCollector collector = new SeriesCollector(Long.MAX_VALUE, SampleLimit.ofRows(20_000, 1));

        for (int row = 0; row < 30; row++) {
            for (int s = 0; s < 5_000; s++) {
                add(collector, "s" + s, row, s);
            }
        }

        // 20,000 rows hold 434 series of 30 rows and their own cost; an eighth of 5,000 is too many, a sixteenth is
        // not.
        assertThat(collector.series().size()).isBetween(250, 380);
        assertThat(collector.series()).allMatch(history -> history.rows() == 30);
        assertThat(collector.sample().orElseThrow().rows()).isEqualTo(150_000);
        assertThat(collector.sample().orElseThrow().series()).isBetween(4_000L, 6_000L);
    }

    @Test
    void shouldChooseTheSameSeriesInAnyOrderAndOthersWithAnotherSeed() {
        List<String> upwards = chosen(1, IntStream.range(0, 3_000));
        List<String> downwards = chosen(1, IntStream.range(0, 3_000).map(s -> 2_999 - s));
        List<String> otherSeed = chosen(2, IntStream.range(0, 3_000));

        assertThat(upwards).hasSizeBetween(300, 1_100).containsExactlyInAnyOrderElementsOf(downwards);
        assertThat(otherSeed).hasSizeBetween(300, 1_100).isNotEqualTo(upwards);
    }

    @Test
    void shouldCountDroppedRowsAmongTheFirstAskedFor() {
        SeriesCollector collector = new SeriesCollector(30_000, SampleLimit.ofRows(20_000, 1));

        for (int row = 0; row < 100_000; row++) {
            add(collector, "a", row, row);
        }

        SeriesHistory history = collector.series().get(0);
        assertThat(history.lastTimestampMs()).isEqualTo(29_999);
        assertThat(history.added()).isEqualTo(30_000);
    }

    @Test
    void shouldHaveNoSampleWhereEverythingFits() {
        SeriesCollector collector = new SeriesCollector(Long.MAX_VALUE, SampleLimit.ofRows(20_000, 1));

        add(collector, "a", 0, 1);

        assertThat(collector.sample()).isEmpty();
    }

    @Test
    void shouldHoldAsManyRowsAsHalfOfTheHeapTakes() {
        assertThat(SampleLimit.ofHeap(1L << 30, 1).rows(1)).isEqualTo((1L << 29) / 36);
        assertThat(SampleLimit.ofHeap(1L << 30, 1).rows(3)).isEqualTo((1L << 29) / 84);
        assertThat(SampleLimit.ofHeap(1L << 16, 1).rows(1)).isEqualTo(10_000);
        assertThat(SampleLimit.ofRows(20_000, 1).rows(3)).isEqualTo(20_000);
    }

    @Test
    void shouldRefuseALimitThatLeavesNothing() {
        assertThatThrownBy(() -> SampleLimit.ofRows(9_999, 1))
                .hasMessage("a sample must have at least 10000 rows, was 9999");
    }

    private static List<String> chosen(long seed, IntStream order) {
        SeriesCollector collector = new SeriesCollector(Long.MAX_VALUE, SampleLimit.ofRows(20_000, seed));
        order.forEach(s -> {
            for (int row = 0; row < 4; row++) {
                add(collector, "series " + s, row, s);
            }
        });
        return collector.series().stream().map(SeriesHistory::key).toList();
    }

    private static void add(SeriesCollector collector, String key, long timestampMs, double value) {
        collector.of(key, new RowShape(1, 0, 0)).filter(collector::wants).ifPresent(history -> {
            int row = collector.add(history, timestampMs);
            history.set(0, row, value);
        });
    }

    private Path write(String... lines) throws IOException {
        return Files.write(folder.resolve("table.csv"), List.of(lines));
    }
}
