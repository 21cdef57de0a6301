package io.gatecast.streams.detect;

import io.gatecast.core.Score;
import io.gatecast.core.anomaly.Detection;
import io.gatecast.streams.table.TableRow;
import java.util.List;

/** Takes the rows of a file, each with what was detected in it, in the order of the file. */
public interface RowSink {
    /**
     * The file has been opened.
     *
     * @param columns names of its value columns
     */
    void begin(List<String> columns);

    /**
     * A row that was judged.
     *
     * @param row the row
     * @param detection what was detected
     * @param score the loudest column, judged by the forecast for it
     */
    void judged(TableRow row, Detection detection, Score score);

    /**
     * A row that could not be judged: no later than the one before, or before the first value.
     *
     * @param row the row
     */
    void skipped(TableRow row);
}
