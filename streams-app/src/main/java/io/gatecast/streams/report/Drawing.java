package io.gatecast.streams.report;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** A plot as inline SVG, coloured by the classes of the page's style sheet. */
final class Drawing {
    static final double NARROW = 560;
    static final double WIDE = 1060;
    static final double LEFT = 58;
    static final double TOP = 12;

    private static final double BELOW = 44;
    private static final double MARGIN = 22;
    private static final int DECIMALS = 1;

    private final StringBuilder svg = new StringBuilder();
    private final double width;
    private final double height;

    /**
     * Begins a plot.
     *
     * @param width its width
     * @param height its height, in the same units
     * @param name what it shows, for those who cannot see it
     */
    Drawing(double width, double height, String name) {
        this.width = width;
        this.height = height;
        svg.append("<svg viewBox=\"0 0 ")
                .append(number(width))
                .append(' ')
                .append(number(height))
                .append("\" role=\"img\" aria-label=\"")
                .append(Markup.escaped(name))
                .append("\">\n");
    }

    /** Place of the right end of the horizontal axis. */
    double right() {
        return width - MARGIN;
    }

    /** Place of the horizontal axis. */
    double bottom() {
        return height - BELOW;
    }

    void verticalAxis(Axis axis, DoubleFunction<String> label) {
        for (double tick : axis.ticks(5)) {
            double y = axis.place(tick);
            line(LEFT, y, right(), y, "grid");
            text(LEFT - 8, y + 4, "end", "", label.apply(tick));
        }
    }

    void horizontalAxis(Axis axis, List<Double> ticks, DoubleFunction<String> label, String title) {
        line(LEFT, bottom(), right(), bottom(), "axis");
        for (double tick : ticks) {
            text(axis.place(tick), bottom() + 18, "middle", "", label.apply(tick));
        }
        text((LEFT + right()) / 2, height - 6, "middle", "", title);
    }

    void line(double x1, double y1, double x2, double y2, String classes) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" class=\"%s\"/>%n",
                number(x1),
                number(y1),
                number(x2),
                number(y2),
                classes));
    }

    /** A line through the points; where a value is no number the line is broken. */
    void path(List<Double> xs, List<Double> ys, String classes, String title) {
        StringBuilder path = new StringBuilder();
        boolean down = false;
        for (int i = 0; i < xs.size(); i++) {
            if (Double.isNaN(ys.get(i))) {
                down = false;
                continue;
            }
            path.append(down ? 'L' : 'M').append(number(xs.get(i))).append(' ').append(number(ys.get(i)));
            down = true;
        }
        svg.append("<path d=\"")
                .append(path)
                .append("\" class=\"")
                .append(classes)
                .append("\">");
        svg.append("<title>").append(Markup.escaped(title)).append("</title></path>\n");
    }

    void band(List<Double> xs, List<Double> lower, List<Double> upper, String title) {
        StringBuilder path = new StringBuilder("M");
        for (int i = 0; i < xs.size(); i++) {
            path.append(number(xs.get(i)))
                    .append(' ')
                    .append(number(upper.get(i)))
                    .append('L');
        }
        for (int i = xs.size() - 1; i >= 0; i--) {
            path.append(number(xs.get(i)))
                    .append(' ')
                    .append(number(lower.get(i)))
                    .append(i > 0 ? 'L' : 'Z');
        }
        svg.append("<path d=\"").append(path).append("\" class=\"band\"><title>");
        svg.append(Markup.escaped(title)).append("</title></path>\n");
    }

    void dot(double x, double y, double radius, String classes, String title) {
        svg.append(String.format(
                Locale.ROOT,
                "<circle cx=\"%s\" cy=\"%s\" r=\"%s\" class=\"%s\"><title>%s</title></circle>%n",
                number(x),
                number(y),
                number(radius),
                classes,
                Markup.escaped(title)));
    }

    void text(double x, double y, String anchor, String classes, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" class=\"%s\">%s</text>%n",
                number(x),
                number(y),
                anchor,
                classes,
                Markup.escaped(text)));
    }

    /** The finished element. */
    String end() {
        return svg + "</svg>\n";
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%." + DECIMALS + "f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
