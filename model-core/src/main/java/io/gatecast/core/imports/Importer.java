package io.gatecast.core.imports;

import io.gatecast.core.Model;
import io.gatecast.core.TrainingReport;
import io.gatecast.core.artifact.ModelFormatException;
import io.gatecast.core.imported.CellBody;
import io.gatecast.core.imported.EngineUnavailableException;
import io.gatecast.core.imported.GraphBody;
import io.gatecast.core.imported.ImportedNetwork;
import io.gatecast.core.imported.NetworkBody;
import io.gatecast.core.imported.RecurrentLayer;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.recurrent.ResetVariant;
import io.gatecast.core.spec.ModelSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns a file of another library into a model. */
public final class Importer {
    private static final double PRIOR_SCALE = 0.5;

    private Importer() {}

    /**
     * What was imported.
     *
     * @param model the model
     * @param report where it came from and what was said of it
     */
    public record Result(Model model, TrainingReport report) {}

    /**
     * Reads a safetensors file, a PyTorch state dict, a Keras model or an ONNX file; which of them is told by its content.
     *
     * @param bytes the file
     * @param place what to call it in errors
     * @param options what the file does not say of itself
     * @return the model
     * @throws ModelFormatException if the file is damaged, or has something that cannot be imported
     * @throws io.gatecast.core.imported.EngineUnavailableException if the network needs ONNX Runtime, which is not
     *     on the class path
     */
    public static Result read(byte[] bytes, String place, ImportOptions options) {
        Source source = Source.of(bytes, place);
        try {
            NetworkBody body = source.read(bytes, place, options);
            Model model = new Model(spec(body, options), new ImportedNetwork(source.title(), options.meaning(), body));
            tryOneStep(body);
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("imported from", place);
            settings.put("format", source.title());
            options.given().forEach(settings::put);
            return new Result(model, new TrainingReport(settings, List.of()));
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(e.getMessage() + ", in " + place, e);
        }
    }

    /** A graph's shapes are known only when it has run. */
    private static void tryOneStep(NetworkBody body) {
        if (body instanceof GraphBody) {
            try {
                body.newRun()
                        .step(
                                new float[body.inputSize()],
                                body.initialState(),
                                body.initialState(),
                                new float[body.outputSize()]);
            } catch (EngineUnavailableException e) {
                if (e.getCause() instanceof LinkageError) {
                    throw e;
                }
                throw new IllegalArgumentException(e.getMessage(), e);
            } catch (IllegalStateException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }
    }

    private static ModelSpec spec(NetworkBody body, ImportOptions options) {
        List<Double> levels = options.levels();
        CellKind kind = CellKind.GRU;
        ResetVariant reset = ResetVariant.RESET_AFTER;
        int hidden = 0;
        int layers = 1;
        if (body instanceof CellBody cells) {
            RecurrentLayer top = cells.layers().get(cells.layers().size() - 1);
            kind = top.kind();
            reset = top.reset();
            hidden = top.hiddenSize();
            layers = cells.layers().size();
        }
        return new ModelSpec(
                kind,
                reset,
                hidden,
                layers,
                options.horizon(body.outputSize(), levels.size()),
                levels,
                List.of(),
                options.scaleWindow(),
                options.transform(),
                options.logFloor(),
                PRIOR_SCALE,
                options.stepMs(),
                false,
                1,
                2,
                options.columns());
    }
}
