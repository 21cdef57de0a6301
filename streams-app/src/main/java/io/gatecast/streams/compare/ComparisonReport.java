package io.gatecast.streams.compare;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.gatecast.streams.report.AlignedLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A comparison for people and for programs. */
public final class ComparisonReport {
    private static final String NOTHING = "-";

    private final List<String> ranges;
    private final List<Contender> contenders;

    /**
     * Creates a report.
     *
     * @param ranges names of the ranges of steps ahead, the whole horizon last
     * @param contenders the rows, each with an error per range
     */
    public ComparisonReport(List<String> ranges, List<Contender> contenders) {
        this.ranges = List.copyOf(ranges);
        this.contenders = List.copyOf(contenders);
    }

    /**
     * Prints one aligned table with the lowest error of every range marked by an asterisk.
     *
     * @param out receives the lines
     */
    public void print(PrintWriter out) {
        out.println("MASE on the validation part by steps ahead (lower is better, * = lowest), and what it costs:");
        List<List<String>> lines = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("model"));
        ranges.forEach(range -> header.add(range + " "));
        header.addAll(List.of("parameters", "training", "step", "state", "file"));
        lines.add(header);
        for (Contender contender : contenders) {
            List<String> line = new ArrayList<>(List.of(contender.name()));
            for (int r = 0; r < ranges.size(); r++) {
                double mase = contender.mase().get(r);
                line.add(String.format(Locale.ROOT, "%.4f", mase) + (mase == lowest(r) ? "*" : " "));
            }
            line.addAll(contender
                    .cost()
                    .map(ComparisonReport::columns)
                    .orElse(List.of(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING)));
            lines.add(line);
        }
        AlignedLines.print(out, lines);
        out.println(
                ranges.isEmpty() ? "nothing could be scored: no series changes from season to season" : conclusion());
        out.flush();
    }

    private static List<String> columns(Cost cost) {
        return List.of(
                String.format(Locale.ROOT, "%,d", cost.parameters()),
                String.format(Locale.ROOT, "%.1f s", cost.training().toMillis() / 1e3),
                String.format(Locale.ROOT, "%.1f µs", cost.stepMicros()),
                String.format(Locale.ROOT, "%,d B", cost.stateBytes()),
                String.format(Locale.ROOT, "%,d B", cost.fileBytes()));
    }

    private double lowest(int range) {
        return contenders.stream()
                .mapToDouble(contender -> contender.mase().get(range))
                .min()
                .orElse(Double.NaN);
    }

    /** Says which is best over the whole horizon, and by how much. */
    private String conclusion() {
        int whole = ranges.size() - 1;
        List<Contender> ranked = contenders.stream()
                .sorted(Comparator.comparingDouble(contender -> contender.mase().get(whole)))
                .toList();
        Contender best = ranked.get(0);
        Contender next = ranked.get(1);
        double distance = 100 * (next.mase().get(whole) / best.mase().get(whole) - 1);
        return String.format(
                Locale.ROOT,
                "Lowest over steps %s: %s; next is %s, %.1f %% higher.",
                ranges.get(whole),
                best.name(),
                next.name(),
                distance);
    }

    /**
     * Writes the comparison to a file: JSON if its name ends in {@code .json}, else CSV with a header and a row per
     * contender. Sizes are in bytes, times in the unit their name ends with; a rule's costs are empty.
     *
     * @param file file to write
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        if (isJson(file)) {
            new JsonMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), toJson());
        } else {
            writeCsv(file);
        }
    }

    private static boolean isJson(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".json");
    }

    private void writeCsv(Path file) throws IOException {
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file)) {
            List<String> header = new ArrayList<>(List.of("model"));
            ranges.forEach(range -> header.add("mase_" + range));
            header.addAll(List.of("parameters", "training_s", "step_us", "state_bytes", "file_bytes"));
            csv.writeRecord(header);
            for (Contender contender : contenders) {
                List<String> row = new ArrayList<>(List.of(contender.name()));
                contender.mase().forEach(mase -> row.add(mase.toString()));
                row.addAll(contender.cost().map(ComparisonReport::fields).orElse(List.of("", "", "", "", "")));
                csv.writeRecord(row);
            }
        }
    }

    private static List<String> fields(Cost cost) {
        return List.of(
                Long.toString(cost.parameters()),
                Double.toString(cost.training().toMillis() / 1e3),
                Double.toString(cost.stepMicros()),
                Integer.toString(cost.stateBytes()),
                Integer.toString(cost.fileBytes()));
    }

    private ArrayNode toJson() {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        for (Contender contender : contenders) {
            ObjectNode row = rows.addObject().put("model", contender.name());
            ObjectNode mase = row.putObject("mase");
            for (int r = 0; r < ranges.size(); r++) {
                mase.put(ranges.get(r), contender.mase().get(r));
            }
            contender
                    .cost()
                    .ifPresent(cost -> row.put("parameters", cost.parameters())
                            .put("trainingSeconds", cost.training().toMillis() / 1e3)
                            .put("stepMicros", cost.stepMicros())
                            .put("stateBytes", cost.stateBytes())
                            .put("fileBytes", cost.fileBytes()));
        }
        return rows;
    }
}
