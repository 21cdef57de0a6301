package io.gatecast.streams.explain;

import io.gatecast.schema.Forecast;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * The first place at which two forecasts are not equal bit for bit.
 *
 * @param path field, such as {@code steps[3].mean}
 * @param recorded what was recorded there
 * @param recomputed what was computed now
 */
public record Difference(String path, Object recorded, Object recomputed) {
    /**
     * Compares two forecasts.
     *
     * @param recorded what was recorded; without a hash of its state, if an earlier version made it
     * @param recomputed what was computed now
     * @return the first difference in the order of the fields; empty if there is none
     */
    public static Optional<Difference> first(Forecast recorded, Forecast recomputed) {
        Forecast comparable = recorded.getStateHash().isEmpty()
                ? Forecast.newBuilder(recomputed).setStateHash("").build()
                : recomputed;
        return Optional.ofNullable(between("", recorded, comparable));
    }

    private static Difference between(String path, Object recorded, Object recomputed) {
        if (recorded instanceof SpecificRecord one && recomputed instanceof SpecificRecord other) {
            for (Schema.Field field : one.getSchema().getFields()) {
                String name = path.isEmpty() ? field.name() : path + "." + field.name();
                Difference found = between(name, one.get(field.pos()), other.get(field.pos()));
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        if (recorded instanceof List<?> one && recomputed instanceof List<?> other) {
            for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
                Difference found = between(path + "[" + i + "]", one.get(i), other.get(i));
                if (found != null) {
                    return found;
                }
            }
            return one.size() == other.size() ? null : new Difference(path + ".size", one.size(), other.size());
        }
        return same(recorded, recomputed) ? null : new Difference(path, recorded, recomputed);
    }

    private static boolean same(Object recorded, Object recomputed) {
        return recorded instanceof Double one && recomputed instanceof Double other
                ? Double.doubleToRawLongBits(one) == Double.doubleToRawLongBits(other)
                : Objects.equals(
                        recorded instanceof CharSequence ? recorded.toString() : recorded,
                        recomputed instanceof CharSequence ? recomputed.toString() : recomputed);
    }
}
