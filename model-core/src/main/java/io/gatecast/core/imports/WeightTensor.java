package io.gatecast.core.imports;

import io.gatecast.core.artifact.ModelFormatException;
import java.util.List;
import java.util.function.Supplier;

/**
 * A named array of a foreign file. Its values are read only when they are asked for, so that a file cannot make more
 * of them than a network uses.
 */
final class WeightTensor {
    private final String name;
    private final List<Integer> shape;
    private final String place;
    private final Supplier<float[]> values;

    WeightTensor(String name, List<Integer> shape, String place, Supplier<float[]> values) {
        this.name = name;
        this.shape = List.copyOf(shape);
        this.place = place;
        this.values = values;
    }

    String name() {
        return name;
    }

    List<Integer> shape() {
        return shape;
    }

    int dimensions() {
        return shape.size();
    }

    int size(int dimension) {
        return shape.get(dimension);
    }

    /** Returns the values in row-major order, checked to be finite, if the shape is the expected one. */
    float[] values(Integer... expected) {
        if (!shape.equals(List.of(expected))) {
            throw mismatch(List.of(expected).toString());
        }
        float[] read = values.get();
        for (float value : read) {
            if (!Float.isFinite(value)) {
                throw new ModelFormatException(name + ": weights must be finite, found " + value + ", in " + place);
            }
        }
        return read;
    }

    ModelFormatException mismatch(String expected) {
        return new ModelFormatException(name + ": expected " + expected + ", found " + shape + " in " + place);
    }
}
