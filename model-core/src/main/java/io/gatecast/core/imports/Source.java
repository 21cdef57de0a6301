package io.gatecast.core.imports;

import io.gatecast.core.artifact.ModelFormatException;
import io.gatecast.core.imported.NetworkBody;

/** The kinds of file that can be imported, told apart by their content. */
enum Source {
    SAFETENSORS("PyTorch safetensors") {
        @Override
        NetworkBody read(byte[] bytes, String place, ImportOptions options) {
            return TorchNetwork.of(SafetensorsReader.read(bytes, place), options)
                    .toBody(place);
        }
    },
    TORCH("PyTorch state dict") {
        @Override
        NetworkBody read(byte[] bytes, String place, ImportOptions options) {
            return TorchNetwork.of(TorchReader.read(bytes, place), options).toBody(place);
        }
    },
    ONNX("ONNX") {
        @Override
        NetworkBody read(byte[] bytes, String place, ImportOptions options) {
            OnnxFile file = OnnxFile.read(bytes, place);
            return options.engine() == ImportOptions.Engine.ONNXRUNTIME
                    ? OnnxPorts.body(bytes, file, options)
                    : OnnxNetwork.of(file).toBody(place);
        }
    },
    KERAS("Keras") {
        @Override
        NetworkBody read(byte[] bytes, String place, ImportOptions options) {
            try (KerasFile file = KerasFile.open(bytes, place)) {
                return KerasNetwork.of(file).toBody(place);
            }
        }
    };

    private final String title;

    Source(String title) {
        this.title = title;
    }

    /** What people call it. */
    String title() {
        return title;
    }

    abstract NetworkBody read(byte[] bytes, String place, ImportOptions options);

    static Source of(byte[] bytes, String place) {
        if (ZipContents.recognises(bytes)) {
            try (ZipContents zip = ZipContents.open(bytes, place)) {
                if (TorchReader.recognises(zip)) {
                    return TORCH;
                }
                if (KerasFile.recognises(zip)) {
                    return KERAS;
                }
            }
        }
        if (KerasFile.recognises(bytes)) {
            return KERAS;
        }
        if (SafetensorsReader.recognises(bytes)) {
            return SAFETENSORS;
        }
        if (OnnxFile.recognises(bytes)) {
            return ONNX;
        }
        throw new ModelFormatException("expected a .safetensors, .pt, .keras, .h5 or .onnx file, found none of them: "
                + place + "; a .pt file must be saved with PyTorch 1.6 or later");
    }
}
