package io.gatecast.core;

/** Saved state that cannot be read: damaged, of an unknown schema, or written by another model. */
public final class StateFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message rule, value and place
     */
    public StateFormatException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message rule, value and place
     * @param cause what the reader reported
     */
    public StateFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
