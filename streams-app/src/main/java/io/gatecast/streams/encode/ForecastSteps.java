package io.gatecast.streams.encode;

import io.gatecast.schema.ForecastStep;
import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;

/** Steps ahead of a forecast, whose numbers become objects only where somebody asks for them as such. */
final class ForecastSteps extends AbstractList<ForecastStep> implements RandomAccess {
    private final double[] numbers; // per step: point forecast, quantiles
    private final int levels;

    /** Steps over numbers, which are not copied. */
    ForecastSteps(double[] numbers, int levels) {
        this.numbers = numbers;
        this.levels = levels;
    }

    /** Point forecast and quantiles of the nearest step, then of the next: live array [steps × (1 + levels)]. */
    double[] numbers() {
        return numbers;
    }

    int levels() {
        return levels;
    }

    @Override
    public ForecastStep get(int index) {
        Objects.checkIndex(index, size());
        int at = index * (1 + levels);
        return new ForecastStep(numbers[at], new Quantiles(at + 1));
    }

    @Override
    public int size() {
        return numbers.length / (1 + levels);
    }

    private final class Quantiles extends AbstractList<Double> implements RandomAccess {
        private final int from;

        Quantiles(int from) {
            this.from = from;
        }

        @Override
        public Double get(int level) {
            return numbers[from + Objects.checkIndex(level, levels)];
        }

        @Override
        public int size() {
            return levels;
        }
    }
}
