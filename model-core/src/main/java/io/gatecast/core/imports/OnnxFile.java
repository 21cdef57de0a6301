package io.gatecast.core.imports;

import com.google.protobuf.ByteString;
import io.gatecast.core.artifact.ModelFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An ONNX file: nodes in the order they are computed, constants, inputs and outputs.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>
 */
final class OnnxFile {
    static final int FLOAT = 1;
    private static final int INT64 = 7;
    private static final int EXTERNAL = 1;
    private static final Map<Integer, ElementType> TYPES = Map.of(
            FLOAT, ElementType.FLOAT32, 10, ElementType.FLOAT16, 11, ElementType.FLOAT64, 16, ElementType.BFLOAT16);

    private final String place;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Constant> initializers = new LinkedHashMap<>();
    private final List<Value> inputs;
    private final List<Value> outputs;

    private OnnxFile(OnnxMessage model, String place) {
        this.place = place;
        if (!model.has(7)) {
            throw new ModelFormatException("expected an ONNX file, found no graph in " + place);
        }
        OnnxMessage graph = model.message(7);
        if (graph.has(15)) {
            throw new ModelFormatException("expected dense initializers, found sparse ones, in " + place);
        }
        for (OnnxMessage tensor : graph.messages(5)) {
            Constant constant = new Constant(tensor, tensor.text(8), place);
            initializers.put(constant.name(), constant);
        }
        for (OnnxMessage node : graph.messages(1)) {
            nodes.add(new Node(node, nodes.size(), place));
        }
        outputs = graph.messages(12).stream().map(OnnxFile::value).toList();
        inputs = graph.messages(11).stream()
                .map(OnnxFile::value)
                .filter(value -> !initializers.containsKey(value.name())) // before version 4 they were inputs too
                .toList();
    }

    static boolean recognises(byte[] bytes) {
        return bytes.length > 2 && bytes[0] == 8 && bytes[1] > 0 && bytes[1] < 64; // ir_version, the first field
    }

    static OnnxFile read(byte[] bytes, String place) {
        return new OnnxFile(OnnxMessage.parse(ByteString.copyFrom(bytes), place), place);
    }

    String place() {
        return place;
    }

    List<Node> nodes() {
        return nodes;
    }

    Map<String, Constant> initializers() {
        return initializers;
    }

    List<Value> inputs() {
        return inputs;
    }

    List<Value> outputs() {
        return outputs;
    }

    /**
     * An input or output of the graph.
     *
     * @param name its name
     * @param type type of its elements
     * @param shape its dimensions, 1 where they are open
     */
    record Value(String name, int type, List<Integer> shape) {}

    private static Value value(OnnxMessage message) {
        OnnxMessage tensor = message.message(2).message(1);
        List<Integer> shape = new ArrayList<>();
        for (OnnxMessage dimension : tensor.message(2).messages(1)) {
            long size = dimension.number(1, 1);
            shape.add((int) Math.max(1, Math.min(Integer.MAX_VALUE, size)));
        }
        return new Value(message.text(1), (int) tensor.number(1, 0), shape);
    }

    /** A constant tensor. */
    static final class Constant {
        private final OnnxMessage tensor;
        private final String name;
        private final String place;

        Constant(OnnxMessage tensor, String name, String place) {
            this.tensor = tensor;
            this.name = name;
            this.place = place;
        }

        String name() {
            return name;
        }

        WeightTensor weights() {
            List<Integer> shape = new ArrayList<>();
            long count = 1;
            for (long dimension : tensor.numbers(1)) {
                count = dimension < 0 ? Long.MAX_VALUE : count * Math.max(1, dimension);
                if (count > Integer.MAX_VALUE / Double.BYTES) {
                    throw new ModelFormatException(
                            name + ": expected a shape of whole numbers, found " + tensor.numbers(1) + ", in " + place);
                }
                shape.add((int) dimension);
            }
            return new WeightTensor(
                    name, shape, place, () -> values(shape.stream().reduce(1, (a, b) -> a * b)));
        }

        private float[] values(int count) {
            int typeNumber = (int) tensor.number(2, 0);
            ElementType type = TYPES.get(typeNumber);
            if (type == null) {
                throw new ModelFormatException(name + ": expected FLOAT, FLOAT16, DOUBLE or BFLOAT16, found data type "
                        + typeNumber + ", in " + place);
            }
            if (tensor.number(14, 0) == EXTERNAL || tensor.has(13)) {
                throw new ModelFormatException(
                        name + ": expected its values in the file, found external data, in " + place);
            }
            ByteBuffer raw = raw(type);
            if (raw.remaining() != (long) count * type.bytes()) {
                throw new ModelFormatException(name + ": expected " + tensor.numbers(1) + " in " + count * type.bytes()
                        + " bytes, found " + raw.remaining() + " bytes, in " + place);
            }
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = type.read(raw, i * type.bytes());
            }
            return values;
        }

        private ByteBuffer raw(ElementType type) {
            ByteString bytes = tensor.bytes(9);
            if (bytes.isEmpty()) {
                bytes = switch (type) {
                    case FLOAT32 -> tensor.fixed(4);
                    case FLOAT64 -> tensor.fixed(10);
                    default -> ByteString.EMPTY;
                };
            }
            return ByteBuffer.wrap(bytes.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        }

        /** Returns the whole numbers of an INT64 tensor, none if it is of another type. */
        List<Long> integers() {
            if (tensor.number(2, 0) != INT64) {
                return List.of();
            }
            ByteString bytes = tensor.bytes(9);
            if (bytes.isEmpty()) {
                return tensor.numbers(7);
            }
            ByteBuffer raw = ByteBuffer.wrap(bytes.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
            List<Long> values = new ArrayList<>();
            while (raw.remaining() >= Long.BYTES) {
                values.add(raw.getLong());
            }
            return values;
        }

        /** Returns true if this is a tensor of numbers that are all zero. */
        boolean isZero() {
            if (!TYPES.containsKey((int) tensor.number(2, 0))) {
                return false;
            }
            WeightTensor weights = weights();
            for (float value : weights.values(weights.shape().toArray(Integer[]::new))) {
                if (value != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /** A node: an operator with its inputs, outputs and attributes. */
    static final class Node {
        private final OnnxMessage message;
        private final String place;
        private final String label;
        private final List<String> inputs;
        private final List<String> outputs;
        private final Map<String, OnnxMessage> attributes = new LinkedHashMap<>();

        Node(OnnxMessage message, int index, String place) {
            this.message = message;
            this.place = place;
            inputs = message.texts(1);
            outputs = message.texts(2);
            label = (message.text(3).isEmpty() ? "#" + index : message.text(3)) + " (" + operator() + ")";
            message.messages(5).forEach(attribute -> attributes.put(attribute.text(1), attribute));
        }

        /** Returns the operator; those of other sets than ONNX's own have the set's name before theirs. */
        String operator() {
            String domain = message.text(7);
            return (domain.isEmpty() || domain.equals("ai.onnx") ? "" : domain + ".") + message.text(4);
        }

        List<String> outputs() {
            return outputs;
        }

        List<String> inputs() {
            return inputs;
        }

        /** Returns the name of an input, empty if it is left out. */
        String input(int index) {
            return index < inputs.size() ? inputs.get(index) : "";
        }

        boolean has(String attribute) {
            return attributes.containsKey(attribute);
        }

        long integer(String attribute, long otherwise) {
            return has(attribute) ? attributes.get(attribute).number(3, 0) : otherwise;
        }

        float real(String attribute, float otherwise) {
            return has(attribute) ? attributes.get(attribute).real(2, 0) : otherwise;
        }

        String text(String attribute, String otherwise) {
            return has(attribute) ? attributes.get(attribute).text(4) : otherwise;
        }

        List<String> texts(String attribute) {
            return has(attribute) ? attributes.get(attribute).texts(9) : List.of();
        }

        List<Long> integers(String attribute) {
            return has(attribute) ? attributes.get(attribute).numbers(8) : List.of();
        }

        Optional<Constant> tensor(String attribute) {
            return has(attribute)
                    ? Optional.of(new Constant(attributes.get(attribute).message(5), label, place))
                    : Optional.empty();
        }

        ModelFormatException unsupported(String expected, String found) {
            return new ModelFormatException("node " + label + ": expected " + expected + ", found " + found + ", in "
                    + place + "; a graph with its state as input and output can run with engine onnxruntime");
        }
    }
}
