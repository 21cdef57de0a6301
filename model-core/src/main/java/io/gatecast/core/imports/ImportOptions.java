package io.gatecast.core.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatecast.core.imported.ForecastMode;
import io.gatecast.core.imported.Meaning;
import io.gatecast.core.imported.OutputKind;
import io.gatecast.core.imported.OutputOrder;
import io.gatecast.core.imported.Scaling;
import io.gatecast.core.kernel.Activation;
import io.gatecast.core.scale.Transform;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What a file of weights does not say of itself: what the numbers mean, and which of its layers to use. Made from a
 * small JSON object; {@code docs/import.md} tells every property.
 */
public final class ImportOptions {
    /** Every property there is. */
    private static final Set<String> PROPERTIES = Set.of(
            "columns",
            "scaling",
            "mean",
            "std",
            "min",
            "max",
            "outputMean",
            "outputStd",
            "mode",
            "outputs",
            "order",
            "horizon",
            "step",
            "levels",
            "window",
            "scaleWindow",
            "transform",
            "logFloor",
            "recurrent",
            "dense",
            "activations",
            "nonlinearity",
            "engine",
            "input",
            "output",
            "states");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final List<Double> DEFAULT_LEVELS = List.of(0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975);
    private static final int DEFAULT_SCALE_WINDOW = 96;

    /** What computes the network. */
    enum Engine {
        CELLS,
        ONNXRUNTIME
    }

    private final ObjectNode json;

    private ImportOptions(ObjectNode json) {
        this.json = json;
    }

    /**
     * Reads a sidecar.
     *
     * @param text a JSON object; empty for none
     * @param flags properties that override those of the sidecar; lists are separated by commas
     * @return the options
     * @throws IllegalArgumentException if the text is no JSON object, or a property is unknown, missing or wrong
     */
    public static ImportOptions of(String text, Map<String, String> flags) {
        ObjectNode object;
        try {
            JsonNode node = text.isBlank() ? JSON.createObjectNode() : JSON.readTree(text);
            if (!(node instanceof ObjectNode found)) {
                throw new IllegalArgumentException("sidecar must be a JSON object, was " + node.getNodeType());
            }
            object = found;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("sidecar must be JSON: " + e.getOriginalMessage(), e);
        }
        flags.forEach(object::put);
        object.fieldNames().forEachRemaining(name -> {
            if (!PROPERTIES.contains(name)) {
                throw new IllegalArgumentException(
                        "unknown property " + name + ", there are " + new TreeSet<>(PROPERTIES));
            }
        });
        ImportOptions options = new ImportOptions(object);
        options.check();
        return options;
    }

    /** Reads everything once, so that what is wrong here is told before anything is wrong with a file. */
    private void check() {
        meaning();
        levels();
        stepMs();
        logFloor();
        scaleWindow();
        activations();
        nonlinearity();
        engine();
        states();
        if (mode() == ForecastMode.AUTOREGRESSIVE && !json.has("horizon")) {
            throw new IllegalArgumentException("horizon is needed: the number of steps ahead to forecast");
        }
    }

    /**
     * The properties given, for people.
     *
     * @return text by name
     */
    public Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        json.properties().forEach(field -> given.put(field.getKey(), text(field.getValue())));
        return given;
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }

    List<String> columns() {
        return json.has("columns") ? texts("columns") : List.of("value");
    }

    int horizon(int outputs, int levels) {
        if (json.has("horizon")) {
            return integer("horizon", 0);
        }
        return Math.max(1, outputs() == OutputKind.VALUE ? outputs : outputs / levels);
    }

    long stepMs() {
        if (!json.has("step")) {
            return 0;
        }
        try {
            return Duration.parse(text(json.get("step"))).toMillis();
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("step must be a duration such as PT1H, was " + json.get("step"), e);
        }
    }

    List<Double> levels() {
        return json.has("levels") ? numbers("levels") : DEFAULT_LEVELS;
    }

    int scaleWindow() {
        return Math.max(integer("scaleWindow", DEFAULT_SCALE_WINDOW), integer("window", 0));
    }

    Transform transform() {
        return choice("transform", Transform.class, Transform.IDENTITY);
    }

    double logFloor() {
        if (transform() == Transform.LOG && !json.has("logFloor")) {
            throw new IllegalArgumentException("logFloor is needed: the smallest value the logarithm is taken of");
        }
        return json.has("logFloor") ? number("logFloor", json.get("logFloor")) : 0;
    }

    List<String> recurrent() {
        return texts("recurrent");
    }

    List<String> dense() {
        return texts("dense");
    }

    List<Activation> activations() {
        return texts("activations").stream()
                .map(name -> choice("activations", name, Activation.class))
                .toList();
    }

    Activation nonlinearity() {
        Activation activation = choice("nonlinearity", Activation.class, Activation.TANH);
        if (activation != Activation.TANH && activation != Activation.RELU) {
            throw new IllegalArgumentException("nonlinearity must be tanh or relu, was " + json.get("nonlinearity"));
        }
        return activation;
    }

    Engine engine() {
        return choice("engine", Engine.class, Engine.CELLS);
    }

    Optional<String> input() {
        return Optional.ofNullable(json.get("input")).map(ImportOptions::text);
    }

    Optional<String> output() {
        return Optional.ofNullable(json.get("output")).map(ImportOptions::text);
    }

    /** Names of the graph's memories, where each goes in and where it comes out; as text {@code h0:hn,c0:cn}. */
    Optional<Map<String, String>> states() {
        JsonNode node = json.get("states");
        if (node == null) {
            return Optional.empty();
        }
        Map<String, String> states = new LinkedHashMap<>();
        if (node.isObject()) {
            node.properties().forEach(field -> states.put(field.getKey(), text(field.getValue())));
            return Optional.of(states);
        }
        for (String pair : texts("states")) {
            int colon = pair.lastIndexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("states must be pairs such as h0:hn, was '" + pair + "'");
            }
            states.put(pair.substring(0, colon), pair.substring(colon + 1));
        }
        return Optional.of(states);
    }

    OutputKind outputs() {
        return choice("outputs", OutputKind.class, OutputKind.VALUE);
    }

    ForecastMode mode() {
        return choice("mode", ForecastMode.class, ForecastMode.AUTOREGRESSIVE);
    }

    Meaning meaning() {
        Optional<Scaling> output = Optional.empty();
        if (json.has("outputMean") || json.has("outputStd")) {
            output = Optional.of(new Scaling(
                    json.has("outputMean") ? number("outputMean", json.get("outputMean")) : 0,
                    json.has("outputStd") ? number("outputStd", json.get("outputStd")) : 1));
        }
        return new Meaning(
                inputScaling(),
                output,
                outputs(),
                mode(),
                choice("order", OutputOrder.class, OutputOrder.BY_STEP),
                integer("window", 0));
    }

    private List<Scaling> inputScaling() {
        boolean standard = json.has("mean") || json.has("std");
        boolean range = json.has("min") || json.has("max");
        boolean named = json.has("scaling");
        if ((standard ? 1 : 0) + (range ? 1 : 0) + (named ? 1 : 0) != 1) {
            throw new IllegalArgumentException(
                    "scaling is needed, in one way: mean and std, or min and max, a number per"
                            + " column, as the network was trained with; or scaling none or running");
        }
        if (named) {
            return switch (text(json.get("scaling")).toLowerCase(Locale.ROOT)) {
                case "none" -> columns().stream().map(column -> Scaling.NONE).toList();
                case "running" -> List.of();
                default ->
                    throw new IllegalArgumentException("scaling must be none or running, was " + json.get("scaling"));
            };
        }
        List<Double> low = numbers(standard ? "mean" : "min");
        List<Double> high = numbers(standard ? "std" : "max");
        if (low.size() != columns().size() || high.size() != columns().size()) {
            throw new IllegalArgumentException((standard ? "mean and std" : "min and max")
                    + " must have a number for each of the columns " + columns() + ", had " + low.size() + " and "
                    + high.size());
        }
        List<Scaling> scaling = new ArrayList<>();
        for (int c = 0; c < low.size(); c++) {
            scaling.add(new Scaling(low.get(c), standard ? high.get(c) : high.get(c) - low.get(c)));
        }
        return scaling;
    }

    private <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise) {
        return json.has(name) ? choice(name, text(json.get(name)), type) : otherwise;
    }

    private static <E extends Enum<E>> E choice(String name, String value, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().replace('_', '-').equalsIgnoreCase(value.replace('_', '-'))) {
                return constant;
            }
        }
        List<String> choices = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            choices.add(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        throw new IllegalArgumentException(name + " must be one of " + choices + ", was '" + value + "'");
    }

    private int integer(String name, int otherwise) {
        if (!json.has(name)) {
            return otherwise;
        }
        double value = number(name, json.get(name));
        if (value != (int) value) {
            throw new IllegalArgumentException(name + " must be a whole number, was " + json.get(name));
        }
        return (int) value;
    }

    private List<Double> numbers(String name) {
        return list(name, node -> number(name, node));
    }

    private List<String> texts(String name) {
        return list(name, ImportOptions::text);
    }

    private <T> List<T> list(String name, Function<JsonNode, T> read) {
        JsonNode node = json.get(name);
        List<T> values = new ArrayList<>();
        if (node == null) {
            return values;
        }
        if (node.isArray()) {
            node.forEach(element -> values.add(read.apply(element)));
        } else if (node.isTextual()) {
            for (String part : node.textValue().split(",")) {
                values.add(read.apply(JSON.getNodeFactory().textNode(part.trim())));
            }
        } else {
            values.add(read.apply(node));
        }
        return values;
    }

    private static double number(String name, JsonNode node) {
        try {
            double value = node.isNumber() ? node.doubleValue() : Double.parseDouble(text(node));
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException(name + " must be a number, was " + node);
    }
}
