package io.gatecast.streams.decode;

/** The registry answered, and does not have what was asked for. */
final class UnknownSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownSchemaException(String message, Throwable cause) {
        super(message, cause, false, false);
    }
}
