package io.gatecast.core.train;

import io.gatecast.core.spec.ColumnRoles;
import io.gatecast.core.spec.KnownColumn;
import io.gatecast.core.spec.StaticCategory;
import io.gatecast.core.spec.StaticColumn;
import io.gatecast.core.spec.StaticNumber;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds what the known and static columns of a model are scaled by, and the categories of those that hold names. */
final class ColumnFinder {
    private final List<TrainingSeries> series;
    private final SeriesColumns columns;
    private final Settings settings;

    ColumnFinder(List<TrainingSeries> series, Settings settings) {
        this.series = series;
        this.settings = settings;
        columns = series.get(0).roles();
    }

    ColumnRoles find() {
        if (columns.targets().size() > 1) {
            settings.note("targets", columns.targets().toString(), "given");
        }
        List<KnownColumn> known = new ArrayList<>();
        for (int c = 0; c < columns.known().size(); c++) {
            known.add(known(c));
        }
        List<StaticColumn> statics = new ArrayList<>();
        for (int c = 0; c < columns.statics().size(); c++) {
            statics.add(statics(c));
        }
        if (!known.isEmpty()) {
            settings.note("known", columns.known().toString(), "given");
        }
        return new ColumnRoles(columns.targets().size(), known, statics);
    }

    private KnownColumn known(int column) {
        Moments moments = new Moments();
        for (TrainingSeries s : series) {
            for (int row = 0; row < s.rows(); row++) {
                moments.add(s.known(column, row));
            }
        }
        return new KnownColumn(columns.known().get(column), moments.mean(), moments.deviation());
    }

    /** A column holds numbers if every text in it is one. */
    private StaticColumn statics(int column) {
        String name = columns.statics().get(column);
        Moments moments = new Moments();
        Map<String, Integer> counts = new TreeMap<>();
        boolean numbers = true;
        for (TrainingSeries s : series) {
            String text = s.staticText(column).trim();
            if (!text.isEmpty()) {
                counts.merge(text, 1, Integer::sum);
                double number = StaticNumber.number(text);
                numbers &= !Double.isNaN(number);
                moments.add(number);
            }
        }
        if (numbers) {
            settings.note("static " + name, "number", "all its values are");
            return new StaticNumber(name, moments.mean(), moments.deviation());
        }
        List<String> categories = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(StaticCategory.MOST)
                .map(Map.Entry::getKey)
                .toList();
        int rare = counts.size() - categories.size();
        settings.note(
                "static " + name,
                "categories " + categories,
                rare == 0 ? "found in the data" : "the most frequent, " + rare + " rarer ones count as one");
        return new StaticCategory(name, categories);
    }

    /** Mean and deviation in two sums around the first value, so that a large mean does not swallow them. */
    private static final class Moments {
        private double first = Double.NaN;
        private double sum;
        private double squares;
        private long count;

        void add(double value) {
            if (Double.isNaN(value)) {
                return;
            }
            first = count == 0 ? value : first;
            sum += value - first;
            squares += (value - first) * (value - first);
            count++;
        }

        double mean() {
            return count == 0 ? 0 : first + sum / count;
        }

        /** 1 for a column that never changes: there is nothing to scale. */
        double deviation() {
            double variance = count == 0 ? 0 : squares / count - sum / count * (sum / count);
            double deviation = Math.sqrt(Math.max(0, variance));
            return deviation > 0 && Double.isFinite(deviation) ? deviation : 1;
        }
    }
}
