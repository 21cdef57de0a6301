package io.gatecast.streams.table;

/** A table cannot be read; the message gives the rule, the offending value, file and line. */
public final class TableFormatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message rule, value and place
     */
    public TableFormatException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message rule, value and place
     * @param cause what was thrown by the reader
     */
    public TableFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
