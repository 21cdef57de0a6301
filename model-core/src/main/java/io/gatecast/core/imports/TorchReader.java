package io.gatecast.core.imports;

import io.gatecast.core.artifact.ModelFormatException;
import io.gatecast.core.imports.StateDictPickle.Storage;
import io.gatecast.core.imports.StateDictPickle.TensorView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads what {@code torch.save} made of a state dict since PyTorch 1.6: a zip archive with a pickle and an entry per
 * storage. Dictionaries inside dictionaries, such as checkpoints, become names with dots.
 */
final class TorchReader {
    private static final Map<String, ElementType> TYPES = Map.of(
            "FloatStorage", ElementType.FLOAT32,
            "DoubleStorage", ElementType.FLOAT64,
            "HalfStorage", ElementType.FLOAT16,
            "BFloat16Storage", ElementType.BFLOAT16);
    private static final String PICKLE = "data.pkl";
    private static final int MAX_NESTING = 16;
    private static final int MAX_OBJECTS = 100_000;

    private final String place;
    private final byte[] bytes;
    private final String folder;
    private final Weights weights;
    private int objects;

    private TorchReader(byte[] bytes, String place, String folder) {
        this.place = place;
        this.bytes = bytes;
        this.folder = folder;
        weights = new Weights(place);
    }

    static boolean recognises(ZipContents zip) {
        return !zip.endingWith(PICKLE).isEmpty();
    }

    static Weights read(byte[] bytes, String place) {
        try (ZipContents zip = ZipContents.open(bytes, place)) {
            List<String> pickles = zip.endingWith(PICKLE);
            if (pickles.size() != 1) {
                throw new ModelFormatException("data.pkl: expected one, found " + pickles + " in " + place);
            }
            String pickle = pickles.get(0);
            String folder = pickle.substring(0, pickle.length() - PICKLE.length());
            zip.find(folder + "byteorder").ifPresent(order -> {
                String text = new String(order, StandardCharsets.US_ASCII);
                if (!text.equals("little")) {
                    throw new ModelFormatException("byteorder: expected little, found " + text + ", in " + place);
                }
            });
            TorchReader reader = new TorchReader(bytes, place, folder);
            Object root = StateDictPickle.read(zip.read(pickle), place);
            if (!(root instanceof Map)) {
                throw new ModelFormatException("data.pkl: expected a state dict, found something else, in " + place);
            }
            reader.collect("", root, 0);
            return reader.weights;
        }
    }

    private void collect(String name, Object value, int depth) {
        if (++objects > MAX_OBJECTS || depth > MAX_NESTING) {
            throw new ModelFormatException("data.pkl: expected at most " + MAX_OBJECTS + " objects in " + MAX_NESTING
                    + " levels, found more, in " + place);
        }
        if (value instanceof TensorView view) {
            weights.add(tensor(name, view));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach(
                    (key, element) -> collect(name.isEmpty() ? key.toString() : name + "." + key, element, depth + 1));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                collect(name + "." + i, list.get(i), depth + 1);
            }
        }
    }

    private WeightTensor tensor(String name, TensorView view) {
        Storage storage = view.storage();
        List<Integer> shape = new ArrayList<>();
        long count = 1;
        long last = view.offset();
        boolean valid = view.size().size() == view.stride().size() && view.offset() >= 0 && storage.elements() >= 0;
        for (int d = 0; valid && d < view.size().size(); d++) {
            long size = view.size().get(d);
            long stride = view.stride().get(d);
            valid = size >= 0 && size <= storage.elements() && stride >= 0 && stride <= storage.elements();
            if (valid) {
                count *= Math.max(1, size);
                last += Math.max(0, size - 1) * stride;
                valid = count <= storage.elements() && last < storage.elements() || size == 0;
                shape.add((int) size);
            }
        }
        if (!valid || storage.elements() > Integer.MAX_VALUE) {
            throw new ModelFormatException(name + ": expected a tensor within its storage of " + storage.elements()
                    + " elements, found size " + view.size() + ", stride " + view.stride() + ", offset " + view.offset()
                    + ", in " + place);
        }
        return new WeightTensor(name, shape, place, () -> values(name, view));
    }

    private float[] values(String name, TensorView view) {
        Storage storage = view.storage();
        ElementType type = TYPES.get(storage.type());
        if (type == null) {
            throw new ModelFormatException(
                    name + ": expected a FloatStorage, DoubleStorage, HalfStorage or BFloat16Storage," + " found "
                            + storage.type() + ", in " + place);
        }
        byte[] raw;
        try (ZipContents zip = ZipContents.open(bytes, place)) {
            raw = zip.read(folder + "data/" + storage.key());
        }
        if (raw.length != storage.elements() * type.bytes()) {
            throw new ModelFormatException(name + ": expected " + storage.elements() * type.bytes() + " bytes in data/"
                    + storage.key() + ", found " + raw.length + ", in " + place);
        }
        ByteBuffer elements = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        int[] size = view.size().stream().mapToInt(Long::intValue).toArray();
        int count = 1;
        for (int dimension : size) {
            count *= dimension;
        }
        float[] values = new float[count];
        int[] index = new int[size.length];
        for (int i = 0; i < count; i++) {
            long at = view.offset();
            for (int d = 0; d < size.length; d++) {
                at += index[d] * view.stride().get(d);
            }
            values[i] = type.read(elements, (int) at * type.bytes());
            for (int d = size.length - 1; d >= 0 && ++index[d] == size[d]; d--) {
                index[d] = 0;
            }
        }
        return values;
    }
}
