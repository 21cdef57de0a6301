package io.gatecast.streams.decode;

/**
 * Name of a series.
 *
 * @param text from 1 to {@value #MAX_LENGTH} characters
 */
public record SeriesKey(String text) implements DecodedKey {
    /** Longest key accepted, in characters; keys are in memory, in every store and in every forecast. */
    public static final int MAX_LENGTH = 1024;

    static SeriesKey checked(String text) throws BadRecordException {
        if (text.isEmpty()) {
            throw new BadRecordException(Reason.EMPTY_KEY, "the key must not be empty");
        }
        if (text.length() > MAX_LENGTH) {
            throw new BadRecordException(
                    Reason.KEY_TOO_LONG,
                    "the key must have at most " + MAX_LENGTH + " characters, has " + text.length());
        }
        return new SeriesKey(text);
    }
}
