package io.gatecast.core.imports;

import io.gatecast.core.artifact.ModelFormatException;
import io.gatecast.core.imported.CellBody;
import java.util.List;

/**
 * A chain of recurrent layers and dense layers after them, as every reader gives it.
 *
 * @param recurrent recurrent layers, lowest first
 * @param dense dense layers, lowest first
 */
record LayeredNetwork(List<RecurrentWeights> recurrent, List<DenseWeights> dense) {

    CellBody toBody(String place) {
        if (recurrent.isEmpty()) {
            throw new ModelFormatException("layers: expected at least one GRU, LSTM or RNN, found none in " + place);
        }
        int size = recurrent.get(0).inputSize();
        for (RecurrentWeights layer : recurrent) {
            requireFits(layer.name(), size, layer.inputSize(), place);
            size = layer.hiddenSize();
        }
        for (DenseWeights layer : dense) {
            requireFits(layer.name(), size, layer.inputSize(), place);
            size = layer.bias().length;
        }
        CellBody body = new CellBody(
                recurrent.stream().map(RecurrentWeights::shape).toList(),
                dense.stream().map(DenseWeights::toLayer).toList());
        for (int l = 0; l < recurrent.size(); l++) {
            recurrent.get(l).load(body, l);
        }
        return body;
    }

    private static void requireFits(String name, int expected, int found, String place) {
        if (found != expected) {
            throw new ModelFormatException(name + ": expected " + expected
                    + " inputs, as many as the layer below gives, found " + found + ", in " + place);
        }
    }
}
