package io.gatecast.streams.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatecast.core.Model;
import io.gatecast.core.imported.CellBody;
import io.gatecast.core.imported.DenseLayer;
import io.gatecast.core.imported.GraphBody;
import io.gatecast.core.imported.ImportedNetwork;
import io.gatecast.core.imported.Meaning;
import io.gatecast.core.imported.RecurrentLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What an imported network is, for people and for programs. */
final class ImportedDescription {
    private final Model model;
    private final ImportedNetwork network;

    /**
     * Describes a model.
     *
     * @param model an imported model
     */
    ImportedDescription(Model model) {
        this.model = model;
        network = model.imported().orElseThrow();
    }

    /** Returns its source and layers in one line. */
    String network() {
        return network.source() + ": " + body();
    }

    private String body() {
        if (network.body() instanceof CellBody cells) {
            List<String> parts = new ArrayList<>();
            for (RecurrentLayer layer : cells.layers()) {
                parts.add("%s %d".formatted(layer.kind(), layer.hiddenSize()));
            }
            for (DenseLayer layer : cells.dense()) {
                parts.add("dense %d".formatted(layer.outputSize()));
            }
            return String.format(Locale.ROOT, "%s, %,d parameters", String.join(", ", parts), model.parameterCount());
        }
        GraphBody graph = (GraphBody) network.body();
        return "graph in ONNX Runtime, " + graph.input().name() + " → "
                + graph.output().name() + ", memory "
                + graph.memories().stream()
                        .map(memory ->
                                memory.input().name() + " → " + memory.output().name())
                        .toList();
    }

    /** Returns how values become forecasts, in one line. */
    String meaning() {
        Meaning meaning = network.meaning();
        return lower(meaning.mode()) + " " + lower(meaning.outputs()) + ", "
                + (meaning.inputs().isEmpty() ? "running scale" : "constant scale")
                + (meaning.window() > 0 ? ", window of " + meaning.window() : "");
    }

    void writeTo(ObjectNode node) {
        Meaning meaning = network.meaning();
        node.put("source", network.source());
        node.put("mode", lower(meaning.mode()));
        node.put("outputs", lower(meaning.outputs()));
        node.put("window", meaning.window());
        ArrayNode scaling = node.putArray("scaling");
        meaning.inputs()
                .forEach(
                        column -> scaling.addObject().put("mean", column.mean()).put("deviation", column.deviation()));
        ArrayNode layers = node.putArray("layers");
        if (network.body() instanceof CellBody cells) {
            for (RecurrentLayer layer : cells.layers()) {
                layers.addObject()
                        .put("kind", layer.kind().name())
                        .put("inputs", layer.inputSize())
                        .put("outputs", layer.hiddenSize());
            }
            for (DenseLayer layer : cells.dense()) {
                layers.addObject()
                        .put("kind", "DENSE")
                        .put("inputs", layer.inputSize())
                        .put("outputs", layer.outputSize())
                        .put("activation", layer.activation().name());
            }
        }
        node.put("engine", network.body() instanceof CellBody ? "cells" : "onnxruntime");
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
