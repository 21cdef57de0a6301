package io.gatecast.core.recurrent;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.gatecast.core.kernel.ColumnMatrix;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Runs a {@link RecurrentStack}'s weights through ONNX Runtime: one node per layer, an MGU as a graph of basic operators. */
final class OnnxOracle implements AutoCloseable {
    private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

    private final RecurrentStack stack;
    private final OrtSession session;

    OnnxOracle(RecurrentStack stack, int time, int batch) {
        this.stack = stack;
        OnnxModel model = new OnnxModel();
        int input = stack.layers().get(0).inputSize();
        model.input("x0", time, batch, input);
        for (int l = 0; l < stack.layers().size(); l++) {
            addLayer(model, l, time, batch);
        }
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            session = ENVIRONMENT.createSession(model.toBytes(), options);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private void addLayer(OnnxModel model, int l, int time, int batch) {
        RecurrentCell cell = stack.layers().get(l);
        int hidden = cell.hiddenSize();
        model.input("h" + l, 1, batch, hidden);
        model.output("last_h" + l, 1, batch, hidden);
        if (cell instanceof MguCell mgu) {
            addMgu(model, l, mgu, time);
            if (l == stack.layers().size() - 1) {
                model.output("x" + (l + 1), time, batch, hidden);
            }
            return;
        }
        List<String> from = new ArrayList<>(List.of("x" + l, "w" + l, "r" + l, "b" + l, "", "h" + l));
        List<String> to = new ArrayList<>(List.of("y" + l, "last_h" + l));
        List<OnnxModel.Attribute> attributes = new ArrayList<>();
        attributes.add(OnnxModel.Attribute.ofInt("hidden_size", hidden));
        attributes.add(OnnxModel.Attribute.ofText("direction", "forward"));
        if (cell instanceof GruCell gru) {
            addGru(model, l, gru);
            attributes.add(
                    OnnxModel.Attribute.ofInt("linear_before_reset", gru.reset() == ResetVariant.RESET_AFTER ? 1 : 0));
            model.node("GRU", from, to, attributes.toArray(OnnxModel.Attribute[]::new));
        } else if (cell instanceof LstmCell lstm) {
            addLstm(model, l, lstm);
            model.input("c" + l, 1, batch, hidden);
            model.output("last_c" + l, 1, batch, hidden);
            from.add("c" + l);
            to.add("last_c" + l);
            model.node("LSTM", from, to, attributes.toArray(OnnxModel.Attribute[]::new));
        } else if (cell instanceof RnnCell rnn) {
            addRnn(model, l, rnn);
            model.node("RNN", from, to, attributes.toArray(OnnxModel.Attribute[]::new));
        }
        // [time, directions, batch, hidden] → [time, batch, hidden], the input of the next layer.
        model.node("Squeeze", List.of("y" + l), List.of("x" + (l + 1)), OnnxModel.Attribute.ofInts("axes", 1));
        if (l == stack.layers().size() - 1) {
            model.output("x" + (l + 1), time, batch, hidden);
        }
    }

    /** Ours is r, z, candidate; ONNX is z, r, candidate, and every gate has an input and a recurrent bias. */
    private static void addGru(OnnxModel model, int l, GruCell cell) {
        int h = cell.hiddenSize();
        int[] order = {1, 0, 2};
        float[] recurrent = cell.recurrentWeight.toRowMajor();
        if (cell.reset() == ResetVariant.RESET_BEFORE) {
            recurrent = concatenate(recurrent, cell.candidateWeight.toRowMajor());
        }
        float[] recurrentBias = new float[3 * h];
        if (cell.reset() == ResetVariant.RESET_AFTER) {
            System.arraycopy(cell.candidateBias.column(0), 0, recurrentBias, 2 * h, h);
        }
        model.constant("w" + l, reordered(cell.inputWeight.toRowMajor(), order), 1, 3L * h, cell.inputSize());
        model.constant("r" + l, reordered(recurrent, order), 1, 3L * h, h);
        model.constant(
                "b" + l,
                concatenate(reordered(cell.bias.column(0), order), reordered(recurrentBias, order)),
                1,
                6L * h);
    }

    /** Ours is i, f, g, o; ONNX is i, o, f, c. */
    private static void addLstm(OnnxModel model, int l, LstmCell cell) {
        int h = cell.hiddenSize();
        int[] order = {0, 3, 1, 2};
        model.constant("w" + l, reordered(cell.weights.input.toRowMajor(), order), 1, 4L * h, cell.inputSize());
        model.constant("r" + l, reordered(cell.weights.recurrent.toRowMajor(), order), 1, 4L * h, h);
        model.constant(
                "b" + l, concatenate(reordered(cell.weights.bias.column(0), order), new float[4 * h]), 1, 8L * h);
    }

    private static void addRnn(OnnxModel model, int l, RnnCell cell) {
        int h = cell.hiddenSize();
        model.constant("w" + l, cell.weights.input.toRowMajor(), 1, h, cell.inputSize());
        model.constant("r" + l, cell.weights.recurrent.toRowMajor(), 1, h, h);
        model.constant("b" + l, concatenate(cell.weights.bias.column(0), new float[h]), 1, 2L * h);
    }

    /** ONNX has no minimal gated unit: its equations, step by step. */
    private static void addMgu(OnnxModel model, int l, MguCell cell, int time) {
        int h = cell.hiddenSize();
        model.constant("w" + l, transposed(cell.inputWeight), cell.inputSize(), 2L * h);
        model.constant("uf" + l, transposed(cell.recurrentWeight), h, h);
        model.constant("un" + l, transposed(cell.candidateWeight), h, h);
        model.constant("b" + l, cell.bias.column(0), 2L * h);
        model.constant("one" + l, new float[] {1f}, 1);
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        for (int t = 0; t < time; t++) {
            inputs.add("x" + l + "_" + t);
            outputs.add("h" + l + "_" + (t + 1));
        }
        model.node("Split", List.of("x" + l), inputs, OnnxModel.Attribute.ofInt("axis", 0));
        for (int t = 0; t < time; t++) {
            String at = l + "_" + t;
            String before = t == 0 ? "h" + l : "h" + at;
            model.node("MatMul", List.of("x" + at, "w" + l), List.of("wx" + at));
            model.node("Add", List.of("wx" + at, "b" + l), List.of("a" + at));
            model.node("Split", List.of("a" + at), List.of("af" + at, "an" + at), OnnxModel.Attribute.ofInt("axis", 2));
            model.node("MatMul", List.of(before, "uf" + l), List.of("ufh" + at));
            model.node("Add", List.of("af" + at, "ufh" + at), List.of("sf" + at));
            model.node("Sigmoid", List.of("sf" + at), List.of("f" + at));
            model.node("Mul", List.of("f" + at, before), List.of("fh" + at));
            model.node("MatMul", List.of("fh" + at, "un" + l), List.of("unfh" + at));
            model.node("Add", List.of("an" + at, "unfh" + at), List.of("sn" + at));
            model.node("Tanh", List.of("sn" + at), List.of("n" + at));
            model.node("Sub", List.of("one" + l, "f" + at), List.of("keep" + at));
            model.node("Mul", List.of("keep" + at, before), List.of("kept" + at));
            model.node("Mul", List.of("f" + at, "n" + at), List.of("new" + at));
            model.node("Add", List.of("kept" + at, "new" + at), List.of(outputs.get(t)));
        }
        model.node("Concat", outputs, List.of("x" + (l + 1)), OnnxModel.Attribute.ofInt("axis", 0));
        model.node("Identity", List.of(outputs.get(time - 1)), List.of("last_h" + l));
    }

    private static float[] transposed(ColumnMatrix m) {
        ColumnMatrix transposed = new ColumnMatrix(m.columns(), m.rows());
        transposed.setTransposeOf(m);
        return transposed.toRowMajor();
    }

    private static float[] reordered(float[] gates, int[] order) {
        int length = gates.length / order.length;
        float[] out = new float[gates.length];
        for (int g = 0; g < order.length; g++) {
            System.arraycopy(gates, order[g] * length, out, g * length, length);
        }
        return out;
    }

    private static float[] concatenate(float[] a, float[] b) {
        float[] out = new float[a.length + b.length];
        System.arraycopy(a, 0, out, 0, a.length);
        System.arraycopy(b, 0, out, a.length, b.length);
        return out;
    }

    /** What ONNX Runtime gives. The last states are [layer][batch], h then c, as in {@link RecurrentStack.Sequence}. */
    record Result(float[][][] outputs, float[][][] last) {}

    Result run(float[][][] input, float[][][] initial) {
        int layers = stack.layers().size();
        int batch = input[0].length;
        Map<String, OnnxTensor> feeds = new LinkedHashMap<>();
        try {
            feeds.put("x0", tensor(input, 0, input[0][0].length));
            for (int l = 0; l < layers; l++) {
                RecurrentCell cell = stack.layers().get(l);
                feeds.put("h" + l, tensor(new float[][][] {initial[l]}, 0, cell.hiddenSize()));
                if (cell instanceof LstmCell) {
                    feeds.put("c" + l, tensor(new float[][][] {initial[l]}, cell.hiddenSize(), cell.hiddenSize()));
                }
            }
            try (OrtSession.Result result = session.run(feeds)) {
                float[][][] last = new float[layers][batch][];
                for (int l = 0; l < layers; l++) {
                    float[][] h = value(result, "last_h" + l)[0];
                    float[][] c = stack.layers().get(l) instanceof LstmCell ? value(result, "last_c" + l)[0] : null;
                    for (int b = 0; b < batch; b++) {
                        last[l][b] = c == null ? h[b] : concatenate(h[b], c[b]);
                    }
                }
                return new Result(value(result, "x" + layers), last);
            }
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        } finally {
            feeds.values().forEach(OnnxTensor::close);
        }
    }

    private static float[][][] value(OrtSession.Result result, String name) throws OrtException {
        return (float[][][]) result.get(name).orElseThrow().getValue();
    }

    private static OnnxTensor tensor(float[][][] values, int from, int length) throws OrtException {
        FloatBuffer flat = FloatBuffer.allocate(values.length * values[0].length * length);
        for (float[][] outer : values) {
            for (float[] inner : outer) {
                flat.put(inner, from, length);
            }
        }
        return OnnxTensor.createTensor(ENVIRONMENT, flat.flip(), new long[] {values.length, values[0].length, length});
    }

    /** Fills every weight and bias with values that keep the gates off their ends. */
    static void randomise(RecurrentStack stack, SplittableRandom random) {
        for (ColumnMatrix m : stack.parameters().values()) {
            double limit = m.columns() == 1 ? 0.5 : 1.5 / Math.sqrt(m.columns());
            for (int j = 0; j < m.columns(); j++) {
                for (int i = 0; i < m.rows(); i++) {
                    m.column(j)[i] = (float) random.nextDouble(-limit, limit);
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
