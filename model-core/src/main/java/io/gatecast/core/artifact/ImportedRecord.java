package io.gatecast.core.artifact;

import io.gatecast.core.imported.CellBody;
import io.gatecast.core.imported.DenseLayer;
import io.gatecast.core.imported.ForecastMode;
import io.gatecast.core.imported.GraphBody;
import io.gatecast.core.imported.ImportedNetwork;
import io.gatecast.core.imported.Meaning;
import io.gatecast.core.imported.OutputKind;
import io.gatecast.core.imported.OutputOrder;
import io.gatecast.core.imported.RecurrentLayer;
import io.gatecast.core.imported.Scaling;
import io.gatecast.core.kernel.Activation;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.recurrent.GateActivations;
import io.gatecast.core.recurrent.ResetVariant;
import io.gatecast.schema.GraphMemory;
import io.gatecast.schema.GraphPort;
import io.gatecast.schema.OnnxGraph;
import io.gatecast.schema.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Imported networks in a model file: shapes and meaning; weights are among the file's tensors. */
final class ImportedRecord {
    private ImportedRecord() {}

    static io.gatecast.schema.ImportedNetwork encode(ImportedNetwork network) {
        Meaning meaning = network.meaning();
        io.gatecast.schema.ImportedNetwork.Builder record = io.gatecast.schema.ImportedNetwork.newBuilder()
                .setSource(network.source())
                .setLayers(List.of())
                .setDense(List.of())
                .setScaling(
                        meaning.inputs().stream().map(ImportedRecord::encode).toList())
                .setOutputScaling(meaning.output().map(ImportedRecord::encode).orElse(null))
                .setOutputs(
                        io.gatecast.schema.OutputKind.valueOf(meaning.outputs().name()))
                .setMode(io.gatecast.schema.ForecastMode.valueOf(meaning.mode().name()))
                .setOrder(io.gatecast.schema.OutputOrder.valueOf(meaning.order().name()))
                .setWindow(meaning.window());
        if (network.body() instanceof CellBody cells) {
            record.setLayers(cells.layers().stream().map(ImportedRecord::encode).toList());
            record.setDense(cells.dense().stream().map(ImportedRecord::encode).toList());
        } else if (network.body() instanceof GraphBody graph) {
            record.setGraph(encode(graph));
        }
        return record.build();
    }

    private static io.gatecast.schema.Scaling encode(Scaling scaling) {
        return new io.gatecast.schema.Scaling(scaling.mean(), scaling.deviation());
    }

    private static io.gatecast.schema.RecurrentLayer encode(RecurrentLayer layer) {
        return new io.gatecast.schema.RecurrentLayer(
                io.gatecast.schema.CellKind.valueOf(layer.kind().name()),
                io.gatecast.schema.ResetVariant.valueOf(layer.reset().name()),
                encode(layer.activations().gate()),
                encode(layer.activations().candidate()),
                encode(layer.activations().output()),
                layer.inputSize(),
                layer.hiddenSize());
    }

    private static io.gatecast.schema.DenseLayer encode(DenseLayer layer) {
        return new io.gatecast.schema.DenseLayer(layer.inputSize(), layer.outputSize(), encode(layer.activation()));
    }

    private static io.gatecast.schema.Activation encode(Activation activation) {
        return io.gatecast.schema.Activation.valueOf(activation.name());
    }

    private static OnnxGraph encode(GraphBody graph) {
        return new OnnxGraph(
                ByteBuffer.wrap(graph.graph()),
                encode(graph.input()),
                encode(graph.output()),
                graph.memories().stream()
                        .map(memory -> new GraphMemory(encode(memory.input()), encode(memory.output())))
                        .toList());
    }

    private static GraphPort encode(GraphBody.Port port) {
        return new GraphPort(port.name(), port.shape());
    }

    /**
     * Gives the network with all weights zero. Sizes that the file's tensors cannot fill are refused before memory is
     * taken.
     */
    static ImportedNetwork decode(io.gatecast.schema.ImportedNetwork record, List<Tensor> tensors, String place) {
        Meaning meaning = new Meaning(
                record.getScaling().stream().map(ImportedRecord::decode).toList(),
                Optional.ofNullable(record.getOutputScaling()).map(ImportedRecord::decode),
                OutputKind.valueOf(record.getOutputs().name()),
                ForecastMode.valueOf(record.getMode().name()),
                OutputOrder.valueOf(record.getOrder().name()),
                record.getWindow());
        if (record.getGraph() != null) {
            return new ImportedNetwork(record.getSource(), meaning, decode(record.getGraph()));
        }
        List<RecurrentLayer> layers =
                record.getLayers().stream().map(ImportedRecord::decode).toList();
        long expected = 0;
        for (RecurrentLayer layer : layers) {
            expected += (long) layer.hiddenSize() * (layer.inputSize() + layer.hiddenSize());
        }
        for (io.gatecast.schema.DenseLayer layer : record.getDense()) {
            expected += (long) Math.max(0, layer.getInputSize()) * Math.max(0, layer.getOutputSize());
        }
        long elements = tensors.stream().mapToLong(WeightEncoding::elements).sum();
        if (expected > elements) {
            throw new ModelFormatException("weights: expected at least " + expected + " for the imported layers, found "
                    + elements + ", in " + place);
        }
        List<DenseLayer> dense = record.getDense().stream()
                .map(layer -> new DenseLayer(
                        layer.getInputSize(),
                        layer.getOutputSize(),
                        Activation.valueOf(layer.getActivation().name())))
                .toList();
        return new ImportedNetwork(record.getSource(), meaning, new CellBody(layers, dense));
    }

    private static Scaling decode(io.gatecast.schema.Scaling scaling) {
        return new Scaling(scaling.getMean(), scaling.getDeviation());
    }

    private static RecurrentLayer decode(io.gatecast.schema.RecurrentLayer layer) {
        return new RecurrentLayer(
                CellKind.valueOf(layer.getCell().name()),
                ResetVariant.valueOf(layer.getReset().name()),
                new GateActivations(
                        Activation.valueOf(layer.getGate().name()),
                        Activation.valueOf(layer.getCandidate().name()),
                        Activation.valueOf(layer.getOutput().name())),
                layer.getInputSize(),
                layer.getHiddenSize());
    }

    private static GraphBody decode(OnnxGraph graph) {
        byte[] model = new byte[graph.getModel().remaining()];
        graph.getModel().duplicate().get(model);
        return new GraphBody(
                model,
                decode(graph.getInput()),
                decode(graph.getOutput()),
                graph.getMemories().stream()
                        .map(memory -> new GraphBody.Memory(decode(memory.getInput()), decode(memory.getOutput())))
                        .toList());
    }

    private static GraphBody.Port decode(GraphPort port) {
        return new GraphBody.Port(port.getName(), port.getShape());
    }
}
