package io.gatecast.core.imported;

import io.gatecast.core.spec.ModelSpec;

/**
 * A network that was trained elsewhere, with the meaning of its numbers. Immutable, shared by all threads.
 *
 * @param source what it was imported from, for people
 * @param meaning what goes in and what comes out
 * @param body what computes it
 */
public record ImportedNetwork(String source, Meaning meaning, NetworkBody body) {
    /**
     * Checks that a network fits the specification it shall forecast for.
     *
     * @param spec the specification
     * @throws IllegalArgumentException if inputs or outputs do not fit; the message says what was expected
     */
    public void requireFits(ModelSpec spec) {
        int columns = spec.columns().size();
        if (body.inputSize() != columns) {
            throw new IllegalArgumentException(
                    "input: expected " + columns + " numbers per step, one for each of the columns " + spec.columns()
                            + ", the network takes " + body.inputSize());
        }
        if (!meaning.inputs().isEmpty() && meaning.inputs().size() != columns) {
            throw new IllegalArgumentException("scaling: expected constants for each of the " + columns + " columns "
                    + spec.columns() + ", found " + meaning.inputs().size());
        }
        if (meaning.window() > spec.ringLength()) {
            throw new IllegalArgumentException("window must be at most the " + spec.ringLength()
                    + " values kept of a series, was " + meaning.window());
        }
        requireOutputsFit(spec);
    }

    private void requireOutputsFit(ModelSpec spec) {
        int found = body.outputSize();
        int columns = spec.columns().size();
        int levels = meaning.outputs() == OutputKind.VALUE ? 1 : spec.levels().size();
        boolean direct = meaning.mode() == ForecastMode.DIRECT;
        int expected = direct ? levels * spec.horizon() : levels;
        boolean allColumns = !direct && meaning.outputs() == OutputKind.VALUE && found == columns;
        if (found != expected && !allColumns) {
            String what = direct ? "a direct forecast of " + spec.horizon() + " steps" : "the next step";
            String each = meaning.outputs() == OutputKind.VALUE ? "" : " and " + levels + " quantile levels";
            String or = !direct && meaning.outputs() == OutputKind.VALUE && columns > 1
                    ? " (or " + columns + ", the next value of every column)"
                    : "";
            throw new IllegalArgumentException("output: expected " + expected + " numbers for " + what + each + or
                    + ", the network gives " + found);
        }
    }
}
