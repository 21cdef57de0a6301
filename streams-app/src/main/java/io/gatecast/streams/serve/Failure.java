package io.gatecast.streams.serve;

/** A request that gets no answer, and what the client is told. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    Failure(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }

    /**
     * What is written.
     *
     * @param error what was wrong
     */
    record Body(String error) {}

    Body body() {
        return new Body(getMessage());
    }

    static Failure notFound(String message) {
        return new Failure(404, message);
    }

    static Failure unavailable(String message) {
        return new Failure(503, message);
    }
}
