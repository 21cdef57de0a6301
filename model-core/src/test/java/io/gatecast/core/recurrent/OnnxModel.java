package io.gatecast.core.recurrent;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes small ONNX models: the few messages of the format's protobuf schema that a chain of recurrent nodes needs.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>
 */
public final class OnnxModel {
    private static final long IR_VERSION = 6;
    private static final long OPSET_VERSION = 11;
    private static final long ELEMENT_FLOAT = 1;
    private static final long ATTRIBUTE_INT = 2;
    private static final long ATTRIBUTE_STRING = 3;
    private static final long ATTRIBUTE_INTS = 7;

    private final Message graph = new Message();
    private final List<Message> nodes = new ArrayList<>();
    private final List<Message> initializers = new ArrayList<>();
    private final List<Message> inputs = new ArrayList<>();
    private final List<Message> outputs = new ArrayList<>();

    public OnnxModel input(String name, long... shape) {
        inputs.add(valueInfo(name, shape));
        return this;
    }

    public OnnxModel output(String name, long... shape) {
        outputs.add(valueInfo(name, shape));
        return this;
    }

    /** A constant; in row-major order. */
    public OnnxModel constant(String name, float[] values, long... shape) {
        Message tensor = new Message();
        for (long size : shape) {
            tensor.number(1, size);
        }
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        initializers.add(tensor.number(2, ELEMENT_FLOAT).text(8, name).bytes(9, raw.array()));
        return this;
    }

    /** A node whose empty input and output names stand for optional ones left out. */
    public OnnxModel node(String operator, List<String> from, List<String> to, Attribute... attributes) {
        Message node = new Message();
        from.forEach(name -> node.text(1, name));
        to.forEach(name -> node.text(2, name));
        node.text(4, operator);
        for (Attribute attribute : attributes) {
            node.message(5, attribute.message);
        }
        nodes.add(node);
        return this;
    }

    public byte[] toBytes() {
        nodes.forEach(node -> graph.message(1, node));
        graph.text(2, "test");
        initializers.forEach(tensor -> graph.message(5, tensor));
        inputs.forEach(input -> graph.message(11, input));
        outputs.forEach(output -> graph.message(12, output));
        Message opset = new Message().text(1, "").number(2, OPSET_VERSION);
        return new Message()
                .number(1, IR_VERSION)
                .message(7, graph)
                .message(8, opset)
                .toBytes();
    }

    private static Message valueInfo(String name, long... shape) {
        Message dimensions = new Message();
        for (long size : shape) {
            dimensions.message(1, new Message().number(1, size));
        }
        Message tensor = new Message().number(1, ELEMENT_FLOAT).message(2, dimensions);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    /** A named constant of a node. */
    public static final class Attribute {
        private final Message message = new Message();

        public static Attribute ofInt(String name, long value) {
            Attribute attribute = new Attribute();
            attribute.message.text(1, name).number(3, value).number(20, ATTRIBUTE_INT);
            return attribute;
        }

        public static Attribute ofText(String name, String value) {
            Attribute attribute = new Attribute();
            attribute.message.text(1, name).text(4, value).number(20, ATTRIBUTE_STRING);
            return attribute;
        }

        public static Attribute ofInts(String name, long... values) {
            Attribute attribute = new Attribute();
            attribute.message.text(1, name);
            for (long value : values) {
                attribute.message.number(8, value);
            }
            attribute.message.number(20, ATTRIBUTE_INTS);
            return attribute;
        }
    }

    /** Protobuf's wire format: tag, then a variable-length number or length and bytes. */
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            writeNumber((long) field << 3);
            writeNumber(value);
            return this;
        }

        Message bytes(int field, byte[] value) {
            writeNumber((long) field << 3 | 2);
            writeNumber(value.length);
            out.writeBytes(value);
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return bytes(field, value.toBytes());
        }

        byte[] toBytes() {
            return out.toByteArray();
        }

        private void writeNumber(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
