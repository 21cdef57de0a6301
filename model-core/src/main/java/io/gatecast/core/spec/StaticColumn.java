package io.gatecast.core.spec;

/** A property of a series that does not change, such as its site or its capacity. */
public sealed interface StaticColumn permits StaticNumber, StaticCategory {
    /**
     * Name of the column.
     *
     * @return name
     */
    String name();

    /**
     * Number of inputs the column becomes.
     *
     * @return size
     */
    int size();

    /**
     * The number that an observation carries for the column.
     *
     * @param text what the table or event holds, empty if missing
     * @return code, {@link Double#NaN} if missing
     * @throws IllegalArgumentException if the column holds numbers and the text is none
     */
    double code(String text);

    /**
     * Writes the inputs.
     *
     * @param code a code, possibly {@link Double#NaN}
     * @param out receives {@link #size()} numbers
     * @param offset where to begin
     */
    void write(double code, float[] out, int offset);
}
