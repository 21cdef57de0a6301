package io.gatecast.streams.decode;

/**
 * A record that cannot be used.
 *
 * @param reason why, for machines
 * @param message why, for people: rule, value and place
 */
public record Rejected(Reason reason, String message) implements Decoded, DecodedKey {}
