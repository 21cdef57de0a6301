package io.gatecast.streams.nab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatecast.streams.nab.LabelledFile.Window;
import io.gatecast.streams.table.SeriesTable;
import io.gatecast.streams.table.TableFormat;
import io.gatecast.streams.table.TableFormatException;
import io.gatecast.streams.table.TimestampText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The data files of a copy of NAB, or of some of its categories, with their label windows. */
public final class NabCorpus {
    private static final String LABELS = "labels/combined_windows.json";

    private final List<LabelledFile> files;

    private NabCorpus(List<LabelledFile> files) {
        this.files = List.copyOf(files);
    }

    /**
     * Reads labels and the times of all rows.
     *
     * @param root folder with {@code data} and {@code labels/combined_windows.json}
     * @param categories categories wanted; empty for all there are labels for
     * @return the corpus, files in the order of their names
     * @throws IOException if the labels or a data file cannot be read
     * @throws TableFormatException if a data file is malformed, or has no row at the border of a window
     */
    public static NabCorpus read(Path root, Set<String> categories) throws IOException {
        JsonNode labels = new ObjectMapper().readTree(Files.readString(root.resolve(LABELS)));
        Map<String, JsonNode> byName = new TreeMap<>();
        labels.properties().forEach(entry -> byName.put(entry.getKey(), entry.getValue()));
        List<LabelledFile> files = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : byName.entrySet()) {
            String name = entry.getKey();
            if (name.indexOf('/') < 0) {
                throw new TableFormatException(
                        LABELS + ": names must be of the form category/file.csv, found '" + name + "'");
            }
            if (categories.isEmpty() || categories.contains(name.substring(0, name.indexOf('/')))) {
                files.add(read(name, root.resolve("data").resolve(name), entry.getValue()));
            }
        }
        if (files.isEmpty()) {
            throw new IOException("no labelled file of the categories " + categories + " in " + root.resolve(LABELS));
        }
        return new NabCorpus(files);
    }

    private static LabelledFile read(String name, Path path, JsonNode labels) {
        Map<Long, Integer> firstRow = new HashMap<>();
        int rows = 0;
        try (SeriesTable table = SeriesTable.open(path, TableFormat.byDefaultNames())) {
            while (table.next()) {
                firstRow.putIfAbsent(table.timestampMs(), rows++);
            }
        }
        List<Window> windows = new ArrayList<>();
        for (JsonNode window : labels) {
            windows.add(new Window(
                    row(name, window.get(0).asText(), firstRow),
                    row(name, window.get(1).asText(), firstRow)));
        }
        return new LabelledFile(name, path, rows, windows);
    }

    private static int row(String name, String time, Map<Long, Integer> rows) {
        Integer row = rows.get(TimestampText.parse(time));
        if (row == null) {
            throw new TableFormatException(LABELS + ": " + name + " has no row at " + time);
        }
        return row;
    }

    List<LabelledFile> files() {
        return files;
    }

    /**
     * Files of the corpus.
     *
     * @return name and place
     */
    public Map<String, Path> paths() {
        Map<String, Path> paths = new TreeMap<>();
        files.forEach(file -> paths.put(file.name(), file.path()));
        return paths;
    }

    /**
     * Categories that occur, in order.
     *
     * @return names
     */
    public List<String> categories() {
        return files.stream().map(LabelledFile::category).distinct().toList();
    }

    /**
     * Part of the corpus.
     *
     * @param category the only category, or the only one left out
     * @param leftOut whether it is left out
     * @return corpus
     */
    public NabCorpus part(String category, boolean leftOut) {
        return new NabCorpus(files.stream()
                .filter(file -> file.category().equals(category) != leftOut)
                .toList());
    }

    /**
     * Number of label windows.
     *
     * @return windows
     */
    public int windows() {
        return files.stream().mapToInt(file -> file.windows().size()).sum();
    }
}
