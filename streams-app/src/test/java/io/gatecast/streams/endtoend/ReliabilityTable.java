package io.gatecast.streams.endtoend;

import io.gatecast.streams.endtoend.FailureSuiteIT.Trial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The table in {@code docs/reliability.md}, made by the long form of {@link FailureSuiteIT}. */
final class ReliabilityTable {
    private static final Path DOCUMENT = Path.of("../docs/reliability.md");
    private static final String BEGIN = "<!-- table -->";
    private static final String END = "<!-- end of table -->";

    private final long seed;
    private final Map<String, Row> rows = new LinkedHashMap<>();

    ReliabilityTable(long seed) {
        this.seed = seed;
    }

    void add(Trial trial, Verdict verdict) {
        Map<FaultKind, Long> kinds = trial.plan().faults().stream()
                .collect(Collectors.groupingBy(
                        FaultPlan.Fault::kind, () -> new EnumMap<>(FaultKind.class), Collectors.counting()));
        String what = kinds.keySet().stream().map(FaultKind::toString).collect(Collectors.joining("; "));
        int faults = trial.plan().faults().size();
        rows.merge(what + " | " + trial.protocol(), new Row(faults, 1, verdict), Row::plus);
    }

    Verdict sum() {
        return rows.values().stream().map(Row::verdict).reduce(Verdict.NOTHING, Verdict::plus);
    }

    /** Puts the table into the document. */
    void write() {
        List<String> lines = new ArrayList<>();
        lines.add("| fault | protocol | faults | runs | records | lost | duplicated | differing |");
        lines.add("|---|---|--:|--:|--:|--:|--:|--:|");
        rows.forEach((what, row) -> lines.add(row.line(what)));
        Row all = rows.values().stream().reduce(new Row(0, 0, Verdict.NOTHING), Row::plus);
        lines.add(all.line("**all** | both"));
        lines.add("");
        lines.add("Seed " + seed + ".");
        try {
            String document = Files.readString(DOCUMENT);
            Files.writeString(
                    DOCUMENT,
                    document.substring(0, document.indexOf(BEGIN) + BEGIN.length())
                            + "\n\n" + String.join("\n", lines) + "\n\n"
                            + document.substring(document.indexOf(END)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Row(int faults, int runs, Verdict verdict) {
        Row plus(Row other) {
            return new Row(faults + other.faults, runs + other.runs, verdict.plus(other.verdict));
        }

        String line(String what) {
            return String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %,d | %d | %d | %d |",
                    what,
                    faults,
                    runs,
                    verdict.records(),
                    verdict.lost(),
                    verdict.duplicated(),
                    verdict.differing());
        }
    }
}
