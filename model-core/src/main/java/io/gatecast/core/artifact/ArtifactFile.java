package io.gatecast.core.artifact;

import io.gatecast.core.HorizonScore;
import io.gatecast.core.LearnedRows;
import io.gatecast.core.Model;
import io.gatecast.core.TrainingReport;
import io.gatecast.core.kernel.ColumnMatrix;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.recurrent.ResetVariant;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.spec.ColumnRoles;
import io.gatecast.core.spec.KnownColumn;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.core.spec.StaticCategory;
import io.gatecast.core.spec.StaticColumn;
import io.gatecast.core.spec.StaticNumber;
import io.gatecast.schema.ModelArtifact;
import io.gatecast.schema.Setting;
import io.gatecast.schema.Tensor;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * Reads and writes model files: an Avro object container with one {@link ModelArtifact}, readable with Avro's own tools.
 *
 * <p>The id is the start of the SHA-256 of specification and weights, so equal models have equal ids whatever they are
 * called, and a file whose contents do not give its id is refused. Equal artifacts give equal files, byte for byte.
 */
public final class ArtifactFile {
    private static final int FORMAT_VERSION = 1;
    private static final int ID_BYTES = 8;
    private static final int SYNC_BYTES = 16;

    /** Stands for a coverage that was not measured. */
    private static final double NOT_MEASURED = -1;

    private ArtifactFile() {}

    /**
     * Reads a model file.
     *
     * @param file path of the file
     * @return the artifact
     * @throws ModelFormatException if the file is missing, damaged or not a model
     */
    public static Artifact read(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return read(in, file.toString());
        } catch (NoSuchFileException e) {
            throw new ModelFormatException("no such model file: " + file, e);
        } catch (IOException e) {
            throw new ModelFormatException("cannot read model file " + file + ": " + e, e);
        }
    }

    /**
     * Reads a model from a stream.
     *
     * @param in the file's bytes; not closed
     * @param place what to call the source in errors
     * @return the artifact
     * @throws ModelFormatException if the bytes are damaged or not a model
     */
    public static Artifact read(InputStream in, String place) {
        ModelArtifact record = record(in, place);
        if (record.getFormatVersion() != FORMAT_VERSION) {
            throw new ModelFormatException("model file " + place + " has format version " + record.getFormatVersion()
                    + ", this program reads version " + FORMAT_VERSION);
        }
        try {
            return decode(record, place);
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException("model file " + place + ": " + e.getMessage(), e);
        }
    }

    /** Avro's reader meets damaged bytes with any unchecked exception, not only its own. */
    private static ModelArtifact record(InputStream in, String place) {
        try {
            DataFileStream<ModelArtifact> stream =
                    new DataFileStream<>(in, new SpecificDatumReader<>(ModelArtifact.class));
            if (stream.hasNext()) {
                return stream.next();
            }
        } catch (IOException | RuntimeException e) {
            throw new ModelFormatException("not a readable model file: " + place + ": " + e.getMessage(), e);
        }
        throw new ModelFormatException("model file " + place + " is empty: expected one record");
    }

    /**
     * Writes a model file, replacing an older one in one move so that a reader never sees half a file.
     *
     * @param file path of the file; its folder must exist
     * @param name what the user calls the model
     * @param model the model
     * @param report how it was trained
     * @return the artifact as written
     * @throws IllegalArgumentException if a weight is not finite, which {@link #read} would refuse
     * @throws UncheckedIOException if the file cannot be written
     */
    public static Artifact write(Path file, String name, Model model, TrainingReport report) {
        return write(file, name, model, report, WeightEncoding.FLOAT32);
    }

    /**
     * Writes a model file as {@link #write(Path, String, Model, TrainingReport)} does, with weights stored as told.
     *
     * @param file path of the file; its folder must exist
     * @param name what the user calls the model
     * @param model the model
     * @param report how it was trained and how good the model is with weights so stored
     * @param encoding how weights are stored
     * @return the artifact as written, with the weights as {@link #read} will give them
     * @throws IllegalArgumentException if a weight is not finite, which {@link #read} would refuse
     * @throws UncheckedIOException if the file cannot be written
     */
    public static Artifact write(Path file, String name, Model model, TrainingReport report, WeightEncoding encoding) {
        ModelArtifact record = encode(name, model, report, encoding);
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try {
            Files.write(unfinished, container(record));
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write model file " + file + ": " + e, e);
        }
        return new Artifact(record.getId(), name, encoding.rounded(model), report, encoding);
    }

    /**
     * The bytes of a model file.
     *
     * @param name what the user calls the model
     * @param model the model
     * @param report how it was trained
     * @param encoding how weights are stored
     * @return what {@link #write} would write
     * @throws IllegalArgumentException if a weight is not finite, which {@link #read} would refuse
     */
    public static byte[] toBytes(String name, Model model, TrainingReport report, WeightEncoding encoding) {
        return container(encode(name, model, report, encoding));
    }

    private static byte[] container(ModelArtifact record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DataFileWriter<ModelArtifact> writer =
                new DataFileWriter<>(new SpecificDatumWriter<>(ModelArtifact.class))) {
            byte[] sync = Arrays.copyOf(contentHash(record), SYNC_BYTES);
            writer.create(ModelArtifact.getClassSchema(), out, sync);
            writer.append(record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /**
     * The id a model has whose weights are stored as float32.
     *
     * @param model the model
     * @return content hash of specification and weights, 16 hexadecimal digits
     * @throws IllegalArgumentException if a weight is not finite
     */
    public static String id(Model model) {
        return encode("", model, new TrainingReport(Map.of(), List.of()), WeightEncoding.FLOAT32)
                .getId();
    }

    private static ModelArtifact encode(String name, Model model, TrainingReport report, WeightEncoding encoding) {
        List<Tensor> tensors = new ArrayList<>();
        model.parameters().forEach((tensorName, matrix) -> tensors.add(encoding.encode(tensorName, matrix)));
        List<Setting> settings = new ArrayList<>();
        report.settings().forEach((key, value) -> settings.add(new Setting(key, value)));
        List<io.gatecast.schema.HorizonScore> scores = new ArrayList<>();
        for (HorizonScore s : report.scores()) {
            scores.add(new io.gatecast.schema.HorizonScore(
                    s.target(),
                    s.fromStep(),
                    s.toStep(),
                    s.model(),
                    s.naive(),
                    s.seasonalNaive(),
                    s.linear(),
                    toFile(s.coverage80()),
                    toFile(s.coverage95())));
        }
        ModelArtifact.Builder record = ModelArtifact.newBuilder()
                .setFormatVersion(FORMAT_VERSION)
                .setId("")
                .setName(name)
                .setSpec(spec(model.spec()))
                .setTensors(tensors)
                .setReport(new io.gatecast.schema.TrainingReport(settings, scores))
                .setImported(model.imported().map(ImportedRecord::encode).orElse(null))
                .setLearnedUntilMs(model.learned().untilMs())
                .setGeneralizationGap(model.learned().generalizationGap());
        return record.setId(id(contentHash(record.build()))).build();
    }

    private static Artifact decode(ModelArtifact record, String place) {
        String found = id(contentHash(record));
        if (!found.equals(record.getId())) {
            throw new ModelFormatException("model file " + place + " is damaged: its id is " + record.getId()
                    + ", its contents give " + found);
        }
        ModelSpec spec = spec(record.getSpec());
        Model model;
        if (record.getImported() == null) {
            checkSize(spec, record.getTensors(), place);
            model = new Model(spec);
        } else {
            model = new Model(spec, ImportedRecord.decode(record.getImported(), record.getTensors(), place));
        }
        model.learned(new LearnedRows(record.getLearnedUntilMs(), record.getGeneralizationGap()));
        Map<String, ColumnMatrix> parameters = new LinkedHashMap<>(model.parameters());
        for (Tensor tensor : record.getTensors()) {
            ColumnMatrix matrix = parameters.remove(tensor.getName());
            if (matrix == null) {
                throw new ModelFormatException(tensor.getName() + ": not a tensor of this model, in " + place);
            }
            matrix.set(WeightEncoding.decode(tensor, matrix.rows(), matrix.columns(), place));
        }
        if (!parameters.isEmpty()) {
            throw new ModelFormatException("tensors " + parameters.keySet() + " are missing in " + place);
        }
        Map<String, String> settings = new LinkedHashMap<>();
        record.getReport().getSettings().forEach(s -> settings.put(s.getName(), s.getValue()));
        List<HorizonScore> scores = record.getReport().getScores().stream()
                .map(s -> new HorizonScore(
                        s.getTarget(),
                        s.getFromStep(),
                        s.getToStep(),
                        s.getModel(),
                        s.getNaive(),
                        s.getSeasonalNaive(),
                        s.getLinear(),
                        fromFile(s.getCoverage80()),
                        fromFile(s.getCoverage95())))
                .toList();
        return new Artifact(
                record.getId(),
                record.getName(),
                model,
                new TrainingReport(settings, scores),
                WeightEncoding.of(record.getTensors()));
    }

    /** Refuses a specification whose largest tensors cannot be in the file, before memory is taken for them. */
    private static void checkSize(ModelSpec spec, List<Tensor> tensors, String place) {
        long hidden = spec.hidden();
        long weights = spec.layers() * hidden * hidden
                + spec.roles().targets()
                        * (spec.levels().size() * (long) spec.horizon() * (hidden + 1)
                                + (long) spec.horizon() * spec.recentLags());
        long elements = tensors.stream().mapToLong(WeightEncoding::elements).sum();
        if (weights > elements) {
            throw new ModelFormatException("weights: expected at least " + weights + " for this specification, found "
                    + elements + ", in " + place);
        }
    }

    private static io.gatecast.schema.ModelSpec spec(ModelSpec s) {
        return new io.gatecast.schema.ModelSpec(
                io.gatecast.schema.CellKind.valueOf(s.cell().name()),
                io.gatecast.schema.ResetVariant.valueOf(s.reset().name()),
                s.hidden(),
                s.layers(),
                s.horizon(),
                s.levels(),
                s.seasons(),
                s.scaleWindow(),
                io.gatecast.schema.Transform.valueOf(s.transform().name()),
                s.logFloor(),
                s.priorScale(),
                s.stepMs(),
                s.calendar(),
                s.recentLags(),
                s.seasonalRepeats(),
                s.columns(),
                s.roles().targets(),
                s.roles().known().stream()
                        .map(k -> new io.gatecast.schema.KnownColumn(k.name(), k.mean(), k.deviation()))
                        .toList(),
                s.roles().statics().stream().map(ArtifactFile::staticColumn).toList(),
                s.longestSeason());
    }

    private static io.gatecast.schema.StaticColumn staticColumn(StaticColumn column) {
        return column instanceof StaticNumber number
                ? new io.gatecast.schema.StaticColumn(number.name(), number.mean(), number.deviation(), List.of())
                : new io.gatecast.schema.StaticColumn(column.name(), 0.0, 1.0, ((StaticCategory) column).categories());
    }

    private static ModelSpec spec(io.gatecast.schema.ModelSpec s) {
        return new ModelSpec(
                CellKind.valueOf(s.getCell().name()),
                ResetVariant.valueOf(s.getReset().name()),
                s.getHidden(),
                s.getLayers(),
                s.getHorizon(),
                s.getLevels(),
                s.getSeasons(),
                s.getScaleWindow(),
                Transform.valueOf(s.getTransform().name()),
                s.getLogFloor(),
                s.getPriorScale(),
                s.getStepMs(),
                s.getCalendar(),
                s.getRecentLags(),
                s.getSeasonalRepeats(),
                s.getColumns(),
                roles(s),
                s.getLongestSeason());
    }

    private static ColumnRoles roles(io.gatecast.schema.ModelSpec s) {
        return new ColumnRoles(
                s.getTargets(),
                s.getKnown().stream()
                        .map(k -> new KnownColumn(k.getName(), k.getMean(), k.getDeviation()))
                        .toList(),
                s.getStatics().stream().map(ArtifactFile::staticColumn).toList());
    }

    private static StaticColumn staticColumn(io.gatecast.schema.StaticColumn column) {
        return column.getCategories().isEmpty()
                ? new StaticNumber(column.getName(), column.getMean(), column.getDeviation())
                : new StaticCategory(column.getName(), column.getCategories());
    }

    private static double toFile(double coverage) {
        return Double.isNaN(coverage) ? NOT_MEASURED : coverage;
    }

    private static double fromFile(double coverage) {
        return coverage == NOT_MEASURED ? Double.NaN : coverage;
    }

    private static String id(byte[] contentHash) {
        return HexFormat.of().formatHex(contentHash, 0, ID_BYTES);
    }

    /**
     * SHA-256 of the Avro encoding of an artifact that has no id, name and report. Fields that the schema gained since its first
     * version count only where they are used, so the ids of older models stay.
     */
    private static byte[] contentHash(ModelArtifact record) {
        ModelArtifact content = new ModelArtifact(
                FORMAT_VERSION,
                "",
                "",
                record.getSpec(),
                record.getTensors(),
                new io.gatecast.schema.TrainingReport(List.of(), List.of()),
                record.getImported(),
                record.getLearnedUntilMs(),
                record.getGeneralizationGap());
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new ContentWriter().write(content, encoder);
            encoder.flush();
            return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
