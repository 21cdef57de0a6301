package io.gatecast.streams.report;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** A table of text: the first column to the left, the others to the right. */
public final class AlignedLines {
    private AlignedLines() {}

    /**
     * Prints a table.
     *
     * @param out receives the lines
     * @param lines cells by line, the same number in each
     */
    public static void print(PrintWriter out, List<List<String>> lines) {
        int columns = lines.get(0).size();
        int[] widths = new int[columns];
        for (List<String> line : lines) {
            for (int c = 0; c < columns; c++) {
                widths[c] = Math.max(widths[c], line.get(c).length());
            }
        }
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder("  ").append(padded(line.get(0), -widths[0]));
            for (int c = 1; c < columns; c++) {
                text.append("  ").append(padded(line.get(c), widths[c]));
            }
            out.println(text.toString().stripTrailing());
        }
    }

    private static String padded(String text, int width) {
        return width == 0 ? text : String.format(Locale.ROOT, "%" + width + "s", text);
    }
}
