package io.gatecast.streams.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatecast.core.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableRowsTest {
    private static final TableFormat WITH_PLAN = TableFormat.byDefaultNames()
            .with(List.of(), new FurtherColumns(List.of("wind"), List.of("plan"), List.of("site")));

    @TempDir
    private Path folder;

    @Test
    void shouldTakeWhatIsKnownFromTheRowsThatFollow() throws IOException {
        Path file = write(
                "key,timestamp,value,plan,site,wind",
                "a,2024-01-01,1,10,north,5",
                "b,2024-01-01,2,90,south,6",
                "a,2024-01-02,3,11,,7",
                "a,2024-01-03,4,,north,NA",
                "b,2024-01-02,5,91,south,8");

        assertThat(rows(file, 2))
                .containsExactly(
                        "a 0 [north] values=[1.0, 5.0], known=[[10.0, 11.0, NaN]]",
                        "a 1 [] values=[3.0, 7.0], known=[[11.0, NaN]]",
                        "a 2 [north] values=[4.0, NaN], known=[[NaN]]",
                        "b 0 [south] values=[2.0, 6.0], known=[[90.0, 91.0]]",
                        "b 1 [south] values=[5.0, 8.0], known=[[91.0]]");
    }

    @Test
    void shouldTakeRowsWithoutValueAtTheEndForTheFutureOnly() throws IOException {
        Path file = write(
                "timestamp,value,plan,site,wind",
                "2024-01-01,1,10,x,5",
                "2024-01-02,,11,x,",
                "2024-01-03,,12,x,",
                "2024-01-04,,13,x,",
                "2024-01-05,2,14,x,",
                "2024-01-06,,15,x,",
                "2024-01-07,,16,x,",
                "2024-01-08,,17,x,");

        assertThat(rows(file, 2))
                .containsExactly(
                        "table 0 [x] values=[1.0, 5.0], known=[[10.0, 11.0, 12.0]]",
                        "table 1 [x] values=[NaN, NaN], known=[[11.0, 12.0, 13.0]]",
                        "table 2 [x] values=[NaN, NaN], known=[[12.0, 13.0, 14.0]]",
                        "table 3 [x] values=[NaN, NaN], known=[[13.0, 14.0, 15.0]]",
                        "table 4 [x] values=[2.0, NaN], known=[[14.0, 15.0, 16.0]]");
    }

    @Test
    void shouldGiveRowsAtOnceWithoutKnownColumns() throws IOException {
        Path file = write("key,timestamp,value", "a,2024-01-01,1", "b,2024-01-01,", "a,2024-01-02,", "a,2024-01-01,9");

        List<String> all = new ArrayList<>();
        List<String> ascending = new ArrayList<>();
        read(file, TableFormat.byDefaultNames(), new ReadAs(0, 5, false), all);
        read(file, TableFormat.byDefaultNames(), new ReadAs(0, 5, true), ascending);

        assertThat(all)
                .containsExactly(
                        "a 0 [] values=[1.0]", "b 0 [] values=[NaN]", "a 1 [] values=[NaN]", "a 2 [] values=[9.0]");
        assertThat(ascending).containsExactly("a 0 [] values=[1.0]", "b 0 [] values=[NaN]", "a 1 [] values=[NaN]");
    }

    @Test
    void shouldCollectKnownAndStaticColumns() throws IOException {
        Path file = write(
                "key,timestamp,value,plan,site,wind",
                "a,2024-01-01,1,10,north,5",
                "a,2024-01-02,,11,,",
                "b,2024-01-01,2,,NA,6");

        SeriesCollector.Collected collected = SeriesCollector.read(file, WITH_PLAN, Long.MAX_VALUE, SampleLimit.none());

        assertThat(collected.columns()).containsExactly("value", "wind");
        assertThat(collected.series().get(0).known()[0]).containsExactly(10, 11);
        assertThat(collected.series())
                .extracting(SeriesHistory::statics)
                .containsExactly(List.of("north"), List.of(""));
    }

    @Test
    void shouldFindTheOnlyColumnThatHasNoRole() throws IOException {
        Path file = write("timestamp,load,plan,site,wind", "2024-01-01,1,10,x,5");

        try (SeriesTable table = SeriesTable.open(file, WITH_PLAN)) {
            assertThat(table.columns()).containsExactly("load", "wind");
        }
    }

    @Test
    void shouldRefuseColumnsThatAreNotThereOrHaveTwoRoles() throws IOException {
        Path file = write("timestamp,value,site,wind", "2024-01-01,1,x,5");

        assertThatThrownBy(() -> SeriesTable.open(file, WITH_PLAN))
                .isInstanceOf(TableFormatException.class)
                .hasMessage(
                        file + ":1: there is no known column 'plan'; the columns are [timestamp, value, site, wind]");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        WITH_PLAN.with(List.of("plan"), new FurtherColumns(List.of(), List.of("plan"), List.of())))
                .withMessage("value columns must differ, 'plan' is named twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WITH_PLAN.withLayout(TableLayout.WIDE))
                .withMessageContaining("a wide table has value columns only");
    }

    private List<String> rows(Path file, int horizon) {
        List<String> rows = new ArrayList<>();
        read(file, WITH_PLAN, new ReadAs(1, horizon, true), rows);
        return rows;
    }

    private record ReadAs(int known, int horizon, boolean ascending) {}

    private static void read(Path file, TableFormat format, ReadAs as, List<String> into) {
        try (SeriesTable table = SeriesTable.open(file, format)) {
            TableRows ready = new TableRows(table, as.known(), as.horizon(), as.ascending());
            while (ready.next()) {
                Observation observation = ready.row().observation();
                String text = observation.toString();
                into.add(ready.key() + " " + ready.row().index() + " "
                        + ready.row().statics() + " "
                        + text.substring(text.indexOf("values="), text.length() - 1));
            }
        }
    }

    private Path write(String... lines) throws IOException {
        return Files.write(folder.resolve("table.csv"), List.of(lines));
    }
}
