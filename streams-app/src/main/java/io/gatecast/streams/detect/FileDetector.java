package io.gatecast.streams.detect;

import io.gatecast.core.Forecaster;
import io.gatecast.core.Model;
import io.gatecast.core.Observation;
import io.gatecast.core.anomaly.Detection;
import io.gatecast.core.anomaly.DetectorSettings;
import io.gatecast.core.spec.ColumnRoles;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.streams.table.SeriesTable;
import io.gatecast.streams.table.TableFormat;
import io.gatecast.streams.table.TableFormatException;
import io.gatecast.streams.table.TableRow;
import io.gatecast.streams.table.TableRows;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Detects anomalies in the series of a file.
 *
 * <p>A model of several columns takes those it knows by name. A model of a single column takes any number: each is forecast by itself, and
 * all are judged together.
 */
public final class FileDetector {
    private final Model model;
    private final ModelSpec spec;
    private final DetectorSettings settings;

    /**
     * Creates a detector.
     *
     * @param model whose forecasts are judged
     * @param settings how to detect
     */
    public FileDetector(Model model, DetectorSettings settings) {
        this.model = model;
        spec = model.spec();
        this.settings = settings;
    }

    /**
     * Steps through a file.
     *
     * @param file CSV file
     * @param format what its columns mean; without value columns, all but key and timestamp are, for a model of one column
     * @param sink takes every row, in the order of the file
     * @return number of alarms
     * @throws TableFormatException if the file is malformed or has other columns than the model
     */
    public long detect(Path file, TableFormat format, RowSink sink) {
        boolean single = spec.columns().size() == 1 && spec.roles().equals(ColumnRoles.ONE_TARGET);
        TableFormat read = single ? allColumns(file, format) : format;
        try (SeriesTable table = SeriesTable.open(file, read)) {
            List<String> columns = table.columns();
            if (!single && !columns.equals(spec.columns())) {
                throw new TableFormatException(
                        "%s: the model takes the value columns %s in this order (--value-columns), the table gives %s"
                                .formatted(table.place(), spec.columns(), columns));
            }
            sink.begin(columns);
            TableRows rows = new TableRows(table, spec.roles().known().size(), spec.horizon(), false);
            return stepThrough(rows, columns.size(), sink);
        }
    }

    private static TableFormat allColumns(Path file, TableFormat format) {
        List<String> values =
                format.valueColumns().isEmpty() ? SeriesTable.otherColumns(file, format) : format.valueColumns();
        if (values.isEmpty()) {
            throw new TableFormatException(
                    file + ": a value column is required, there is none beside key and timestamp");
        }
        return format.withValues(values);
    }

    private long stepThrough(TableRows rows, int columns, RowSink sink) {
        Map<String, Running> series = new HashMap<>();
        Forecasters forecasters = new Forecasters(columns);
        long alarms = 0;
        while (rows.next()) {
            Running one = series.computeIfAbsent(rows.key(), key -> new Running(forecasters.newSeries()));
            TableRow row = rows.row();
            Observation observation = row.observation(rows.key(), spec.roles().statics());
            if (row.timestampMs() <= one.latestMs || !one.detector.accepts(observation)) {
                sink.skipped(row);
                continue;
            }
            one.latestMs = row.timestampMs();
            Detection detection = one.detector.step(observation);
            alarms += detection.alarm() ? 1 : 0;
            sink.judged(row, detection, one.detector.score());
        }
        return alarms;
    }

    /** Where one series of the file stands. */
    private static final class Running {
        private final SeriesDetector detector;
        private long latestMs = -1;

        Running(SeriesDetector detector) {
            this.detector = detector;
        }
    }

    /** Working space, shared by the series of a file. */
    private final class Forecasters {
        private final List<Forecaster> forecasters;

        Forecasters(int columns) {
            boolean joint = columns == spec.columns().size();
            forecasters = Stream.generate(() -> new Forecaster(model, Optional.of(settings)))
                    .limit(joint ? 1 : columns)
                    .toList();
        }

        SeriesDetector newSeries() {
            return forecasters.size() == 1
                    ? new JointSeries(forecasters.get(0))
                    : new ColumnwiseSeries(forecasters, settings);
        }
    }
}
