package io.gatecast.streams.command;

import io.gatecast.core.TrainingReport;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.artifact.ModelFormatException;
import io.gatecast.core.imports.ImportOptions;
import io.gatecast.core.imports.Importer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code import}: makes a model from a file of PyTorch, Keras or ONNX. */
@Command(
        name = "import",
        description = {
            "Make a model from a recurrent network of PyTorch (.safetensors, .pt state dict), Keras (.keras, .h5) or ONNX.",
            "Nothing in the file is executed. What its numbers mean is told by options, or by the same names in a JSON"
                    + " file (--sidecar); options win."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  gatecast import --from gru.pt --model demand.gatecast --horizon 24 \\",
            "      --mean 412.5 --std 96.1",
            "  gatecast import --from plant.keras --model plant.gatecast --mode direct \\",
            "      --columns load,temperature --min 0,-20 --max 900,45 --window 48",
            "  gatecast import --from quantiles.onnx --model q.gatecast --mode direct \\",
            "      --horizon 12 --outputs quantiles --levels 0.1,0.5,0.9 --scaling running",
            "  gatecast import --from any.onnx --model any.gatecast --engine onnxruntime \\",
            "      --input x --output y --states h_in:h_out --horizon 24 --scaling none",
        })
final class Import implements Callable<Integer> {
    private static final long MAX_BYTES = 1L << 29;

    @Spec
    private CommandSpec spec;

    @Option(names = "--from", order = -59, required = true, paramLabel = "FILE", description = "File to import.")
    private Path file;

    @Option(names = "--model", order = -58, required = true, paramLabel = "OUT", description = "Model file to write.")
    private Path modelFile;

    @Option(
            names = "--name",
            order = -57,
            paramLabel = "NAME",
            description = "Name to keep in the model (default: its file's).")
    private Optional<String> name;

    @Option(
            names = "--sidecar",
            order = -56,
            paramLabel = "FILE.json",
            description = "JSON object with the options below, named as there but in one word (outputMean).")
    private Optional<Path> sidecar;

    @Mixin
    private ImportFlags flags;

    @Override
    public Integer call() throws IOException {
        ImportOptions options = options();
        OutputFile.requireWritable(modelFile);
        Importer.Result imported = Importer.read(bytes(), file.getFileName().toString(), options);
        TrainingReport report = imported.report();
        Artifact artifact =
                ArtifactFile.write(modelFile, name.orElse(Train.nameOf(modelFile)), imported.model(), report);
        PrintWriter out = spec.commandLine().getOut();
        out.println("imported " + new ImportedDescription(imported.model()).network());
        out.println("model " + artifact.id() + ": " + modelFile);
        out.flush();
        return 0;
    }

    private ImportOptions options() throws IOException {
        String text = sidecar.isPresent() ? Files.readString(sidecar.get()) : "";
        try {
            return ImportOptions.of(text, flags.given());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private byte[] bytes() throws IOException {
        long size = Files.size(file);
        if (size > MAX_BYTES) {
            throw new ModelFormatException(
                    "expected a file of at most " + MAX_BYTES + " bytes, found " + size + ": " + file);
        }
        return Files.readAllBytes(file);
    }
}
