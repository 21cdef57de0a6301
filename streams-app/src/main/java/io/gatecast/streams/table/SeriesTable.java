package io.gatecast.streams.table;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.gatecast.core.Observation;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A cursor over the observations in a CSV file, in the order of the file. Only the current line is in memory.
 *
 * <pre>{@code
 * try (SeriesTable table = SeriesTable.open(file, format)) {
 *     while (table.next()) {
 *         use(table.key(), table.timestampMs(), table.value(0));
 *     }
 * }
 * }</pre>
 *
 * <p>An empty field, {@code NA} and {@code NaN} are missing values. In wide layout, every line gives one observation
 * per value column.
 */
public final class SeriesTable implements Closeable {
    /** Keys and categories kept, so that the same text is not in memory many times. */
    private static final int MOST_TEXTS = 200_000;

    private final Path file;
    private final CsvReader<CsvRecord> reader;
    private final CloseableIterator<CsvRecord> lines;
    private final List<String> header;
    private final int keyIndex;
    private final int timestampIndex;
    private final int[] valueIndices;
    private final int[] knownIndices;
    private final int[] staticIndices;
    private final boolean wide;
    private final String singleKey;
    private final Map<String, String> texts = new HashMap<>();
    private final double[] values;

    private CsvRecord line;
    private int wideColumn;
    private String key;
    private long timestampMs;
    private long leftOut;
    private String firstLeftOut;

    private SeriesTable(Path file, TableFormat format, CsvReader<CsvRecord> reader) {
        this.file = file;
        this.reader = reader;
        lines = reader.iterator();
        header = readHeader();
        timestampIndex = findTimestamp(format);
        keyIndex = findKey(format);
        valueIndices = findValues(format);
        knownIndices = indices("known", format.further().known());
        staticIndices = indices("static", format.further().statics());
        wide = isWide(format);
        singleKey = nameWithoutExtension(file);
        values = new double[wide ? 1 : valueIndices.length];
        wideColumn = valueIndices.length;
    }

    /**
     * Opens a table and reads its header.
     *
     * @param file a CSV file in UTF-8 whose first line names the columns
     * @param format what the columns mean
     * @return the table, before its first observation
     * @throws TableFormatException if the header does not have the columns that the format asks for
     * @throws UncheckedIOException if the file cannot be read
     */
    public static SeriesTable open(Path file, TableFormat format) {
        CsvReader<CsvRecord> reader = openReader(file, format);
        try {
            return new SeriesTable(file, format, reader);
        } catch (RuntimeException e) {
            try {
                reader.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /**
     * Names of the columns that are neither the timestamp nor the key.
     *
     * @param file a CSV file in UTF-8 whose first line names the columns
     * @param format what the columns mean
     * @return names in the order of the file
     * @throws TableFormatException if there is no such file, no header, or no timestamp column
     * @throws UncheckedIOException if the file cannot be read
     */
    public static List<String> otherColumns(Path file, TableFormat format) {
        try (CsvReader<CsvRecord> reader = openReader(file, format)) {
            CloseableIterator<CsvRecord> lines = reader.iterator();
            if (!lines.hasNext()) {
                throw new TableFormatException(file + ": the first line must name the columns, the file is empty");
            }
            List<String> names = new ArrayList<>(
                    lines.next().getFields().stream().map(String::trim).toList());
            names.remove(format.keyColumn().orElse(TableFormat.DEFAULT_KEY_COLUMN));
            List<String> times = format.timestampColumn().map(List::of).orElse(TableFormat.DEFAULT_TIMESTAMP_COLUMNS);
            times.stream().filter(names::contains).findFirst().ifPresent(names::remove);
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Moves to the next observation.
     *
     * @return false at the end of the file
     * @throws TableFormatException if the next line is malformed
     */
    public boolean next() {
        if (wide && wideColumn + 1 < valueIndices.length) {
            wideColumn++;
        } else if (nextLine()) {
            requireAllFields();
            timestampMs = readTimestamp();
            wideColumn = 0;
        } else {
            return false;
        }
        readKeyAndValues();
        return true;
    }

    /**
     * Name of the series observed.
     *
     * @return key
     */
    public String key() {
        return key;
    }

    /**
     * Event time.
     *
     * @return milliseconds since 1970-01-01T00:00:00Z
     */
    public long timestampMs() {
        return timestampMs;
    }

    /**
     * One value of the current observation.
     *
     * @param column index in {@link #columns()}
     * @return the value, {@link Double#NaN} if missing
     */
    public double value(int column) {
        return values[column];
    }

    /**
     * One value of a known column in the current row.
     *
     * @param column index among the known columns of the format
     * @return the value, {@link Double#NaN} if missing
     */
    public double known(int column) {
        return readValue(knownIndices[column]);
    }

    /**
     * The text of a static column in the current row.
     *
     * @param column index among the static columns of the format
     * @return text without blanks around it, empty if missing
     */
    public String staticText(int column) {
        String text = line.getField(staticIndices[column]).trim();
        return isMissing(text) ? "" : kept(text);
    }

    /**
     * A copy of the current row.
     *
     * @param index number of the row within its series
     * @return everything in the row
     */
    public TableRow row(long index) {
        double[] known = new double[knownIndices.length];
        for (int c = 0; c < known.length; c++) {
            known[c] = known(c);
        }
        List<String> statics = IntStream.range(0, staticIndices.length)
                .mapToObj(this::staticText)
                .toList();
        return new TableRow(index, timestampMs, line.getField(timestampIndex).trim(), values.clone(), known, statics);
    }

    /**
     * Names of an observation's values.
     *
     * @return the value columns, or {@value TableFormat#DEFAULT_VALUE_COLUMN} alone in wide layout
     */
    public List<String> columns() {
        if (wide) {
            return List.of(TableFormat.DEFAULT_VALUE_COLUMN);
        }
        List<String> names = new ArrayList<>(valueIndices.length);
        for (int index : valueIndices) {
            names.add(header.get(index));
        }
        return names;
    }

    /**
     * Place of the current observation, for messages.
     *
     * @return file and line number, such as {@code readings.csv:17}
     */
    public String place() {
        return file + ":" + line.getStartingLineNumber();
    }

    /**
     * Whether the current observation is later than an earlier one of its series. One that is not is to be left out, as the
     * topology would reject it; it is counted for {@link #leftOut()}.
     *
     * @param previousMs event time of the observation before it in the series; -1 = there is none
     * @return false if it is not later
     */
    public boolean isAfter(long previousMs) {
        if (timestampMs > previousMs) {
            return true;
        }
        if (leftOut++ == 0) {
            firstLeftOut = place();
        }
        return false;
    }

    /**
     * What was left out so far.
     *
     * @return a note for the user; empty if there is nothing to note
     */
    public Optional<String> leftOut() {
        return leftOut == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "note: left out %,d observations that are not later than the one before in their series, the first at %s",
                        leftOut,
                        firstLeftOut));
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CsvReader<CsvRecord> openReader(Path file, TableFormat format) {
        try {
            if (Files.isDirectory(file)) {
                throw new TableFormatException("a CSV file is required, " + file + " is a directory");
            }
            return CsvReader.builder()
                    .fieldSeparator(format.delimiter())
                    .detectBomHeader(true)
                    .allowUnclosedQuote(false)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .ofCsvRecord(file);
        } catch (NoSuchFileException e) {
            throw new TableFormatException("no such file: " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> readHeader() {
        if (!nextLine()) {
            throw new TableFormatException(file + ": the first line must name the columns, the file is empty");
        }
        return line.getFields().stream().map(String::trim).toList();
    }

    private int findTimestamp(TableFormat format) {
        if (format.timestampColumn().isPresent()) {
            return requireColumn("timestamp", format.timestampColumn().get());
        }
        for (String name : TableFormat.DEFAULT_TIMESTAMP_COLUMNS) {
            if (header.contains(name)) {
                return requireColumn("timestamp", name);
            }
        }
        throw new TableFormatException("%s: a timestamp column is required, one of %s or named with --timestamp-column;"
                        .formatted(place(), TableFormat.DEFAULT_TIMESTAMP_COLUMNS)
                + " the columns are " + header);
    }

    private int findKey(TableFormat format) {
        if (format.keyColumn().isPresent()) {
            if (format.layout() == TableLayout.WIDE) {
                throw new TableFormatException(place() + ": a wide table has no key column, but '"
                        + format.keyColumn().get() + "' is given; use --layout long");
            }
            return requireColumn("key", format.keyColumn().get());
        }
        boolean byDefault = format.layout() != TableLayout.WIDE && header.contains(TableFormat.DEFAULT_KEY_COLUMN);
        return byDefault ? requireColumn("key", TableFormat.DEFAULT_KEY_COLUMN) : -1;
    }

    private int[] findValues(TableFormat format) {
        List<String> names =
                new ArrayList<>(format.valueColumns().isEmpty() ? defaultValues(format) : format.valueColumns());
        names.addAll(format.further().inputs());
        return indices("value", names);
    }

    private int[] indices(String role, List<String> names) {
        return names.stream().mapToInt(name -> requireColumn(role, name)).toArray();
    }

    private List<String> defaultValues(TableFormat format) {
        List<String> further = new ArrayList<>(header);
        further.remove(header.get(timestampIndex));
        if (keyIndex >= 0) {
            further.remove(header.get(keyIndex));
        }
        if (format.layout() == TableLayout.WIDE && !further.isEmpty()) {
            return further;
        }
        further.removeAll(format.further().inputs());
        further.removeAll(format.further().known());
        further.removeAll(format.further().statics());
        if (further.contains(TableFormat.DEFAULT_VALUE_COLUMN)) {
            return List.of(TableFormat.DEFAULT_VALUE_COLUMN);
        }
        if (further.size() == 1) {
            return further;
        }
        throw new TableFormatException(
                "%s: name the value columns with --value-columns, there is no column '%s'; the columns are %s"
                        .formatted(place(), TableFormat.DEFAULT_VALUE_COLUMN, header));
    }

    private int requireColumn(String role, String name) {
        int index = header.indexOf(name);
        if (index < 0) {
            throw new TableFormatException(
                    "%s: there is no %s column '%s'; the columns are %s".formatted(place(), role, name, header));
        }
        if (header.lastIndexOf(name) != index) {
            throw new TableFormatException("%s: a %s column must be unique, '%s' is there twice; the columns are %s"
                    .formatted(place(), role, name, header));
        }
        return index;
    }

    private boolean isWide(TableFormat format) {
        return switch (format.layout()) {
            case WIDE -> true;
            case LONG -> false;
            case AUTO ->
                keyIndex < 0
                        && format.valueColumns().size() > 1
                        && format.further().isEmpty();
        };
    }

    private static String nameWithoutExtension(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private boolean nextLine() {
        try {
            if (!lines.hasNext()) {
                return false;
            }
            line = lines.next();
            return true;
        } catch (CsvParseException e) {
            throw new TableFormatException(file + ": not readable as CSV: " + e.getMessage(), e);
        }
    }

    private long readTimestamp() {
        String text = line.getField(timestampIndex);
        try {
            return TimestampText.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TableFormatException(
                    "%s: timestamp (column '%s') %s".formatted(place(), header.get(timestampIndex), e.getMessage()), e);
        }
    }

    private void readKeyAndValues() {
        if (wide) {
            key = header.get(valueIndices[wideColumn]);
            values[0] = readValue(valueIndices[wideColumn]);
            return;
        }
        key = keyIndex < 0 ? singleKey : readKey();
        for (int c = 0; c < values.length; c++) {
            values[c] = readValue(valueIndices[c]);
        }
    }

    private String readKey() {
        String text = line.getField(keyIndex);
        if (text.isBlank()) {
            throw new TableFormatException(
                    "%s: key (column '%s') must not be empty".formatted(place(), header.get(keyIndex)));
        }
        return kept(text);
    }

    private String kept(String text) {
        if (texts.size() == MOST_TEXTS) {
            texts.clear();
        }
        return texts.computeIfAbsent(text, name -> name);
    }

    private double readValue(int index) {
        String text = line.getField(index).trim();
        if (isMissing(text)) {
            return Double.NaN;
        }
        double value = parseDecimal(text);
        if (!(Math.abs(value) <= Observation.MAX_MAGNITUDE)) {
            throw new TableFormatException("%s: value (column '%s') must be a number between -%s and %s, was '%s'"
                    .formatted(place(), header.get(index), Observation.MAX_MAGNITUDE, Observation.MAX_MAGNITUDE, text));
        }
        return value;
    }

    private static boolean isMissing(String text) {
        return text.isEmpty() || text.equalsIgnoreCase("NA") || text.equalsIgnoreCase("NaN");
    }

    // Java also reads "1d", "0x1p3" and "Infinity"; tables that contain such text mean something else by it.
    private static double parseDecimal(String text) {
        char last = text.charAt(text.length() - 1);
        if ((last < '0' || last > '9') && last != '.' || text.indexOf('x') >= 0 || text.indexOf('X') >= 0) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private void requireAllFields() {
        if (line.getFieldCount() != header.size()) {
            throw new TableFormatException("%s: a line must have %d fields like the header, has %d"
                    .formatted(place(), header.size(), line.getFieldCount()));
        }
    }
}
