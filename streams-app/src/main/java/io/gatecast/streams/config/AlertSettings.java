package io.gatecast.streams.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How incidents are put together and told.
 *
 * @param webhook where they are told; empty if nowhere
 * @param token what shows the receiver who tells them, if anything
 * @param mostIncidents most incidents of one message
 * @param linger how long news waits for more
 * @param mostRequestsPerMinute most messages per minute
 * @param gap how far the alarms of an incident may be apart
 * @param longest time from the first to the last alarm of an incident at most
 * @param group what names of series that may share an incident have in common; empty if all series may
 */
public record AlertSettings(
        Optional<URI> webhook,
        Optional<String> token,
        int mostIncidents,
        Duration linger,
        int mostRequestsPerMinute,
        Duration gap,
        Duration longest,
        Optional<Pattern> group) {

    /** Leaves out what must not be printed: chats have their secret in the address. */
    @Override
    public String toString() {
        return "incidents of at most " + longest + (webhook.isPresent() ? ", told" : ", not told");
    }
}
