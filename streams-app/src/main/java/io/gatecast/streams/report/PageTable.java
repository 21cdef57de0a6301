package io.gatecast.streams.report;

/** A table of a page; its columns scroll where the screen is narrow. */
final class PageTable {
    private final StringBuilder html = new StringBuilder("<div class=\"scroll\"><table>\n<thead><tr>");

    PageTable(String... header) {
        for (String title : header) {
            html.append("<th>").append(Markup.escaped(title)).append("</th>");
        }
        html.append("</tr></thead>\n<tbody>");
    }

    /** Begins a row with a cell that is markup already. */
    void row(String markup) {
        html.append("\n<tr><td>").append(markup).append("</td>");
    }

    void cell(String text, String classes) {
        html.append("<td class=\"")
                .append(classes)
                .append("\">")
                .append(Markup.escaped(text))
                .append("</td>");
    }

    void cell(String text, String classes, String small) {
        html.append("<td class=\"")
                .append(classes)
                .append("\">")
                .append(Markup.escaped(text))
                .append("<small>")
                .append(Markup.escaped(small))
                .append("</small></td>");
    }

    /** The finished element. */
    String end() {
        return html + "\n</tbody></table></div>\n";
    }
}
