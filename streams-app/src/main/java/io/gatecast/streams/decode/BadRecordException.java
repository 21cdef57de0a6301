package io.gatecast.streams.decode;

/** Ends the reading of a record that turns out to be unusable; becomes a {@link Rejected} before it leaves here. */
final class BadRecordException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_QUOTE = 80;

    private final transient Rejected rejected;

    BadRecordException(Reason reason, String message) {
        super(message, null, false, false);
        rejected = new Rejected(reason, message);
    }

    Rejected rejected() {
        return rejected;
    }

    /** A value for use in a message, shortened. */
    static String quote(Object value) {
        String text = String.valueOf(value);
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
    }
}
