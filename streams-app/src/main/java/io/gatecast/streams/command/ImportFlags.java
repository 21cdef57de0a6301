package io.gatecast.streams.command;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * The options that tell what an imported network's numbers mean, each a property of the sidecar. Methods have no order of
 * their own; these come before the options that every command has.
 */
final class ImportFlags {
    private final Map<String, String> given = new LinkedHashMap<>();

    /** Returns the properties given, by their names in the sidecar. */
    Map<String, String> given() {
        return given;
    }

    @Option(
            names = "--columns",
            order = -49,
            paramLabel = "NAME",
            description = "Value columns in the order of the network's inputs, the target first (default: value).")
    void columns(String value) {
        given.put("columns", value);
    }

    @Option(
            names = "--horizon",
            order = -48,
            paramLabel = "H",
            description = "Number of steps ahead to forecast (default with --mode direct: all the network gives).")
    void horizon(String value) {
        given.put("horizon", value);
    }

    @Option(
            names = "--step",
            order = -47,
            paramLabel = "DURATION",
            description = "Length of a step, such as PT1H (default: one event).")
    void step(String value) {
        given.put("step", value);
    }

    @Option(
            names = "--scaling",
            order = -46,
            paramLabel = "KIND",
            description = "none: the network takes values as they are; running: the mean and deviation of each"
                    + " series so far. Otherwise --mean and --std or --min and --max.")
    void scaling(String value) {
        given.put("scaling", value);
    }

    @Option(
            names = "--mean",
            order = -45,
            paramLabel = "X",
            description = "Mean per column the network was trained with.")
    void mean(String value) {
        given.put("mean", value);
    }

    @Option(
            names = "--std",
            order = -44,
            paramLabel = "X",
            description = "Standard deviation per column the network was trained with.")
    void std(String value) {
        given.put("std", value);
    }

    @Option(
            names = "--min",
            order = -43,
            paramLabel = "X",
            description = "Minimum per column, if values were brought to [0, 1].")
    void min(String value) {
        given.put("min", value);
    }

    @Option(
            names = "--max",
            order = -42,
            paramLabel = "X",
            description = "Maximum per column, if values were brought to [0, 1].")
    void max(String value) {
        given.put("max", value);
    }

    @Option(
            names = "--output-mean",
            order = -41,
            paramLabel = "X",
            description = "Mean of the outputs, if not the target's.")
    void outputMean(String value) {
        given.put("outputMean", value);
    }

    @Option(
            names = "--output-std",
            order = -40,
            paramLabel = "X",
            description = "Standard deviation of the outputs, if not the target's.")
    void outputStd(String value) {
        given.put("outputStd", value);
    }

    @Option(
            names = "--mode",
            order = -39,
            paramLabel = "MODE",
            description = "autoregressive: one step, its output fed back as the next input; direct: all steps at"
                    + " once (default: autoregressive).")
    void mode(String value) {
        given.put("mode", value);
    }

    @Option(
            names = "--outputs",
            order = -38,
            paramLabel = "KIND",
            description = "value or quantiles (default: value; then intervals come from the errors made).")
    void outputs(String value) {
        given.put("outputs", value);
    }

    @Option(names = "--levels", order = -37, paramLabel = "P", description = "Quantile levels, ascending and with 0.5.")
    void levels(String value) {
        given.put("levels", value);
    }

    @Option(
            names = "--order",
            order = -36,
            paramLabel = "ORDER",
            description = "Direct quantiles come by-step [horizon, levels] or by-level [levels, horizon] (default:"
                    + " by-step).")
    void order(String value) {
        given.put("order", value);
    }

    @Option(
            names = "--window",
            order = -35,
            paramLabel = "N",
            description = "Read the latest N values from an empty memory at every step, for networks trained on"
                    + " windows (default: keep the memory).")
    void window(String value) {
        given.put("window", value);
    }

    @Option(
            names = "--scale-window",
            order = -34,
            paramLabel = "N",
            description = "Number of latest values the running scale is taken over (default: 96).")
    void scaleWindow(String value) {
        given.put("scaleWindow", value);
    }

    @Option(
            names = "--transform",
            order = -33,
            paramLabel = "KIND",
            description = "log: the network was trained on logarithms (default: identity).")
    void transform(String value) {
        given.put("transform", value);
    }

    @Option(
            names = "--log-floor",
            order = -32,
            paramLabel = "X",
            description = "Smallest value the logarithm is taken of.")
    void logFloor(String value) {
        given.put("logFloor", value);
    }

    @Option(
            names = "--recurrent",
            order = -31,
            paramLabel = "NAME",
            description = "PyTorch: names of the recurrent layers in their order (default: the only one).")
    void recurrent(String value) {
        given.put("recurrent", value);
    }

    @Option(
            names = "--dense",
            order = -30,
            paramLabel = "NAME",
            description = "PyTorch: names of the linear layers in their order (default: the only one).")
    void dense(String value) {
        given.put("dense", value);
    }

    @Option(
            names = "--activations",
            order = -29,
            paramLabel = "KIND",
            description = "PyTorch: activation after each linear layer but perhaps the last: linear, relu, tanh or"
                    + " sigmoid.")
    void activations(String value) {
        given.put("activations", value);
    }

    @Option(
            names = "--nonlinearity",
            order = -28,
            paramLabel = "KIND",
            description = "PyTorch nn.RNN: tanh or relu (default: tanh).")
    void nonlinearity(String value) {
        given.put("nonlinearity", value);
    }

    @Option(
            names = "--engine",
            order = -27,
            paramLabel = "KIND",
            description = "cells: the network becomes our own cells; onnxruntime: an ONNX graph runs in ONNX"
                    + " Runtime (default: cells).")
    void engine(String value) {
        given.put("engine", value);
    }

    @Option(
            names = "--input",
            order = -26,
            paramLabel = "NAME",
            description = "ONNX Runtime: input that takes the values (default: the only one that fits).")
    void input(String value) {
        given.put("input", value);
    }

    @Option(
            names = "--output",
            order = -25,
            paramLabel = "NAME",
            description = "ONNX Runtime: output with the forecast (default: the only one that fits).")
    void output(String value) {
        given.put("output", value);
    }

    @Option(
            names = "--states",
            order = -24,
            paramLabel = "IN:OUT",
            description = "ONNX Runtime: inputs and outputs of the memory, separated by commas (default: by size).")
    void states(String value) {
        given.put("states", value);
    }
}
