package io.gatecast.streams.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An axis from value to place.
 *
 * @param low value at its beginning
 * @param high value at its end, above {@code low}
 * @param start place of its beginning, in units of the drawing
 * @param end place of its end
 */
record Axis(double low, double high, double start, double end) {
    Axis {
        if (!(high > low)) {
            throw new IllegalArgumentException("an axis must ascend, was from " + low + " to " + high);
        }
    }

    /** An axis that begins and ends a little outside of the values, whatever they are. */
    static Axis around(double lowest, double highest, double start, double end) {
        double low = Double.isFinite(lowest) ? lowest : 0;
        double high = Double.isFinite(highest) ? highest : 1;
        double margin = high > low ? 0.05 * (high - low) : Math.max(0.5, 0.1 * Math.abs(high));
        return new Axis(low - margin, high + margin, start, end);
    }

    /** An axis from zero to a little above a value. */
    static Axis upTo(double highest, double start, double end) {
        return new Axis(0, Double.isFinite(highest) && highest > 0 ? 1.08 * highest : 1, start, end);
    }

    double place(double value) {
        return start + (value - low) / (high - low) * (end - start);
    }

    /** Place of a value, of the axis' end for one beyond it; NaN stays. */
    double placeWithin(double value) {
        return place(Math.min(high, value));
    }

    /** Round values, about so many. */
    List<Double> ticks(int about) {
        double raw = (high - low) / about;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double step = power;
        for (double factor : new double[] {1, 2, 5, 10}) {
            step = factor * power;
            if (step >= raw) {
                break;
            }
        }
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step); i * step <= high; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** A tick's value as text, without digits that say nothing. */
    static String label(double value) {
        double magnitude = Math.abs(value);
        if (magnitude >= 1e6 || magnitude > 0 && magnitude < 1e-3) {
            return String.format(Locale.ROOT, "%.3g", value);
        }
        String text = String.format(Locale.ROOT, "%,.4f", value);
        return text.replaceFirst("0+$", "").replaceFirst("\\.$", "");
    }
}
