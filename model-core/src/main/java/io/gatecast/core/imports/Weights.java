package io.gatecast.core.imports;

import io.gatecast.core.artifact.ModelFormatException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The named tensors of a foreign file, in the file's order. */
final class Weights {
    private final String place;
    private final Map<String, WeightTensor> tensors = new LinkedHashMap<>();

    Weights(String place) {
        this.place = place;
    }

    String place() {
        return place;
    }

    void add(WeightTensor tensor) {
        if (tensors.putIfAbsent(tensor.name(), tensor) != null) {
            throw new ModelFormatException(
                    tensor.name() + ": expected one tensor of this name, found two, in " + place);
        }
    }

    Set<String> names() {
        return tensors.keySet();
    }

    Optional<WeightTensor> find(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    WeightTensor require(String name) {
        return find(name).orElseThrow(() -> new ModelFormatException(name + ": tensor is missing in " + place));
    }
}
