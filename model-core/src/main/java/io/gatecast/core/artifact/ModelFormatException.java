package io.gatecast.core.artifact;

/** A model file that cannot be read: not a model, damaged, or of an unknown version. */
public final class ModelFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message rule, value and place
     */
    public ModelFormatException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message rule, value and place
     * @param cause what the reader reported
     */
    public ModelFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
