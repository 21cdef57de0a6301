package io.gatecast.core.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatecast.core.artifact.ModelFormatException;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.datatype.FloatingPoint;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The configuration and the weights of a Keras model: a {@code .keras} archive, or an HDF5 file as Keras 2 and 3
 * write them.
 *
 * <p>Keras 3 numbers weights by class of layer ({@code layers/gru/cell/vars/0}); whole-model HDF5 files name them ({@code
 * model_weights/gru/…/gru_cell/kernel:0}).
 */
final class KerasFile implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final byte[] HDF_SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};
    private static final String CONFIG = "config.json";
    private static final String WEIGHTS = "model.weights.h5";
    private static final int MAX_NODES = 10_000;
    private static final int MAX_DEPTH = 16;

    private final String place;
    private final HdfFile hdf;
    private final JsonNode config;
    private final boolean numbered;
    private final long bytes;

    private KerasFile(String place, HdfFile hdf, long bytes, JsonNode config, boolean numbered) {
        this.place = place;
        this.bytes = bytes;
        this.hdf = hdf;
        this.config = config;
        this.numbered = numbered;
    }

    static boolean recognises(ZipContents zip) {
        return zip.has(CONFIG) && zip.has(WEIGHTS);
    }

    static boolean recognises(byte[] bytes) {
        return bytes.length > HDF_SIGNATURE.length
                && Arrays.equals(bytes, 0, HDF_SIGNATURE.length, HDF_SIGNATURE, 0, HDF_SIGNATURE.length);
    }

    static KerasFile open(byte[] bytes, String place) {
        if (recognises(bytes)) {
            return openWhole(bytes, place);
        }
        try (ZipContents zip = ZipContents.open(bytes, place)) {
            JsonNode config = json(new String(zip.read(CONFIG), StandardCharsets.UTF_8), place);
            byte[] weights = zip.read(WEIGHTS);
            return new KerasFile(
                    place, guarded("weights", place, () -> HdfFile.fromBytes(weights)), weights.length, config, true);
        }
    }

    private static KerasFile openWhole(byte[] bytes, String place) {
        HdfFile hdf = guarded("file", place, () -> HdfFile.fromBytes(bytes));
        try {
            String text = guarded("model_config", place, () -> {
                Attribute attribute = hdf.getAttributes().get("model_config");
                return attribute == null ? "" : String.valueOf(attribute.getData());
            });
            if (text.isEmpty()) {
                throw new ModelFormatException("model_config: attribute is missing in " + place
                        + "; save the whole model, not its weights alone");
            }
            return new KerasFile(place, hdf, bytes.length, json(text, place), false);
        } catch (ModelFormatException e) {
            hdf.close();
            throw e;
        }
    }

    private static JsonNode json(String text, String place) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ModelFormatException(
                    "model configuration: expected JSON, found " + e.getOriginalMessage() + ", in " + place, e);
        }
    }

    /** The HDF5 reader meets damaged bytes with any unchecked exception, and with deep recursion. */
    private static <T> T guarded(String what, String place, Supplier<T> read) {
        try {
            return read.get();
        } catch (ModelFormatException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | NoClassDefFoundError e) {
            throw new ModelFormatException(what + ": expected readable HDF5, found " + e + ", in " + place, e);
        }
    }

    JsonNode config() {
        return config;
    }

    String place() {
        return place;
    }

    /**
     * Finds a weight of a layer.
     *
     * @param layer name of the layer
     * @param className its class
     * @param occurrence how many layers of the same class come before it
     * @param part sub-layer that holds the weights, such as cell; empty if the layer does
     * @param index number of the weight within the layer
     * @param name name of the weight
     */
    Optional<WeightTensor> weight(String layer, String className, int occurrence, String part, int index, String name) {
        return guarded(layer, place, () -> {
            if (!numbered) {
                return named(layer, name);
            }
            String snake = snakeCase(className) + (occurrence == 0 ? "" : "_" + occurrence);
            for (String folder : List.of("layers", "_layer_checkpoint_dependencies")) {
                for (String candidate : List.of(snake, layer)) {
                    String path = folder + "/" + candidate + (part.isEmpty() ? "" : "/" + part) + "/vars/" + index;
                    Optional<Node> node = node(path);
                    if (node.isPresent()) {
                        return Optional.of(tensor(layer + "/" + name, node.get()));
                    }
                }
            }
            return Optional.empty();
        });
    }

    private Optional<Node> node(String path) {
        Node node = hdf;
        for (String part : path.split("/")) {
            node = node instanceof Group group ? group.getChild(part) : null;
            if (node == null) {
                return Optional.empty();
            }
        }
        return Optional.of(node);
    }

    private Optional<WeightTensor> named(String layer, String name) {
        Node folder = node("model_weights").orElse(null);
        Node start = folder instanceof Group group ? group.getChild(layer) : null;
        List<Dataset> found = new ArrayList<>();
        collect(start, name, found, 0, new int[1]);
        if (found.size() > 1) {
            throw new ModelFormatException(layer + "/" + name + ": expected one weight of this name, found "
                    + found.stream().map(Dataset::getPath).toList() + " in " + place);
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(tensor(layer + "/" + name, found.get(0)));
    }

    private void collect(Node node, String name, List<Dataset> found, int depth, int[] visited) {
        if (depth > MAX_DEPTH || ++visited[0] > MAX_NODES) {
            throw new ModelFormatException("model_weights: expected at most " + MAX_NODES + " nodes in " + MAX_DEPTH
                    + " levels, found more, in " + place);
        }
        if (node instanceof Dataset dataset && dataset.getName().split(":")[0].equals(name)) {
            found.add(dataset);
        } else if (node instanceof Group group) {
            for (Map.Entry<String, Node> child : group.getChildren().entrySet()) {
                collect(child.getValue(), name, found, depth + 1, visited);
            }
        }
    }

    private WeightTensor tensor(String name, Node node) {
        if (!(node instanceof Dataset dataset)) {
            throw new ModelFormatException(name + ": expected a dataset, found a group, in " + place);
        }
        if (!(dataset.getDataType() instanceof FloatingPoint)
                || dataset.getAttributes().containsKey("dtype")) {
            throw new ModelFormatException(name + ": expected floating-point numbers of 16, 32 or 64 bits, found "
                    + dataset.getDataType() + ", in " + place);
        }
        if (dataset.isVariableLength() || !dataset.getFilters().isEmpty() || dataset.getSizeInBytes() > bytes) {
            throw new ModelFormatException(
                    name + ": expected its values uncompressed in the file, as Keras writes them, found "
                            + dataset.getSizeInBytes() + " bytes in another form, in " + place);
        }
        List<Integer> shape = new ArrayList<>();
        for (int dimension : dataset.getDimensions()) {
            shape.add(dimension);
        }
        return new WeightTensor(name, shape, place, () -> guarded(name, place, () -> floats(dataset.getDataFlat())));
    }

    private static float[] floats(Object array) {
        float[] values = new float[Array.getLength(array)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Array.getDouble(array, i);
        }
        return values;
    }

    /** As Keras does: a word begins with every capital that follows a small letter or is followed by one. */
    static String snakeCase(String name) {
        return name.replaceAll("\\W+", "")
                .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        try {
            hdf.close();
        } catch (HdfException e) {
            throw new ModelFormatException("file: " + e.getMessage() + ", in " + place, e);
        }
    }
}
