package io.gatecast.streams.state;

/** A stored record that cannot be read, or that contradicts its counterpart in the other store. */
final class DamagedStateException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedStateException(String message) {
        super(message);
    }
}
