package io.gatecast.core.imports;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** libtorch as an oracle: runs a TorchScript module. */
final class Libtorch {
    private Libtorch() {}

    /** Runs a whole series at once: [time, 1, inputs] to [time, 1, outputs]. */
    static float[][] series(byte[] script, float[][] inputs) {
        try (Model model = load(script);
                Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator());
                NDManager manager = NDManager.newBaseManager("PyTorch")) {
            float[] flat = new float[inputs.length * inputs[0].length];
            for (int t = 0; t < inputs.length; t++) {
                System.arraycopy(inputs[t], 0, flat, t * inputs[t].length, inputs[t].length);
            }
            NDArray x = manager.create(flat, new Shape(inputs.length, 1, inputs[0].length));
            try (NDList y = predictor.predict(new NDList(x))) {
                return OnnxRuntime.chunked(y.singletonOrThrow().toFloatArray(), inputs.length);
            }
        } catch (TranslateException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs a module that takes one step, with its memory as second input and output: [1, inputs] to [1, outputs]. */
    static float[][] steps(byte[] script, float[][] inputs, int memorySize) {
        try (Model model = load(script);
                Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator());
                NDManager manager = NDManager.newBaseManager("PyTorch")) {
            float[][] outputs = new float[inputs.length][];
            float[] memory = new float[memorySize];
            for (int t = 0; t < inputs.length; t++) {
                NDArray x = manager.create(inputs[t], new Shape(1, inputs[t].length));
                NDArray before = manager.create(memory, new Shape(1, memorySize));
                try (NDList result = predictor.predict(new NDList(x, before))) {
                    outputs[t] = result.get(0).toFloatArray();
                    memory = result.get(1).toFloatArray();
                }
            }
            return outputs;
        } catch (TranslateException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Model load(byte[] script) {
        Model model = Model.newInstance("fixture", "PyTorch");
        try {
            model.load(new ByteArrayInputStream(script));
            return model;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MalformedModelException e) {
            throw new IllegalStateException(e);
        }
    }
}
