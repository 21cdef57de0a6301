package io.gatecast.core.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatecast.core.artifact.ModelFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Reads safetensors files: the length of a JSON header, the header with type, shape and place of every tensor, the
 * raw bytes.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">format</a>
 */
final class SafetensorsReader {
    private static final int LENGTH_BYTES = 8;
    private static final long MAX_HEADER = 100_000_000;
    private static final Map<String, ElementType> TYPES = Map.of(
            "F64", ElementType.FLOAT64,
            "F32", ElementType.FLOAT32,
            "F16", ElementType.FLOAT16,
            "BF16", ElementType.BFLOAT16);
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String place;
    private final ByteBuffer data;

    private SafetensorsReader(String place, ByteBuffer data) {
        this.place = place;
        this.data = data;
    }

    static boolean recognises(byte[] bytes) {
        return bytes.length > LENGTH_BYTES && bytes[LENGTH_BYTES] == '{';
    }

    static Weights read(byte[] bytes, String place) {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long length = bytes.length < LENGTH_BYTES ? -1 : file.getLong();
        if (length < 2 || length > MAX_HEADER || length > file.remaining()) {
            throw new ModelFormatException("header: expected a length from 2 to "
                    + Math.min(MAX_HEADER, file.remaining()) + " bytes, found " + length + ", in " + place);
        }
        String header = new String(bytes, LENGTH_BYTES, (int) length, StandardCharsets.UTF_8);
        ByteBuffer data = file.slice(LENGTH_BYTES + (int) length, bytes.length - LENGTH_BYTES - (int) length)
                .order(ByteOrder.LITTLE_ENDIAN);
        return new SafetensorsReader(place, data).read(header);
    }

    private Weights read(String header) {
        JsonNode root;
        try {
            root = JSON.readTree(header);
        } catch (JsonProcessingException e) {
            throw new ModelFormatException(
                    "header: expected JSON, found " + e.getOriginalMessage() + ", in " + place, e);
        }
        if (!root.isObject()) {
            throw new ModelFormatException(
                    "header: expected a JSON object, found " + root.getNodeType() + ", in " + place);
        }
        List<Entry> entries = new ArrayList<>();
        root.properties().forEach(field -> {
            if (!field.getKey().equals("__metadata__")) {
                entries.add(entry(field.getKey(), field.getValue()));
            }
        });
        requireSeparate(entries);
        Weights weights = new Weights(place);
        for (Entry entry : entries) {
            weights.add(new WeightTensor(entry.name, entry.shape, place, () -> values(entry)));
        }
        return weights;
    }

    private Entry entry(String name, JsonNode node) {
        String typeName = node.path("dtype").asText();
        ElementType type = TYPES.get(typeName);
        if (type == null) {
            throw new ModelFormatException(
                    name + ": expected dtype F32, F64, F16 or BF16, found " + typeName + ", in " + place);
        }
        List<Integer> shape = new ArrayList<>();
        long size = type.bytes();
        for (JsonNode dimension : requireArray(name, node, "shape")) {
            if (!dimension.isIntegralNumber() || !dimension.canConvertToInt() || dimension.intValue() < 0) {
                throw new ModelFormatException(
                        name + ": expected a shape of whole numbers, found " + node.path("shape") + ", in " + place);
            }
            shape.add(dimension.intValue());
            size = size * dimension.intValue();
            if (size > data.capacity()) {
                break;
            }
        }
        JsonNode offsets = requireArray(name, node, "data_offsets");
        long begin = wholeNumber(offsets.path(0));
        long end = wholeNumber(offsets.path(1));
        if (offsets.size() != 2 || begin < 0 || end < begin || end > data.capacity()) {
            throw new ModelFormatException(name + ": expected data_offsets within the " + data.capacity()
                    + " bytes of data, found " + offsets + ", in " + place);
        }
        if (end - begin != size) {
            throw new ModelFormatException(name + ": expected " + node.path("shape") + " of " + typeName + ", found "
                    + (end - begin) + " bytes, in " + place);
        }
        return new Entry(name, type, shape, (int) begin, (int) end);
    }

    private static long wholeNumber(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() ? node.longValue() : -1;
    }

    private JsonNode requireArray(String name, JsonNode node, String field) {
        if (!node.path(field).isArray()) {
            throw new ModelFormatException(
                    name + ": expected an array " + field + ", found " + node.path(field) + ", in " + place);
        }
        return node.path(field);
    }

    private void requireSeparate(List<Entry> entries) {
        List<Entry> byPlace = new ArrayList<>(entries);
        byPlace.sort(Comparator.comparingInt((Entry entry) -> entry.begin).thenComparingInt(entry -> entry.end));
        int end = 0;
        for (Entry entry : byPlace) {
            if (entry.begin != end) {
                throw new ModelFormatException(entry.name + ": expected to begin at byte " + end
                        + " of the data, where the tensor before it ends, begins at " + entry.begin + ", in " + place);
            }
            end = entry.end;
        }
        if (end != data.capacity()) {
            throw new ModelFormatException(
                    "data: expected " + end + " bytes, found " + data.capacity() + ", in " + place);
        }
    }

    private float[] values(Entry entry) {
        float[] values = new float[(entry.end - entry.begin) / entry.type.bytes()];
        for (int i = 0; i < values.length; i++) {
            values[i] = entry.type.read(data, entry.begin + i * entry.type.bytes());
        }
        return values;
    }

    private record Entry(String name, ElementType type, List<Integer> shape, int begin, int end) {}
}
