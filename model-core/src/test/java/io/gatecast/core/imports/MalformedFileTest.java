package io.gatecast.core.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatecast.core.artifact.ModelFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are damaged, hostile or beyond what can be imported: one error that names the tensor or node. */
class MalformedFileTest {
    private static final ImportOptions OPTIONS = ImportOptions.of("{\"horizon\": 3, \"scaling\": \"none\"}", Map.of());

    private static String refusal(byte[] bytes, String place, ImportOptions options) {
        String[] message = new String[1];
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> Importer.read(bytes, place, options))
                .satisfies(e -> message[0] = e.getMessage());
        return message[0];
    }

    private static String refusal(String fixture) {
        return refusal(Fixtures.bytes(fixture), fixture, OPTIONS);
    }

    private static String refusal(byte[] bytes) {
        return refusal(bytes, "file", OPTIONS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bidirectional.pt | rnn.weight_ih_l0_reverse: expected a one-directional GRU, LSTM or RNN without"
                        + " projections, found a bidirectional layer, in bidirectional.pt",
                "projections.pt | rnn.weight_hr_l0: expected a one-directional GRU, LSTM or RNN without projections,"
                        + " found an LSTM with projections, in projections.pt",
                "whole-module.pt | data.pkl: refused: the pickle asks for __main__.Network, which no state dict needs;"
                        + " save model.state_dict() alone, in whole-module.pt",
                "gru-deep-head.pt | linear layers: expected one, found [first, second] in gru-deep-head.pt; name them with"
                        + " dense in the order they are applied",
                "gru-cells.safetensors | recurrent layers: expected one, found [lower, upper] in gru-cells.safetensors;"
                        + " name them with recurrent in the order they are applied",
                "keras-bidirectional.keras | layer bidirectional: expected GRU, LSTM or SimpleRNN layers, then Dense"
                        + " ones, found Bidirectional, in keras-bidirectional.keras",
                "keras-weights-alone.h5 | model_config: attribute is missing in keras-weights-alone.h5; save the whole"
                        + " model, not its weights alone"
            })
    void shouldNameTheTensorOrLayerThatIsNotSupported(String fixture, String message) {
        assertThat(refusal(fixture)).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bidirectional.onnx | node /rnn/GRU (GRU): expected direction forward, found bidirectional",
                "unsupported-clip.onnx | node recurrent (GRU): expected no clip, found 3.0",
                "unsupported-reverse.onnx | node recurrent (GRU): expected direction forward, found reverse",
                "unsupported-peephole.onnx | node recurrent (LSTM): expected no peephole weights P, found 'P'",
                "unsupported-activation.onnx | node recurrent (GRU): expected activations Sigmoid, Tanh or Relu, found"
                        + " [HardSigmoid, Tanh]",
                "unsupported-node.onnx | node softplus (Softplus): expected GRU, LSTM, RNN, then Gemm or MatMul with"
                        + " Add, Relu, Tanh or Sigmoid, found Softplus"
            })
    void shouldNameTheNodeThatIsNotSupportedAndTheEngineThatMayRunIt(String fixture, String message) {
        assertThat(refusal(fixture))
                .isEqualTo(message + ", in " + fixture
                        + "; a graph with its state as input and output can run with engine onnxruntime");
    }

    @Test
    void shouldRefuseStateDictsFromBeforePyTorch16() {
        assertThat(refusal("before-1.6.pt"))
                .isEqualTo("expected a .safetensors, .pt, .keras, .h5 or .onnx file, found none of them: before-1.6.pt;"
                        + " a .pt file must be saved with PyTorch 1.6 or later");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gru.pt", "gru.safetensors", "gru.onnx", "keras-lstm.keras", "keras-lstm.h5"})
    void shouldRefuseAFileThatIsCutShortAnywhere(String fixture) {
        byte[] whole = Fixtures.bytes(fixture);
        for (int length = 0; length < whole.length; length += Math.max(1, whole.length / 97)) {
            byte[] part = Arrays.copyOf(whole, length);

            assertThat(refusal(part, fixture, OPTIONS)).as("%d bytes", length).contains(fixture);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gru.pt",
                "checkpoint.pt",
                "parameters-protocol4.pt",
                "gru.safetensors",
                "gru.onnx",
                "last-step.onnx",
                "keras-mixed.keras",
                "keras-functional.keras",
                "keras-lstm.h5"
            })
    void shouldMeetChangedBytesWithAModelFormatExceptionOrAModel(String fixture) {
        byte[] whole = Fixtures.bytes(fixture);
        Random random = new Random(fixture.hashCode());
        int refused = 0;
        for (int round = 0; round < 800; round++) {
            byte[] changed = whole.clone();
            for (int changes = 1 + random.nextInt(8); changes > 0; changes--) {
                int at = random.nextInt(changed.length);
                changed[at] =
                        (byte) (random.nextBoolean() ? random.nextInt(256) : changed[at] ^ 1 << random.nextInt(8));
            }
            try {
                Importer.read(changed, fixture, OPTIONS);
            } catch (ModelFormatException e) {
                refused++;
                assertThat(e.getMessage()).as("round %d", round).isNotBlank();
            }
        }
        assertThat(refused).as("files refused of 800").isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keras-compressed.h5", "keras-unwritten.h5"})
    void shouldRefuseDatasetsThatAreLargerThanTheirFile(String fixture) {
        assertThat(refusal(fixture))
                .isEqualTo(
                        "gru_3/kernel: expected its values uncompressed in the file, as Keras writes them, found 7200000"
                                + " bytes in another form, in " + fixture);
    }

    @Nested
    class Pickles {
        /** A state dict archive with another pickle. */
        private byte[] archive(byte[] pickle) {
            return rewritten(Fixtures.bytes("gru.pt"), "gru/data.pkl", old -> pickle);
        }

        @Test
        void shouldNeverCallWhatAMaliciousPickleNames() {
            byte[] pickle = "\u0080\u0002cposix\nsystem\nX\u0004\u0000\u0000\u0000true\u0085R."
                    .getBytes(StandardCharsets.ISO_8859_1);

            assertThat(refusal(archive(pickle)))
                    .isEqualTo("data.pkl: refused: the pickle asks for posix.system, which no state dict needs; save"
                            + " model.state_dict() alone, in file");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "cbuiltins\neval\n.",
                    "cos\nsystem\n.",
                    "ctorch._utils\n_rebuild_qtensor\n.",
                    "ctorch\nload\n.",
                    "c__builtin__\ngetattr\n.",
                    "ccollections\nnamedtuple\n."
                })
        void shouldRefuseEveryOtherGlobalByName(String program) {
            byte[] pickle = ("\u0080\u0002" + program).getBytes(StandardCharsets.ISO_8859_1);

            assertThat(refusal(archive(pickle)))
                    .startsWith("data.pkl: refused: the pickle asks for "
                            + program.substring(1).split("\n")[0] + "." + program.split("\n")[1]);
        }

        @ParameterizedTest
        @ValueSource(chars = {'i', 'o', 'P', 'S', '\u0081', '\u0092', '\u0082'})
        void shouldRefuseOpcodesThatBuildObjects(char opcode) {
            byte[] pickle = ("\u0080\u0002" + opcode).getBytes(StandardCharsets.ISO_8859_1);

            assertThat(refusal(archive(pickle)))
                    .isEqualTo("data.pkl: refused: opcode 0x%02x at byte 2, which no state dict needs, in file"
                            .formatted((int) opcode));
        }

        @Test
        void shouldRefuseContainersThatContainThemselves() {
            // d = {}; d['a'] = d
            byte[] pickle =
                    "\u0080\u0002}q\u0000X\u0001\u0000\u0000\u0000ah\u0000s.".getBytes(StandardCharsets.ISO_8859_1);

            assertThat(refusal(archive(pickle))).contains("expected at most 100000 objects in 16 levels");
        }

        @Test
        void shouldRefuseListsOfListsOfLists() {
            // Each of 15 lists holds the one before ten times: 10^15 elements.
            StringBuilder program = new StringBuilder("\u0080\u0002]q\u00000");
            for (int level = 1; level < 15; level++) {
                program.append("](");
                program.append(("h" + (char) (level - 1)).repeat(10));
                program.append('e').append('q').append((char) level).append('0');
            }
            program.append("}X\u0001\u0000\u0000\u0000ah\u000es.");

            assertThat(refusal(archive(program.toString().getBytes(StandardCharsets.ISO_8859_1))))
                    .contains("expected at most 100000 objects in 16 levels");
        }

        @Test
        void shouldRefuseAPickleThatNeverEnds() {
            assertThat(refusal(archive(new byte[] {(byte) 0x80, 2, '}'})))
                    .isEqualTo(
                            "data.pkl: expected a pickled state dict, found the end in the middle of the pickle, in file");
        }

        @Test
        void shouldRefuseATensorOutsideItsStorage() {
            byte[] file = rewritten(Fixtures.bytes("gru.pt"), "gru/data.pkl", pickle -> {
                // BININT1 24, BININT1 1: the size of rnn.weight_ih_l0
                byte[] changed = pickle.clone();
                for (int i = 0; i + 3 < changed.length; i++) {
                    if (changed[i] == 'K' && changed[i + 1] == 24 && changed[i + 2] == 'K' && changed[i + 3] == 1) {
                        changed[i + 3] = 2;
                        return changed;
                    }
                }
                throw new IllegalStateException("no such size in the fixture");
            });

            assertThat(refusal(file))
                    .isEqualTo(
                            "rnn.weight_ih_l0: expected a tensor within its storage of 24 elements, found size [24, 2],"
                                    + " stride [1, 1], offset 0, in file");
        }

        @Test
        void shouldRefuseAStorageOfAnotherLength() {
            byte[] file =
                    rewritten(Fixtures.bytes("gru.pt"), "gru/data/0", data -> Arrays.copyOf(data, data.length - 4));

            assertThat(refusal(file)).isEqualTo("rnn.weight_ih_l0: expected 96 bytes in data/0, found 92, in file");
        }

        @Test
        void shouldRefuseWeightsThatAreNotNumbers() {
            byte[] file = rewritten(Fixtures.bytes("gru.pt"), "gru/data/0", data -> {
                ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).putFloat(8, Float.NaN);
                return data;
            });

            assertThat(refusal(file)).isEqualTo("rnn.weight_ih_l0: weights must be finite, found NaN, in file");
        }
    }

    @Nested
    class Archives {
        @Test
        void shouldNotUnpackABomb() {
            // 200 MB of zeros in about 200 KB.
            byte[] file = rewritten(Fixtures.bytes("gru.pt"), "gru/data/0", data -> new byte[200_000_000]);
            assertThat(file.length).isLessThan(1_000_000);

            assertThat(refusal(file)).contains("gru/data/0: expected an entry of at most ", ", says it has 200000000");
        }

        @Test
        void shouldNotTrustTheSizeAnEntrySaysItHas() {
            byte[] file = rewritten(Fixtures.bytes("gru.pt"), "gru/data/0", data -> new byte[30_000_000]);
            ByteBuffer directory = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
            int changed = 0;
            for (int i = 0; i + 4 <= file.length; i++) {
                if (directory.getInt(i) == 30_000_000) {
                    directory.putInt(i, 96);
                    changed++;
                }
            }
            assertThat(changed).isPositive();

            assertThat(refusal(file)).contains("gru/data/0: expected the 96 bytes it says it has, found more");
        }

        @Test
        void shouldNoticeAChangedWeightByItsChecksum() {
            byte[] file = Fixtures.bytes("gru.pt");
            byte[] weights;
            try (ZipContents contents = ZipContents.open(file, "gru.pt")) {
                weights = contents.read("gru/data/0");
            }
            int at = new String(file, StandardCharsets.ISO_8859_1)
                    .indexOf(new String(weights, StandardCharsets.ISO_8859_1));
            file[at] ^= 1;

            assertThat(refusal(file)).startsWith("gru/data/0: expected the checksum ");
        }

        @Test
        void shouldTellWhatIsMissing() {
            byte[] file = rewritten(Fixtures.bytes("keras-lstm.keras"), "model.weights.h5", data -> null);

            assertThat(refusal(file)).startsWith("expected a .safetensors, .pt, .keras, .h5 or .onnx file");
        }
    }

    @Nested
    class Safetensors {
        private byte[] file(String header, int dataBytes) {
            byte[] text = header.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.allocate(8 + text.length + dataBytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(text.length)
                    .put(text)
                    .array();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,12]}} | 8 | a: expected data_offsets"
                            + " within the 8 bytes of data, found [0,12], in file",
                    "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-4,4]}} | 8 | a: expected data_offsets"
                            + " within the 8 bytes of data, found [-4,4], in file",
                    "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}} | 8 | a: expected data_offsets"
                            + " within the 8 bytes of data, found [8,0], in file",
                    "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}} | 8 | a: expected [3] of F32, found"
                            + " 8 bytes, in file",
                    "{\"a\":{\"dtype\":\"F32\",\"shape\":[65536,65536,65536,65536],\"data_offsets\":[0,0]}} | 0 | a:"
                            + " expected [65536,65536,65536,65536] of F32, found 0 bytes, in file",
                    "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":"
                            + "[2],\"data_offsets\":[4,12]}} | 12 | b: expected to begin at byte 8 of the data, where the"
                            + " tensor before it ends, begins at 4, in file",
                    "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":"
                            + "[1],\"data_offsets\":[8,12]}} | 12 | b: expected to begin at byte 4 of the data, where the"
                            + " tensor before it ends, begins at 8, in file",
                    "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | 9 | data: expected 4 bytes, found"
                            + " 9, in file",
                    "{\"a\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}} | 8 | a: expected dtype F32, F64,"
                            + " F16 or BF16, found I64, in file",
                    "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}} | 4 | a: expected a shape of whole"
                            + " numbers, found [1.5], in file",
                    "{\"a\":{\"dtype\":\"F32\",\"shape\":7,\"data_offsets\":[0,4]}} | 4 | a: expected an array shape,"
                            + " found 7, in file",
                    "{\"a\":3} | 0 | a: expected dtype F32, F64, F16 or BF16, found , in file",
                    "{\"weight\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[0,4]}} | 4 | weight_ih_l0 or"
                            + " weight_ih: tensor is missing in file"
                })
        void shouldRefuseHeadersThatDoNotFitTheData(String header, int dataBytes, String message) {
            assertThat(refusal(file(header, dataBytes))).isEqualTo(message);
        }

        @Test
        void shouldRefuseAHeaderLongerThanTheFile() {
            byte[] file = file("{}", 0);
            ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(0, Long.MAX_VALUE);

            assertThat(refusal(file))
                    .isEqualTo("header: expected a length from 2 to 2 bytes, found 9223372036854775807, in file");
        }

        @Test
        void shouldNameShapesThatDoNotBelongTogether() {
            String header = "{\"rnn.weight_ih_l0\":{\"dtype\":\"F32\",\"shape\":[128,1],\"data_offsets\":[0,512]},"
                    + "\"rnn.weight_hh_l0\":{\"dtype\":\"F32\",\"shape\":[192,64],\"data_offsets\":[512,49664]}}";

            assertThat(refusal(file(header, 49664)))
                    .isEqualTo("rnn.weight_ih_l0: expected [192, inputs], found [128, 1] in file");
        }

        @Test
        void shouldNameTheLayerWhoseInputsAreNotWhatTheOneBelowGives() {
            String header = "{\"rnn.weight_ih\":{\"dtype\":\"F32\",\"shape\":[6,1],\"data_offsets\":[0,24]},"
                    + "\"rnn.weight_hh\":{\"dtype\":\"F32\",\"shape\":[6,2],\"data_offsets\":[24,72]},"
                    + "\"fc.weight\":{\"dtype\":\"F32\",\"shape\":[1,3],\"data_offsets\":[72,84]}}";

            assertThat(refusal(file(header, 84)))
                    .isEqualTo("fc.weight: expected 2 inputs, as many as the layer below gives, found 3, in file");
        }
    }

    @Test
    void shouldSayHowManyOutputsWereExpected() {
        assertThat(refusal("gru-two-layers.pt"))
                .isEqualTo(
                        "input: expected 1 numbers per step, one for each of the columns [value], the network takes 2,"
                                + " in gru-two-layers.pt");
        ImportOptions direct =
                ImportOptions.of("{\"mode\": \"direct\", \"horizon\": 24, \"scaling\": \"none\"}", Map.of());
        assertThat(refusal(Fixtures.bytes("gru.pt"), "gru.pt", direct))
                .isEqualTo(
                        "output: expected 24 numbers for a direct forecast of 24 steps, the network gives 1, in gru.pt");
    }

    @Test
    void shouldSayThatGraphsNeedNamesWhereSizesDoNotTell() {
        ImportOptions graph = ImportOptions.of(
                "{\"horizon\": 3, \"scaling\": \"none\", \"engine\": \"onnxruntime\", \"columns\": [\"a\", \"b\"]}",
                Map.of());

        assertThat(refusal(Fixtures.bytes("normalised-cell.onnx"), "cell.onnx", graph))
                .isEqualTo(
                        "inputs and outputs: expected one way to tell values from memory, found the inputs [x [1, 1],"
                                + " memory [1, 6]] and the outputs [y [1, 1], new_memory [1, 6]]; name them with input, output and"
                                + " states, in cell.onnx");
    }

    @Test
    void shouldNameThePortsThereAreIfANameIsWrong() {
        ImportOptions graph = ImportOptions.of(
                "{\"horizon\": 3, \"scaling\": \"none\", \"engine\": \"onnxruntime\", \"states\": {\"h\": \"new_memory\"}}",
                Map.of());

        assertThat(refusal(Fixtures.bytes("normalised-cell.onnx"), "cell.onnx", graph))
                .isEqualTo("h: expected one of [x [1, 1], memory [1, 6]] in cell.onnx");
    }

    @Test
    void shouldRefuseAGraphThatOnnxRuntimeCannotLoad() {
        ImportOptions graph =
                ImportOptions.of("{\"horizon\": 3, \"scaling\": \"none\", \"engine\": \"onnxruntime\"}", Map.of());
        byte[] bytes = Fixtures.bytes("normalised-cell.onnx");
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("Tanh");
        bytes[at] = 'B';

        assertThat(refusal(bytes, "cell.onnx", graph)).startsWith("ONNX Runtime cannot load the graph: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"horizont\": 3} | unknown property horizont, there are [activations, columns,",
                "[1] | sidecar must be a JSON object, was ARRAY",
                "{ | sidecar must be JSON: ",
                "{\"horizon\": 3} | scaling is needed, in one way: mean and std, or min and max,",
                "{\"horizon\": 3, \"mean\": 1, \"std\": 1, \"min\": 0} | scaling is needed, in one way: ",
                "{\"horizon\": 3, \"mean\": [1, 2], \"std\": 1} | mean and std must have a number for each of the columns"
                        + " [value], had 2 and 1",
                "{\"horizon\": 3, \"mean\": 1, \"std\": 0} | deviation of a scaling must be positive and finite, was 0.0",
                "{\"horizon\": 3, \"mean\": \"x\", \"std\": 1} | mean must be a number, was \"x\"",
                "{\"horizon\": 1.5, \"scaling\": \"none\", \"window\": 0.5} | window must be a whole number, was 0.5",
                "{\"horizon\": 3, \"scaling\": \"most\"} | scaling must be none or running, was \"most\"",
                "{\"scaling\": \"none\"} | horizon is needed: the number of steps ahead to forecast",
                "{\"scaling\": \"none\", \"mode\": \"indirect\"} | mode must be one of [autoregressive, direct], was"
                        + " 'indirect'",
                "{\"horizon\": 3, \"scaling\": \"none\", \"step\": \"1h\"} | step must be a duration such as PT1H, was"
                        + " \"1h\"",
                "{\"horizon\": 3, \"scaling\": \"none\", \"transform\": \"log\"} | logFloor is needed: ",
                "{\"horizon\": 3, \"scaling\": \"none\", \"nonlinearity\": \"sigmoid\"} | nonlinearity must be tanh or"
                        + " relu, was \"sigmoid\"",
                "{\"horizon\": 3, \"scaling\": \"none\", \"states\": \"h0\"} | states must be pairs such as h0:hn, was"
                        + " 'h0'"
            })
    void shouldTellWhatIsWrongWithASidecar(String sidecar, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImportOptions.of(sidecar, Map.of()))
                .satisfies(e -> assertThat(e.getMessage()).startsWith(message));
    }

    /** Copies an archive with one entry changed, or left out if it becomes null. */
    private static byte[] rewritten(byte[] archive, String entryName, UnaryOperator<byte[]> change) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean found = false;
        try (ZipContents contents = ZipContents.open(archive, "fixture");
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : contents.endingWith("")) {
                byte[] data = contents.read(name);
                if (name.equals(entryName)) {
                    data = change.apply(data);
                    found = true;
                }
                if (data != null) {
                    zip.putNextEntry(new ZipEntry(name));
                    zip.write(data);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!found) {
            throw new IllegalArgumentException("no entry " + entryName);
        }
        return out.toByteArray();
    }
}
