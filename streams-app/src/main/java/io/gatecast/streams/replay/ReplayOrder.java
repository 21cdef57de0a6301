package io.gatecast.streams.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * What a replay is to do, kept in a file beside its state so that it can go on after an interruption.
 *
 * @param range the records to be read
 * @param model file, id or name of the model; empty = the application's
 * @param modelId id of the model with which the replay began; empty before
 * @param further files of models that the recorded forecasts may name
 * @param recorded topic of the recorded forecasts that say which model had which series; empty = one model has all
 * @param verifies whether the forecasts are to be compared with the recorded ones
 * @param outputTopic topic of the forecasts; empty = a temporary one
 * @param outputFile file of the forecasts; empty = none
 * @param speed seconds of the records' time per second, infinite if as fast as possible
 */
public record ReplayOrder(
        Range range,
        Optional<String> model,
        Optional<String> modelId,
        List<Path> further,
        Optional<String> recorded,
        boolean verifies,
        Optional<String> outputTopic,
        Optional<Path> outputFile,
        double speed) {
    private static final String FILE = "replay.json";
    private static final JsonMapper JSON = new JsonMapper();

    public ReplayOrder {
        further = List.copyOf(further);
        if (!(speed > 0)) {
            throw new IllegalArgumentException("the speed must be positive, was " + speed);
        }
    }

    /**
     * The order of a replay that goes on with the model it began with.
     *
     * @param id id of the model there is now
     * @return the order, with the model's id
     * @throws IllegalArgumentException if the replay began with another model
     */
    public ReplayOrder withModel(String id) {
        if (modelId.isPresent() && !modelId.get().equals(id)) {
            throw new IllegalArgumentException(
                    "the replay began with model " + modelId.get() + " and cannot go on with " + id);
        }
        return new ReplayOrder(
                range, model, Optional.of(id), further, recorded, verifies, outputTopic, outputFile, speed);
    }

    /**
     * Writes the order down.
     *
     * @param folder folder of the replay's state, made if it is missing
     * @throws UncheckedIOException if it cannot be written
     */
    public void write(Path folder) {
        Map<String, String> values = new LinkedHashMap<>();
        range.spans()
                .forEach((partition, span) -> values.put(
                        "span " + partition.partition() + " " + partition.topic(), span.from() + " " + span.to()));
        model.ifPresent(value -> values.put("model", value));
        modelId.ifPresent(value -> values.put("modelId", value));
        for (int i = 0; i < further.size(); i++) {
            values.put("further " + i, further.get(i).toAbsolutePath().toString());
        }
        recorded.ifPresent(value -> values.put("recorded", value));
        values.put("verifies", Boolean.toString(verifies));
        outputTopic.ifPresent(value -> values.put("outputTopic", value));
        outputFile.ifPresent(
                value -> values.put("outputFile", value.toAbsolutePath().toString()));
        values.put("speed", Double.toString(speed));
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    folder.resolve(FILE), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(values));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads an order.
     *
     * @param folder folder of the replay's state
     * @return the order; empty if there is none, so that there is nothing to go on with
     * @throws UncheckedIOException if it cannot be read
     */
    public static Optional<ReplayOrder> read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(JSON.readValue(Files.readString(file), new TypeReference<>() {})));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(file + " is no order of a replay", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ReplayOrder of(LinkedHashMap<String, String> values) {
        Map<TopicPartition, Range.Span> spans = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            String[] parts = name.split(" ");
            if (parts[0].equals("span")) {
                String[] ends = value.split(" ");
                spans.put(
                        new TopicPartition(parts[2], Integer.parseInt(parts[1])),
                        new Range.Span(Long.parseLong(ends[0]), Long.parseLong(ends[1])));
            }
        });
        List<Path> further = values.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("further "))
                .map(entry -> Path.of(entry.getValue()))
                .toList();
        return new ReplayOrder(
                new Range(spans),
                Optional.ofNullable(values.get("model")),
                Optional.ofNullable(values.get("modelId")),
                further,
                Optional.ofNullable(values.get("recorded")),
                Boolean.parseBoolean(values.get("verifies")),
                Optional.ofNullable(values.get("outputTopic")),
                Optional.ofNullable(values.get("outputFile")).map(Path::of),
                Double.parseDouble(values.get("speed")));
    }
}
