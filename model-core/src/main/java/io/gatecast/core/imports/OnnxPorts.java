package io.gatecast.core.imports;

import io.gatecast.core.artifact.ModelFormatException;
import io.gatecast.core.imported.GraphBody;
import io.gatecast.core.imported.GraphBody.Memory;
import io.gatecast.core.imported.GraphBody.Port;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out which inputs and outputs of an ONNX graph are values and which are memory: as told, or if only one way
 * fits.
 */
final class OnnxPorts {
    private final OnnxFile file;
    private final ImportOptions options;

    private OnnxPorts(OnnxFile file, ImportOptions options) {
        this.file = file;
        this.options = options;
    }

    static GraphBody body(byte[] bytes, OnnxFile file, ImportOptions options) {
        return new OnnxPorts(file, options).body(bytes);
    }

    private GraphBody body(byte[] bytes) {
        if (options.states().isPresent()) {
            List<Memory> memories = new ArrayList<>();
            Set<String> used = new HashSet<>();
            for (Map.Entry<String, String> state : options.states().get().entrySet()) {
                memories.add(new Memory(
                        port(named(file.inputs(), state.getKey())), port(named(file.outputs(), state.getValue()))));
                used.add(state.getKey());
                used.add(state.getValue());
            }
            return new GraphBody(
                    bytes,
                    port(options.input()
                            .map(name -> named(file.inputs(), name))
                            .orElseGet(() -> only(file.inputs(), used))),
                    port(options.output()
                            .map(name -> named(file.outputs(), name))
                            .orElseGet(() -> only(file.outputs(), used))),
                    memories);
        }
        return guess(bytes);
    }

    private GraphBody guess(byte[] bytes) {
        int columns = options.columns().size();
        List<GraphBody> fitting = new ArrayList<>();
        for (OnnxFile.Value input : file.inputs()) {
            for (OnnxFile.Value output : file.outputs()) {
                boolean wanted = options.input().map(input.name()::equals).orElse(size(input) == columns)
                        && options.output().map(output.name()::equals).orElse(true);
                List<Memory> memories = wanted ? memories(input, output) : null;
                if (memories != null) {
                    fitting.add(new GraphBody(bytes, port(input), port(output), memories));
                }
            }
        }
        if (fitting.size() != 1) {
            throw ambiguous();
        }
        return fitting.get(0);
    }

    /** Pairs what is left by size; null if that does not work out in exactly one way. */
    private List<Memory> memories(OnnxFile.Value input, OnnxFile.Value output) {
        List<Memory> memories = new ArrayList<>();
        if (file.inputs().size() != file.outputs().size()) {
            return null;
        }
        for (OnnxFile.Value in : file.inputs()) {
            if (in == input) {
                continue;
            }
            List<OnnxFile.Value> matches = file.outputs().stream()
                    .filter(out -> out != output && size(out) == size(in))
                    .toList();
            if (matches.size() != 1) {
                return null;
            }
            memories.add(new Memory(port(in), port(matches.get(0))));
        }
        return memories;
    }

    private ModelFormatException ambiguous() {
        return new ModelFormatException(
                "inputs and outputs: expected one way to tell values from memory, found the inputs "
                        + describe(file.inputs()) + " and the outputs " + describe(file.outputs())
                        + "; name them with input, output and states, in " + file.place());
    }

    private static List<String> describe(List<OnnxFile.Value> values) {
        return values.stream().map(value -> value.name() + " " + value.shape()).toList();
    }

    private OnnxFile.Value named(List<OnnxFile.Value> values, String name) {
        return values.stream()
                .filter(value -> value.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ModelFormatException(
                        name + ": expected one of " + describe(values) + " in " + file.place()));
    }

    private OnnxFile.Value only(List<OnnxFile.Value> values, Set<String> used) {
        List<OnnxFile.Value> left =
                values.stream().filter(value -> !used.contains(value.name())).toList();
        if (left.size() != 1) {
            throw ambiguous();
        }
        return left.get(0);
    }

    private static long size(OnnxFile.Value value) {
        return value.shape().stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a > (1 << 20) ? a : a * b);
    }

    private Port port(OnnxFile.Value value) {
        if (value.type() != OnnxFile.FLOAT) {
            throw new ModelFormatException(value.name() + ": expected elements of type FLOAT (1), found type "
                    + value.type() + ", in " + file.place());
        }
        return new Port(value.name(), value.shape());
    }
}
