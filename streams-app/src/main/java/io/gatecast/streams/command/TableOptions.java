package io.gatecast.streams.command;

import io.gatecast.core.spec.ModelSpec;
import io.gatecast.streams.table.FurtherColumns;
import io.gatecast.streams.table.TableFormat;
import io.gatecast.streams.table.TableLayout;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that tell what the columns of a CSV file mean. */
final class TableOptions {
    @Option(
            names = "--key-column",
            paramLabel = "NAME",
            description = "Column with the names of the series (default: key, if there is one; without a key column"
                    + " the file is one series named after it).")
    private String keyColumn;

    @Option(
            names = "--timestamp-column",
            paramLabel = "NAME",
            description = "Column with the event times (default: timestamp, or else date, time, ds or datetime).")
    private String timestampColumn;

    @Option(
            names = "--value-columns",
            paramLabel = "NAME",
            split = ",",
            description = "Columns with the values, the target first (default: value, or the only further column).")
    private List<String> valueColumns = List.of();

    @Option(
            names = "--layout",
            paramLabel = "LAYOUT",
            description = "long: a row is one observation of one series; wide: every value column is a series; auto:"
                    + " wide if several value columns are named and there is no key column (default: auto).")
    private TableLayout layout = TableLayout.AUTO;

    @Option(
            names = "--delimiter",
            paramLabel = "CHAR",
            converter = DelimiterText.class,
            description = "Character between the fields, tab for a tabulator (default: a comma).")
    private char delimiter = ',';

    /** Returns what the options say. */
    TableFormat format() {
        return new TableFormat(
                Optional.ofNullable(keyColumn), Optional.ofNullable(timestampColumn), valueColumns, layout, delimiter);
    }

    /**
     * Returns what the columns of a file mean to a model: they are found by its names, unless it has one column alone, which may
     * have any name.
     */
    TableFormat formatFor(ModelSpec model) {
        TableFormat given = format();
        FurtherColumns further = new FurtherColumns(
                List.of(), model.roles().knownNames(), model.roles().staticNames());
        boolean valuesOnly = further.equals(FurtherColumns.NONE);
        if (valuesOnly && (model.columns().size() == 1 || !valueColumns.isEmpty())) {
            return given;
        }
        List<String> values = valueColumns.isEmpty() ? model.columns() : valueColumns;
        return given.with(values, further).withLayout(TableLayout.LONG);
    }

    static final class DelimiterText implements ITypeConverter<Character> {
        @Override
        public Character convert(String text) {
            if (text.equalsIgnoreCase("tab") || text.equals("\\t")) {
                return '\t';
            }
            if (text.length() != 1) {
                throw new TypeConversionException("must be one character or tab, was '" + text + "'");
            }
            return text.charAt(0);
        }
    }
}
