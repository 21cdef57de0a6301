package io.gatecast.benchmarks;

import java.util.List;

/** Prints what a step takes beside peers, beside the limit of memory, and beside its own recurrent part. */
public final class StepRatios {
    private static final List<String> SIZES = List.of("32", "64", "128", "256");

    private StepRatios() {}

    /**
     * Measures and prints.
     *
     * @param args number of rounds, 3 if left out
     */
    public static void main(String[] args) {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        Times cells = Times.of(
                rounds,
                SIZES,
                "CellBenchmark.gatecast",
                "CellBenchmark.readLimit",
                "CellBenchmark.onnxRuntime",
                "CellBenchmark.libtorch");
        cells.print();
        for (String size : SIZES) {
            String own = "CellBenchmark.gatecast " + size;
            cells.printRatio("GRU " + size + ": ONNX Runtime / Gatecast", "CellBenchmark.onnxRuntime " + size, own);
            cells.printRatio("GRU " + size + ": libtorch / Gatecast", "CellBenchmark.libtorch " + size, own);
            cells.printRatio("GRU " + size + ": Gatecast / reading weights", own, "CellBenchmark.readLimit " + size);
        }
        Times steps = Times.of(
                rounds,
                List.of("64"),
                "StepBenchmark.everything",
                "StepBenchmark.withoutDetection",
                "StepBenchmark.recurrentPart",
                "StepBenchmark.randomCutForecast",
                "StepBenchmark.randomCutDetection");
        steps.print();
        String everything = "StepBenchmark.everything 64";
        steps.printRatio("whole step / its recurrent part", everything, "StepBenchmark.recurrentPart 64");
        steps.printRatio("RCFCaster / whole step", "StepBenchmark.randomCutForecast 64", everything);
        steps.printRatio("ThresholdedRandomCutForest / whole step", "StepBenchmark.randomCutDetection 64", everything);
    }
}
