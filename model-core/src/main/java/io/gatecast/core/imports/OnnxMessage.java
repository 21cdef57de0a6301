package io.gatecast.core.imports;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.gatecast.core.artifact.ModelFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A protobuf message by field numbers, which is all that a few messages of one schema need. */
final class OnnxMessage {
    private final UnknownFieldSet fields;
    private final String place;

    private OnnxMessage(UnknownFieldSet fields, String place) {
        this.fields = fields;
        this.place = place;
    }

    static OnnxMessage parse(ByteString bytes, String place) {
        try {
            return new OnnxMessage(UnknownFieldSet.parseFrom(bytes), place);
        } catch (InvalidProtocolBufferException e) {
            throw new ModelFormatException("expected an ONNX file, found " + e.getMessage() + ", in " + place, e);
        }
    }

    boolean has(int field) {
        return fields.hasField(field);
    }

    List<OnnxMessage> messages(int field) {
        List<OnnxMessage> messages = new ArrayList<>();
        for (ByteString bytes : fields.getField(field).getLengthDelimitedList()) {
            messages.add(parse(bytes, place));
        }
        return messages;
    }

    /** Returns the last of the messages, or an empty one. */
    OnnxMessage message(int field) {
        List<ByteString> all = fields.getField(field).getLengthDelimitedList();
        return parse(all.isEmpty() ? ByteString.EMPTY : all.get(all.size() - 1), place);
    }

    List<String> texts(int field) {
        List<String> texts = new ArrayList<>();
        for (ByteString bytes : fields.getField(field).getLengthDelimitedList()) {
            texts.add(bytes.toString(StandardCharsets.UTF_8));
        }
        return texts;
    }

    String text(int field) {
        List<String> texts = texts(field);
        return texts.isEmpty() ? "" : texts.get(texts.size() - 1);
    }

    ByteString bytes(int field) {
        List<ByteString> all = fields.getField(field).getLengthDelimitedList();
        return all.isEmpty() ? ByteString.EMPTY : all.get(all.size() - 1);
    }

    /** Returns numbers of variable length, packed or not. */
    List<Long> numbers(int field) {
        List<Long> numbers = new ArrayList<>(fields.getField(field).getVarintList());
        for (ByteString packed : fields.getField(field).getLengthDelimitedList()) {
            CodedInputStream in = packed.newCodedInput();
            try {
                while (!in.isAtEnd()) {
                    numbers.add(in.readRawVarint64());
                }
            } catch (IOException e) {
                throw new ModelFormatException("expected an ONNX file, found " + e.getMessage() + ", in " + place, e);
            }
        }
        return numbers;
    }

    long number(int field, long otherwise) {
        List<Long> numbers = fields.getField(field).getVarintList();
        return numbers.isEmpty() ? otherwise : numbers.get(numbers.size() - 1);
    }

    float real(int field, float otherwise) {
        List<Integer> numbers = fields.getField(field).getFixed32List();
        return numbers.isEmpty() ? otherwise : Float.intBitsToFloat(numbers.get(numbers.size() - 1));
    }

    /** Returns the bytes of a repeated field of fixed-length numbers, packed or not. */
    ByteString fixed(int field) {
        ByteString all = ByteString.EMPTY;
        for (ByteString packed : fields.getField(field).getLengthDelimitedList()) {
            all = all.concat(packed);
        }
        if (!fields.getField(field).getFixed32List().isEmpty()) {
            throw new ModelFormatException("expected packed float_data, found single numbers, in " + place);
        }
        return all;
    }
}
