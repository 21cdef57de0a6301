package io.gatecast.streams.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesTableTest {
    private static final TableFormat DEFAULT = TableFormat.byDefaultNames();

    @TempDir
    private Path folder;

    @Test
    void shouldReadInterleavedSeriesInOrderOfTheFile() {
        Path file = write(
                "key,timestamp,value",
                "a,2024-01-01T00:00:00Z,1.5",
                "b,2024-01-01T00:00:00Z,-2",
                "a,2024-01-01T01:00:00Z,3e2");

        assertThat(rows(file, DEFAULT))
                .containsExactly("a 1704067200000 1.5", "b 1704067200000 -2.0", "a 1704070800000 300.0");
    }

    @Test
    void shouldNameTheSeriesAfterTheFileWithoutKeyColumn() {
        Path file = write("timestamp,value", "2024-01-01,1");

        assertThat(rows(file, DEFAULT)).containsExactly("table 1704067200000 1.0");
    }

    @Test
    void shouldTakeTheOnlyFurtherColumnAsValue() {
        Path file = write("ds,demand", "2024-01-01,7");

        assertThat(rows(file, DEFAULT)).containsExactly("table 1704067200000 7.0");
    }

    @Test
    void shouldReadNamedColumnsTargetFirst() {
        Path file = write("date,HUFL,OT,id", "2024-01-01 00:00:00,1,2,x");
        TableFormat format =
                new TableFormat(Optional.of("id"), Optional.of("date"), List.of("OT", "HUFL"), TableLayout.AUTO, ',');

        try (SeriesTable table = SeriesTable.open(file, format)) {
            assertThat(table.columns()).containsExactly("OT", "HUFL");
        }
        assertThat(rows(file, format)).containsExactly("x 1704067200000 2.0 1.0");
    }

    @Test
    void shouldReadEveryNamedColumnAsSeriesInWideLayout() {
        Path file = write("date,HUFL,OT", "2024-01-01,1,2", "2024-01-02,3,");
        TableFormat format =
                new TableFormat(Optional.empty(), Optional.empty(), List.of("HUFL", "OT"), TableLayout.AUTO, ',');

        try (SeriesTable table = SeriesTable.open(file, format)) {
            assertThat(table.columns()).containsExactly("value");
        }
        assertThat(rows(file, format))
                .containsExactly(
                        "HUFL 1704067200000 1.0",
                        "OT 1704067200000 2.0",
                        "HUFL 1704153600000 3.0",
                        "OT 1704153600000 NaN");
    }

    @Test
    void shouldReadAllFurtherColumnsAsSeriesIfWideIsAskedFor() {
        Path file = write("date,a,b", "2024-01-01,1,2");

        assertThat(rows(file, withLayout(TableLayout.WIDE)))
                .containsExactly("a 1704067200000 1.0", "b 1704067200000 2.0");
    }

    @Test
    void shouldKeepSeveralColumnsInOneSeriesIfLongIsAskedFor() {
        Path file = write("date,a,b", "2024-01-01,1,2");
        TableFormat format =
                new TableFormat(Optional.empty(), Optional.empty(), List.of("b", "a"), TableLayout.LONG, ',');

        assertThat(rows(file, format)).containsExactly("table 1704067200000 2.0 1.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "NA", "NaN", "nan"})
    void shouldReadMissingValue(String text) {
        Path file = write("timestamp,value", "2024-01-01," + text);

        assertThat(rows(file, DEFAULT)).containsExactly("table 1704067200000 NaN");
    }

    @Test
    void shouldReadOtherDelimiterAndSkipByteOrderMarkAndEmptyLines() {
        Path file = write("\ufefftimestamp;value", "", "2024-01-01;1", "");
        TableFormat format = new TableFormat(Optional.empty(), Optional.empty(), List.of(), TableLayout.AUTO, ';');

        assertThat(rows(file, format)).containsExactly("table 1704067200000 1.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "Infinity", "-1e31", "1d", "0x1p3", "1,5"})
    void shouldRefuseWhatIsNoNumberWithPlaceAndValue(String text) {
        Path file = write("timestamp,value", "2024-01-01,1", "2024-01-02,\"" + text + "\"");

        assertThatThrownBy(() -> rows(file, DEFAULT))
                .isInstanceOf(TableFormatException.class)
                .hasMessage(file + ":3: value (column 'value') must be a number between -1.0E30 and 1.0E30, was '"
                        + text + "'");
    }

    @Test
    void shouldRefuseTimestampWithPlaceAndValue() {
        Path file = write("timestamp,value", "soon,1");

        assertThatThrownBy(() -> rows(file, DEFAULT))
                .isInstanceOf(TableFormatException.class)
                .hasMessageStartingWith(file + ":2: timestamp (column 'timestamp') must be ISO-8601")
                .hasMessageEndingWith("was 'soon'");
    }

    @Test
    void shouldRefuseEmptyKey() {
        Path file = write("key,timestamp,value", " ,2024-01-01,1");

        assertThatThrownBy(() -> rows(file, DEFAULT)).hasMessage(file + ":2: key (column 'key') must not be empty");
    }

    @Test
    void shouldRefuseLineOfOtherLength() {
        Path file = write("timestamp,value", "2024-01-01,1,5");

        assertThatThrownBy(() -> rows(file, DEFAULT))
                .hasMessage(file + ":2: a line must have 2 fields like the header, has 3");
    }

    @Test
    void shouldRefuseUnclosedQuote() {
        Path file = write("timestamp,value", "2024-01-01,\"1");

        assertThatThrownBy(() -> rows(file, DEFAULT))
                .isInstanceOf(TableFormatException.class)
                .hasMessageStartingWith(file + ": not readable as CSV: ");
    }

    @Test
    void shouldRefuseEmptyFile() {
        Path file = write();

        assertThatThrownBy(() -> rows(file, DEFAULT))
                .hasMessage(file + ": the first line must name the columns, the file is empty");
    }

    @Test
    void shouldNameTheColumnsIfThereIsNoTimestamp() {
        Path file = write("when,value", "2024-01-01,1");

        assertThatThrownBy(() -> rows(file, DEFAULT))
                .hasMessage(file
                        + ":1: a timestamp column is required, one of [timestamp, date, time, ds, datetime] or named with"
                        + " --timestamp-column; the columns are [when, value]");
    }

    @Test
    void shouldNameTheColumnsIfOneIsMissing() {
        Path file = write("timestamp,value", "2024-01-01,1");
        TableFormat format =
                new TableFormat(Optional.empty(), Optional.empty(), List.of("load"), TableLayout.AUTO, ',');

        assertThatThrownBy(() -> rows(file, format))
                .hasMessage(file + ":1: there is no value column 'load'; the columns are [timestamp, value]");
    }

    @Test
    void shouldAskForTheValueColumnsIfSeveralAreLeft() {
        Path file = write("timestamp,a,b", "2024-01-01,1,2");

        assertThatThrownBy(() -> rows(file, DEFAULT))
                .hasMessage(file + ":1: name the value columns with --value-columns, there is no column 'value'; the"
                        + " columns are [timestamp, a, b]");
    }

    @Test
    void shouldRefuseColumnThatIsThereTwice() {
        Path file = write("timestamp,value,value", "2024-01-01,1,2");

        assertThatThrownBy(() -> rows(file, DEFAULT))
                .hasMessage(file + ":1: a value column must be unique, 'value' is there twice; the columns are"
                        + " [timestamp, value, value]");
    }

    @Test
    void shouldRefuseKeyColumnInWideLayout() {
        Path file = write("id,date,a,b", "x,2024-01-01,1,2");
        TableFormat format =
                new TableFormat(Optional.of("id"), Optional.empty(), List.of("a", "b"), TableLayout.WIDE, ',');

        assertThatThrownBy(() -> rows(file, format))
                .hasMessage(file + ":1: a wide table has no key column, but 'id' is given; use --layout long");
    }

    @Test
    void shouldRefuseValueColumnThatIsTheTimestamp() {
        assertThatThrownBy(() ->
                        new TableFormat(Optional.empty(), Optional.of("date"), List.of("date"), TableLayout.AUTO, ','))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a value column must not be the key or timestamp column, was 'date'");
    }

    @Test
    void shouldRefuseFileThatDoesNotExist() {
        Path file = folder.resolve("none.csv");

        assertThatThrownBy(() -> SeriesTable.open(file, DEFAULT)).hasMessage("no such file: " + file);
    }

    @Test
    void shouldRefuseFolder() {
        assertThatThrownBy(() -> SeriesTable.open(folder, DEFAULT))
                .hasMessage("a CSV file is required, " + folder + " is a directory");
    }

    private Path write(String... lines) {
        try {
            return Files.write(folder.resolve("table.csv"), List.of(lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TableFormat withLayout(TableLayout layout) {
        return new TableFormat(Optional.empty(), Optional.empty(), List.of(), layout, ',');
    }

    private static List<String> rows(Path file, TableFormat format) {
        List<String> rows = new ArrayList<>();
        try (SeriesTable table = SeriesTable.open(file, format)) {
            while (table.next()) {
                StringBuilder row = new StringBuilder(table.key() + " " + table.timestampMs());
                for (int c = 0; c < table.columns().size(); c++) {
                    row.append(' ').append(table.value(c));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }
}
