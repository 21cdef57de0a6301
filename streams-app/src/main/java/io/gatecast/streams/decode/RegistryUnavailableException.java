package io.gatecast.streams.decode;

import org.apache.kafka.common.errors.RetriableException;

/** The schema registry failed for longer than it is waited for. Says nothing about the record being read. */
public final class RegistryUnavailableException extends RetriableException {
    private static final long serialVersionUID = 1L;

    RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
