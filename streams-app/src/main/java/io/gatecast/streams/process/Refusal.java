package io.gatecast.streams.process;

import io.gatecast.streams.decode.Rejected;
import java.util.OptionalLong;

/**
 * A record that is not used.
 *
 * @param why the reason
 * @param source the record
 * @param latenessMs how far it is behind the time its series has reached, milliseconds, if that is the reason
 */
public record Refusal(Rejected why, SourceRecord source, OptionalLong latenessMs) {
    Refusal(Rejected why, SourceRecord source) {
        this(why, source, OptionalLong.empty());
    }
}
