package io.gatecast.streams.decode;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvReader.CsvReaderBuilder;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.streams.config.GatecastConfig;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Lines of comma-separated text; an empty cell is a missing value. */
final class CsvFormat implements EventFormat {
    private static final List<String> VALUE = List.of("value");
    private static final Pattern NOT_A_NUMBER = Pattern.compile("[+-]?NaN", Pattern.CASE_INSENSITIVE);
    private static final Pattern INFINITE = Pattern.compile("[+-]?Inf(inity)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,9})?");

    private final List<String> names;
    private final char delimiter;
    private final int key;
    private final int timestamp;
    private final int[] values;
    private final EventTime time;
    private final int[] known;
    private final int[] statics;
    private final ModelSpec model;

    CsvFormat(GatecastConfig config, ModelSpec model) {
        names = config.csvColumns();
        delimiter = config.csvDelimiter();
        key = config.keyField().map(names::indexOf).orElse(-1);
        timestamp = config.timestampField().map(names::indexOf).orElse(-1);
        values = (config.valueFields().isEmpty() ? VALUE : config.valueFields())
                .stream().mapToInt(names::indexOf).toArray();
        time = new EventTime(config.timestampFormat());
        known = model.roles().knownNames().stream().mapToInt(names::indexOf).toArray();
        statics = model.roles().staticNames().stream().mapToInt(names::indexOf).toArray();
        this.model = model;
    }

    @Override
    public Event read(String topic, byte[] bytes) throws BadRecordException {
        CsvRecord line = parse(Utf8.decode(bytes, Reason.UNREADABLE_CSV, "a line"));
        Optional<String> series = key < 0
                ? Optional.empty()
                : Optional.of(SeriesKey.checked(line.getField(key)).text());
        OptionalLong atMs = timestamp < 0
                ? OptionalLong.empty()
                : OptionalLong.of(time.ofText(line.getField(timestamp), names.get(timestamp)));
        ValueBuffer buffer = new ValueBuffer(model.columns().size());
        for (int cell : values) {
            OptionalDouble value = number(line.getField(cell).trim(), names.get(cell));
            if (value.isPresent()) {
                buffer.add(value.getAsDouble(), names.get(cell));
            } else {
                buffer.addMissing();
            }
        }
        return new Event(series, atMs, buffer.complete(), covariates(line));
    }

    /** What is known of now and the steps ahead is in one cell, separated by bars, with nothing between where it is unknown. */
    private Covariates covariates(CsvRecord line) throws BadRecordException {
        Covariates covariates = new Covariates(model);
        for (int c = 0; c < known.length; c++) {
            String field = names.get(known[c]);
            for (String step : line.getField(known[c]).split("\\|", -1)) {
                OptionalDouble value = number(step.trim(), field);
                if (value.isPresent()) {
                    covariates.addKnown(c, value.getAsDouble(), field);
                } else {
                    covariates.addUnknown(c);
                }
            }
        }
        for (int c = 0; c < statics.length; c++) {
            covariates.setStatic(c, line.getField(statics[c]).trim(), names.get(statics[c]));
        }
        return covariates;
    }

    private CsvRecord parse(String text) throws BadRecordException {
        CsvRecord line;
        try {
            line = builder().ofSingleCsvRecord(text);
        } catch (CsvParseException e) {
            throw new BadRecordException(
                    Reason.UNREADABLE_CSV, "the value must be one line of text: " + e.getMessage());
        }
        if (line.getFieldCount() != names.size()) {
            throw new BadRecordException(
                    Reason.UNREADABLE_CSV,
                    "a line must have the " + names.size() + " cells " + names + ", has " + line.getFieldCount() + ": "
                            + BadRecordException.quote(text));
        }
        return line;
    }

    /** Builders are cheap and not safe for use by many threads. */
    private CsvReaderBuilder builder() {
        return CsvReader.builder().fieldSeparator(delimiter);
    }

    /** The number in a cell, empty if it is missing. */
    private static OptionalDouble number(String cell, String field) throws BadRecordException {
        if (cell.isEmpty()) {
            return OptionalDouble.empty();
        }
        if (NUMBER.matcher(cell).matches()) {
            return OptionalDouble.of(Double.parseDouble(cell));
        }
        if (NOT_A_NUMBER.matcher(cell).matches()) {
            return OptionalDouble.of(Double.NaN);
        }
        if (INFINITE.matcher(cell).matches()) {
            return OptionalDouble.of(cell.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        throw new BadRecordException(
                Reason.WRONG_TYPE, "field " + field + ": expected a number, was " + BadRecordException.quote(cell));
    }
}
