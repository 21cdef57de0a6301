package io.gatecast.core.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatecast.core.HorizonScore;
import io.gatecast.core.LearnedRows;
import io.gatecast.core.Model;
import io.gatecast.core.TestModels;
import io.gatecast.core.TrainingReport;
import io.gatecast.core.imported.CellBody;
import io.gatecast.core.imported.DenseLayer;
import io.gatecast.core.imported.ForecastMode;
import io.gatecast.core.imported.ImportedNetwork;
import io.gatecast.core.imported.Meaning;
import io.gatecast.core.imported.OutputKind;
import io.gatecast.core.imported.OutputOrder;
import io.gatecast.core.imported.RecurrentLayer;
import io.gatecast.core.imported.Scaling;
import io.gatecast.core.kernel.Activation;
import io.gatecast.core.kernel.ColumnMatrix;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.recurrent.GateActivations;
import io.gatecast.core.recurrent.ResetVariant;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.spec.ColumnRoles;
import io.gatecast.core.spec.KnownColumn;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.core.spec.StaticCategory;
import io.gatecast.core.spec.StaticNumber;
import io.gatecast.schema.ModelArtifact;
import io.gatecast.schema.Observation;
import io.gatecast.schema.Tensor;
import io.gatecast.schema.TensorEncoding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArtifactFileTest {
    @TempDir
    private Path folder;

    private static Model model(CellKind cell) {
        return TestModels.random(TestModels.spec(cell, 3, 2, Transform.LOG, "value", "wind"), 5);
    }

    private static TrainingReport report() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("seed", "1 (given)");
        settings.put("a", "first in the alphabet, second here");
        return new TrainingReport(
                settings,
                List.of(
                        new HorizonScore(1, 1, 0.5, 1, 0.9, 0.6, 0.81, 0.94),
                        new HorizonScore(2, 5, 0.5, 1, 0.9, 0.6, Double.NaN, Double.NaN)));
    }

    private byte[] bytes(String name, Model model) {
        Path file = folder.resolve("bytes-" + name);
        ArtifactFile.write(file, name, model, report());
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRestoreEveryBitOfAModel(CellKind cell) {
        Path file = folder.resolve("model.gatecast");
        Model model = model(cell);

        Artifact written = ArtifactFile.write(file, "plant", model, report());
        Artifact read = ArtifactFile.read(file);

        assertThat(read.id()).isEqualTo(written.id()).matches("[0-9a-f]{16}").isEqualTo(ArtifactFile.id(model));
        assertThat(read.name()).isEqualTo("plant");
        assertThat(read.model().spec()).isEqualTo(model.spec());
        assertSameBits(read.model(), model);
        assertThat(read.report()).isEqualTo(report());
        assertThat(read.report().settings().keySet()).containsExactly("seed", "a");
    }

    @Test
    void shouldRestoreTheRolesOfColumns() {
        ColumnRoles roles = new ColumnRoles(
                2,
                List.of(new KnownColumn("plan", 3, 0.5), new KnownColumn("holiday", 0.1, 0.3)),
                List.of(new StaticNumber("capacity", 7, 2), new StaticCategory("site", List.of("north", "south"))));
        ModelSpec spec = TestModels.with(roles, TestModels.spec(CellKind.GRU, 3, 1, Transform.LOG, "value", "wind"));
        Model model = TestModels.random(spec, 5);
        Path file = folder.resolve("roles.gatecast");

        Artifact written = ArtifactFile.write(file, "plant", model, report());
        Artifact read = ArtifactFile.read(file);

        assertThat(read.id()).isEqualTo(written.id());
        assertThat(read.model().spec().roles()).isEqualTo(roles);
        assertSameBits(read.model(), model);
    }

    @Test
    void shouldGiveModelsOfOtherRolesOtherIds() {
        ModelSpec spec = TestModels.spec(CellKind.GRU, 0, 1, Transform.IDENTITY, "value", "wind");
        Stream<ColumnRoles> roles = Stream.of(
                ColumnRoles.ONE_TARGET,
                new ColumnRoles(2, List.of(), List.of()),
                new ColumnRoles(1, List.of(new KnownColumn("plan", 3, 0.5)), List.of()),
                new ColumnRoles(1, List.of(new KnownColumn("plan", 3, 0.6)), List.of()),
                new ColumnRoles(1, List.of(), List.of(new StaticNumber("plan", 3, 0.5))),
                new ColumnRoles(1, List.of(), List.of(new StaticCategory("plan", List.of("a")))));

        assertThat(roles.map(r -> ArtifactFile.id(new Model(TestModels.with(r, spec)))))
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldGiveEqualModelsEqualIdsAndEqualFiles() {
        assertThat(bytes("a", model(CellKind.GRU))).isEqualTo(bytes("a", model(CellKind.GRU)));
        assertThat(ArtifactFile.id(model(CellKind.GRU))).isEqualTo(ArtifactFile.id(model(CellKind.GRU)));
    }

    @Test
    void shouldKeepTheIdWhateverTheModelIsCalledAndHoweverItWasTrained() {
        Artifact a = ArtifactFile.write(folder.resolve("a"), "a", model(CellKind.GRU), report());
        Artifact b = ArtifactFile.write(
                folder.resolve("b"), "b", model(CellKind.GRU), new TrainingReport(Map.of(), List.of()));

        assertThat(a.id()).isEqualTo(b.id());
    }

    @Test
    void shouldRestoreUpToWhichTimeItLearned() {
        Model model = model(CellKind.GRU);
        LearnedRows learned = new LearnedRows(1_700_000_000_000L, 1.0625);
        model.learned(learned);
        Artifact written = ArtifactFile.write(folder.resolve("m"), "m", model, report());

        assertThat(ArtifactFile.read(folder.resolve("m")).model().learned()).isEqualTo(learned);
        assertThat(written.id()).isNotEqualTo(ArtifactFile.id(model(CellKind.GRU)));
        assertThat(model.copy().learned()).isEqualTo(learned);
        assertThat(model(CellKind.GRU).learned()).isEqualTo(LearnedRows.NONE);
    }

    @Test
    void shouldChangeTheIdWithAnyWeightOrSetting() {
        Model model = model(CellKind.GRU);
        String id = ArtifactFile.id(model);
        Model other = model.copy();
        other.head().bias().column(0)[3] = Math.nextUp(other.head().bias().column(0)[3]);

        assertThat(ArtifactFile.id(other)).isNotEqualTo(id);
        assertThat(ArtifactFile.id(
                        TestModels.random(TestModels.spec(CellKind.GRU, 3, 2, Transform.LOG, "value", "sun"), 5)))
                .isNotEqualTo(id);
        assertThat(ArtifactFile.id(
                        TestModels.random(TestModels.spec(CellKind.GRU, 3, 2, Transform.IDENTITY, "value", "wind"), 5)))
                .isNotEqualTo(id);
    }

    @Test
    void shouldReplaceAnOlderFileAndLeaveNothingElseBehind() throws IOException {
        Path file = folder.resolve("model.gatecast");
        ArtifactFile.write(file, "old", model(CellKind.RNN), report());

        ArtifactFile.write(file, "new", model(CellKind.GRU), report());

        assertThat(ArtifactFile.read(file).name()).isEqualTo("new");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void shouldBeReadableWithAvrosOwnTools() throws IOException {
        Path file = folder.resolve("model.gatecast");
        Artifact artifact = ArtifactFile.write(file, "plant", model(CellKind.GRU), report());

        try (DataFileReader<GenericRecord> reader =
                new DataFileReader<>(file.toFile(), new GenericDatumReader<GenericRecord>())) {
            GenericRecord record = reader.next();

            assertThat(record.get("id")).hasToString(artifact.id());
            assertThat(record.get("name")).hasToString("plant");
            assertThat(((GenericRecord) record.get("spec")).get("horizon")).isEqualTo(5);
            assertThat(reader.hasNext()).isFalse();
        }
    }

    @Test
    void shouldSayInAvroThatACoverageWasNotMeasuredAsTheSchemaDescribesIt() throws IOException {
        Path file = folder.resolve("model.gatecast");
        ArtifactFile.write(file, "plant", model(CellKind.GRU), report());

        try (DataFileReader<GenericRecord> reader =
                new DataFileReader<>(file.toFile(), new GenericDatumReader<GenericRecord>())) {
            GenericRecord written = (GenericRecord) reader.next().get("report");
            List<?> scores = (List<?>) written.get("scores");
            assertThat(((GenericRecord) scores.get(1)).get("coverage80")).isEqualTo(-1.0);
            assertThat(((GenericRecord) scores.get(0)).get("coverage95")).isEqualTo(0.94);
        }
    }

    @Test
    void shouldNameAFileThatIsMissing() {
        Path missing = folder.resolve("nowhere.gatecast");

        refuses(missing, "nowhere.gatecast");
        refuses(folder, folder.getFileName().toString());
    }

    @Test
    void shouldNameAFileThatIsNoModel() throws IOException {
        Path file = folder.resolve("other.gatecast");
        for (byte[] content : new byte[][] {
            {},
            {'O', 'b', 'j'},
            {'O', 'b', 'j', 1},
            "timestamp,value\n1,2\n".getBytes(StandardCharsets.UTF_8),
            new byte[5_000]
        }) {
            Files.write(file, content);
            refuses(file, "other.gatecast");
        }
    }

    @Test
    void shouldNameAFileOfAnotherSchemaOrWithoutARecord() throws IOException {
        Path foreign = folder.resolve("observations.avro");
        Files.write(foreign, container(Observation.getClassSchema(), List.of()));
        refuses(foreign, "observations.avro");
        GenericData.Record observation = new GenericData.Record(Observation.getClassSchema());
        Observation.getClassSchema()
                .getFields()
                .forEach(field -> observation.put(
                        field.name(), field.schema().getType() == Schema.Type.STRING ? "x" : example(field)));
        Files.write(foreign, container(Observation.getClassSchema(), List.of(observation)));
        refuses(foreign, "observations.avro");
        Files.write(foreign, container(ModelArtifact.getClassSchema(), List.of()));
        refuses(foreign, "observations.avro");
    }

    private static Object example(Schema.Field field) {
        return switch (field.schema().getType()) {
            case LONG -> 1L;
            case ARRAY -> List.of();
            default -> throw new AssertionError("no example for " + field);
        };
    }

    @Test
    void shouldNameAFileCutOffAnywhere() {
        byte[] whole = bytes("whole", model(CellKind.GRU));
        for (int length = 0; length < whole.length; length += length < 200 || length > whole.length - 40 ? 1 : 37) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(ModelFormatException.class)
                    .as("first %d of %d bytes", length, whole.length)
                    .isThrownBy(() -> ArtifactFile.read(new ByteArrayInputStream(cut), "cut.gatecast"))
                    .withMessageContaining("cut.gatecast");
        }
    }

    /** What the id does not cover, the name and the report, may change; the model may not. */
    @Test
    void shouldRefuseAFileWithAFlippedByteOrReadTheSameModel() {
        Model model = model(CellKind.GRU);
        byte[] whole = bytes("whole", model);
        String id = ArtifactFile.id(model);
        int refused = 0;
        for (int at = 0; at < whole.length; at += at < 200 ? 1 : 5) {
            for (int mask : at < 100 || at % 25 == 0 ? new int[] {0x01, 0x80, 0xFF, 0x10} : new int[] {0xFF}) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) mask;
                try {
                    Artifact read = ArtifactFile.read(new ByteArrayInputStream(damaged), "damaged.gatecast");
                    assertThat(read.id()).as("byte %d changed by %d", at, mask).isEqualTo(id);
                    assertSameBits(read.model(), model);
                } catch (ModelFormatException e) {
                    refused++;
                    assertThat(e).hasMessageContaining("damaged.gatecast");
                } catch (RuntimeException | Error e) {
                    throw new AssertionError("byte " + at + " of " + whole.length + " changed by " + mask, e);
                }
            }
        }
        assertThat(refused).isGreaterThan(whole.length / 10);
    }

    @Test
    void shouldRefuseATamperedWeight() {
        byte[] tampered =
                altered(false, record -> record.getTensors().get(0).getData().put(0, (byte) 77));

        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> read(tampered))
                .withMessageMatching("model file x.gatecast is damaged: its id is [0-9a-f]{16}, its contents give"
                        + " [0-9a-f]{16}");
    }

    @Test
    void shouldRefuseWeightsThatAreNotFinite() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            byte[] altered = altered(
                    true,
                    record -> record.getTensors()
                            .get(0)
                            .getData()
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putFloat(4, bad));

            assertThatExceptionOfType(ModelFormatException.class)
                    .isThrownBy(() -> read(altered))
                    .withMessage("recurrent.0.input_weight: weights must be finite, found " + bad + ", in x.gatecast");
        }
    }

    @Test
    void shouldRefuseATensorOfAnotherShapeOrLength() {
        byte[] shape = altered(
                true,
                record -> record.getTensors()
                        .set(
                                1,
                                tensor(
                                        "recurrent.0.recurrent_weight",
                                        List.of(3, 9),
                                        record.getTensors().get(1).getData())));
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> read(shape))
                .withMessageContaining("recurrent.0.recurrent_weight: expected [9, 3]")
                .withMessageContaining("found [3, 9]")
                .withMessageContaining("x.gatecast");

        byte[] length = altered(
                true,
                record -> record.getTensors()
                        .set(1, tensor("recurrent.0.recurrent_weight", List.of(9, 3), ByteBuffer.allocate(107))));
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> read(length))
                .withMessageContaining("in 107 bytes");
    }

    @Test
    void shouldRefuseAMissingARepeatedAndAnUnknownTensor() {
        byte[] missing = altered(true, record -> record.getTensors().remove(2));
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> read(missing))
                .withMessage("tensors [recurrent.0.bias] are missing in x.gatecast");

        byte[] repeated = altered(
                true, record -> record.getTensors().add(record.getTensors().get(0)));
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> read(repeated))
                .withMessage("recurrent.0.input_weight: not a tensor of this model, in x.gatecast");

        byte[] unknown =
                altered(true, record -> record.getTensors().add(tensor("extra", List.of(), ByteBuffer.allocate(0))));
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> read(unknown))
                .withMessage("extra: not a tensor of this model, in x.gatecast");
    }

    @Test
    void shouldRefuseSettingsOutOfRange() {
        byte[] altered = altered(true, record -> record.getSpec().put("horizon", 0));
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> read(altered))
                .withMessage("model file x.gatecast: horizon must be in [1, 20000], was 0");
    }

    @Test
    void shouldRefuseLearnedRowsBeforeAllTimeOrWithAGapOutOfRange() {
        byte[] early = altered(true, record -> record.put("learnedUntilMs", -2L));
        byte[] wide = altered(true, record -> record.put("generalizationGap", 1.26));

        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> read(early))
                .withMessage(
                        "model file x.gatecast: event time of the newest learned row must not be negative, was -2");
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> read(wide))
                .withMessage("model file x.gatecast: generalization gap must be in [1, 1.25], was 1.26");
    }

    @Test
    void shouldRefuseSettingsOfAModelFarLargerThanTheFile() {
        byte[] altered = altered(true, record -> {
            record.getSpec().put("hidden", 4_096);
            record.getSpec().put("layers", 16);
            record.getSpec().put("horizon", 20_000);
            record.getSpec().put("levels", levels(500_000));
        });
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> read(altered))
                .withMessageContaining("x.gatecast");
    }

    private static List<Double> levels(int count) {
        List<Double> levels = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            levels.add((double) i / count);
        }
        return levels;
    }

    @Test
    void shouldRefuseAnUnknownFormatVersion() {
        byte[] altered = altered(true, record -> record.put("formatVersion", 2));
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> read(altered))
                .withMessage("model file x.gatecast has format version 2, this program reads version 1");
    }

    @ParameterizedTest
    @EnumSource
    void shouldRestoreTheRoundedModelFromInt8(CellKind cell) {
        Path file = folder.resolve("small.gatecast");
        Model model = model(cell);

        Artifact written = ArtifactFile.write(file, "small", model, report(), WeightEncoding.INT8);
        Artifact read = ArtifactFile.read(file);

        assertSameBits(read.model(), model.rounded());
        assertSameBits(written.model(), model.rounded());
        assertThat(read.encoding()).isEqualTo(WeightEncoding.INT8);
        assertThat(read.id()).isEqualTo(written.id()).isNotEqualTo(ArtifactFile.id(model));
        assertThat(read.id()).isNotEqualTo(ArtifactFile.id(model.rounded()));
    }

    @Test
    void shouldGiveTheSameInt8FileForAModelThatWasRoundedBefore() {
        Model model = model(CellKind.GRU);

        byte[] once = ArtifactFile.toBytes("a", model, report(), WeightEncoding.INT8);
        byte[] twice = ArtifactFile.toBytes("a", model.rounded(), report(), WeightEncoding.INT8);

        assertThat(twice).isEqualTo(once);
    }

    @Test
    void shouldStoreLargeWeightsInAQuarterOfTheBytes() {
        Model model = TestModels.random(TestModels.spec(CellKind.GRU, 64, 2, Transform.LOG, "value"), 5);

        long exact = ArtifactFile.toBytes("a", model, report(), WeightEncoding.FLOAT32).length;
        long rounded = ArtifactFile.toBytes("a", model, report(), WeightEncoding.INT8).length;

        assertThat((double) rounded / exact).isBetween(0.25, 0.33);
    }

    @Test
    void shouldRefuseScalesThatDoNotFitTheirRows() {
        Tensor tensor = WeightEncoding.INT8.encode("a", ColumnMatrix.ofRowMajor(2, 2, new float[] {1, 2, 3, 4}));
        tensor.put("scales", ByteBuffer.allocate(4));
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> WeightEncoding.decode(tensor, 2, 2, "x.gatecast"))
                .withMessage("a: expected 8 bytes of scales, found 4, in x.gatecast");

        tensor.put(
                "scales", ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, Float.NaN));
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> WeightEncoding.decode(tensor, 2, 2, "x.gatecast"))
                .withMessage("a: weights must be finite, found NaN, in x.gatecast");

        Tensor exact = WeightEncoding.FLOAT32.encode("b", ColumnMatrix.ofRowMajor(1, 2, new float[] {1, 2}));
        exact.put("scales", ByteBuffer.allocate(4));
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> WeightEncoding.decode(exact, 1, 2, "x.gatecast"))
                .withMessage("b: expected 0 bytes of scales, found 4, in x.gatecast");
    }

    @Test
    void shouldRefuseToWriteWeightsItWouldNotRead() {
        Model model = model(CellKind.GRU);
        model.head().bias().column(0)[0] = Float.NaN;
        Path file = folder.resolve("nan.gatecast");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ArtifactFile.write(file, "nan", model, report()))
                .withMessageContaining("head.bias");
        assertThat(file).doesNotExist();
    }

    private static Model importedModel() {
        CellBody body = new CellBody(
                List.of(
                        new RecurrentLayer(CellKind.LSTM, ResetVariant.RESET_AFTER, GateActivations.USUAL, 1, 3),
                        new RecurrentLayer(
                                CellKind.GRU,
                                ResetVariant.RESET_BEFORE,
                                new GateActivations(Activation.SIGMOID, Activation.RELU, Activation.TANH),
                                3,
                                2)),
                List.of(new DenseLayer(2, 4, Activation.RELU), new DenseLayer(4, 1, Activation.LINEAR)));
        float next = 0;
        for (ColumnMatrix matrix : body.parameters().values()) {
            for (int c = 0; c < matrix.columns(); c++) {
                for (int r = 0; r < matrix.rows(); r++) {
                    matrix.column(c)[r] = next += 0.01f;
                }
            }
        }
        Meaning meaning = new Meaning(
                List.of(new Scaling(10, 2)),
                Optional.of(new Scaling(-1, 4)),
                OutputKind.VALUE,
                ForecastMode.AUTOREGRESSIVE,
                OutputOrder.BY_LEVEL,
                5);
        return new Model(TestModels.plain(3, List.of(0.1, 0.5, 0.9)), new ImportedNetwork("test", meaning, body));
    }

    @Test
    void shouldRestoreEveryBitOfAnImportedModelAndItsMeaning() {
        Model model = importedModel();

        Artifact read = read(bytes("imported", model));

        assertThat(read.id()).isEqualTo(ArtifactFile.id(model));
        ImportedNetwork found = read.model().imported().orElseThrow();
        ImportedNetwork expected = model.imported().orElseThrow();
        assertThat(found.meaning()).isEqualTo(expected.meaning());
        assertThat(found.source()).isEqualTo("test");
        assertThat(((CellBody) found.body()).layers()).isEqualTo(((CellBody) expected.body()).layers());
        assertThat(((CellBody) found.body()).dense().stream().map(DenseLayer::activation))
                .containsExactly(Activation.RELU, Activation.LINEAR);
        assertSameBits(read.model(), model);
    }

    @Test
    void shouldChangeTheIdWithTheMeaningOfAnImportedModel() {
        Model model = importedModel();
        ImportedNetwork network = model.imported().orElseThrow();
        Meaning other = new Meaning(
                List.of(new Scaling(10, 3)),
                network.meaning().output(),
                network.meaning().outputs(),
                network.meaning().mode(),
                network.meaning().order(),
                network.meaning().window());

        assertThat(ArtifactFile.id(new Model(model.spec(), new ImportedNetwork("test", other, network.body()))))
                .isNotEqualTo(ArtifactFile.id(model));
    }

    @Test
    void shouldRefuseAnImportedModelWhoseLayersDoNotFitItsFile() {
        assertRefused(
                record -> record.getImported().getLayers().get(0).put("hiddenSize", 4_096),
                "weights: expected at least ");
        assertRefused(
                record -> record.getImported().getDense().get(0).put("outputSize", 2_000_000_000),
                "weights: expected at least ");
        assertRefused(
                record -> record.getImported().getDense().get(0).put("outputSize", -1), "matrix needs at least 1 row");
        assertRefused(
                record -> record.getImported().getLayers().get(0).put("inputSize", 0),
                "input size of a recurrent layer must be in [1, 4096], was 0");
        assertRefused(record -> record.getImported().put("layers", List.of()), "needs at least one recurrent layer");
        assertRefused(
                record -> record.getImported().getScaling().get(0).put("deviation", 0.0),
                "deviation of a scaling must be positive and finite, was 0.0");
        assertRefused(record -> record.getImported().put("window", 1_000_000), "window must be at most ");
    }

    private void assertRefused(Consumer<ModelArtifact> change, String message) {
        byte[] altered = altered(importedModel(), true, change);
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> read(altered))
                .withMessageContaining(message)
                .withMessageContaining("x.gatecast");
    }

    private static Tensor tensor(String name, List<Integer> shape, ByteBuffer data) {
        return new Tensor(name, shape, data, TensorEncoding.FLOAT32, ByteBuffer.allocate(0));
    }

    private static Artifact read(byte[] bytes) {
        return ArtifactFile.read(new ByteArrayInputStream(bytes), "x.gatecast");
    }

    /** A model file changed by hand, as damage (the id stays) or by a forger (the id is made to fit). */
    private byte[] altered(boolean fittingId, Consumer<ModelArtifact> change) {
        return altered(model(CellKind.GRU), fittingId, change);
    }

    private byte[] altered(Model model, boolean fittingId, Consumer<ModelArtifact> change) {
        try (DataFileStream<ModelArtifact> stream = new DataFileStream<>(
                new ByteArrayInputStream(bytes("original", model)), new SpecificDatumReader<>(ModelArtifact.class))) {
            ModelArtifact record = stream.next();
            change.accept(record);
            byte[] altered = container(ModelArtifact.getClassSchema(), List.of(record));
            if (!fittingId) {
                return altered;
            }
            try {
                read(altered);
                throw new AssertionError("read a file whose id does not fit");
            } catch (ModelFormatException e) {
                int at = e.getMessage().indexOf("its contents give ");
                if (at < 0) {
                    return altered;
                }
                record.put("id", e.getMessage().substring(at + "its contents give ".length()));
                return container(ModelArtifact.getClassSchema(), List.of(record));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] container(Schema schema, List<?> records) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DataFileWriter<Object> writer = new DataFileWriter<>(
                !records.isEmpty() && records.get(0) instanceof SpecificRecordBase
                        ? new SpecificDatumWriter<>(schema)
                        : new GenericDatumWriter<>(schema))) {
            writer.create(schema, out);
            for (Object record : records) {
                writer.append(record);
            }
        }
        return out.toByteArray();
    }

    private static void refuses(Path file, String name) {
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> ArtifactFile.read(file))
                .withMessageContaining(name);
    }

    private static void assertSameBits(Model found, Model expected) {
        expected.parameters().forEach((name, matrix) -> {
            float[] a = found.parameters().get(name).toRowMajor();
            float[] b = matrix.toRowMajor();
            for (int i = 0; i < b.length; i++) {
                assertThat(Float.floatToRawIntBits(a[i])).as("%s %d", name, i).isEqualTo(Float.floatToRawIntBits(b[i]));
            }
        });
    }
}
