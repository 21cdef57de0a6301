package io.gatecast.core.imported;

/** What computes an imported network is missing or cannot be used on this machine. */
public final class EngineUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EngineUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
