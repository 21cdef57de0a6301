package io.gatecast.streams.decode;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text that must be UTF-8; nothing is replaced. */
final class Utf8 {
    private Utf8() {}

    static String decode(byte[] bytes, Reason otherwise, String what) throws BadRecordException {
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
