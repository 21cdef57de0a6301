package io.gatecast.streams.decode;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text that must be UTF-8; nothing is replaced. */
final class Utf8 {
    /** Stands for what is not UTF-8 where it is not reported; text may also contain it as such. */
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    static String decode(byte[] bytes, Reason otherwise, String what) throws BadRecordException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadRecordException(otherwise, what + " must be UTF-8 text: " + e.getMessage());
        }
    }
}
