package io.gatecast.streams.serve;

import java.io.IOException;

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

    /** What another instance said, in its own words if they are readable. */
    static Failure ofPeer(int status, byte[] body) {
        try {
            return new Failure(status, Json.MAPPER.readValue(body, Body.class).error());
        } catch (IOException e) {
            return new Failure(status, "the instance that has it answers with status " + status);
        }
    }

    static Failure unavailable(String message) {
        return new Failure(503, message);
    }
}
