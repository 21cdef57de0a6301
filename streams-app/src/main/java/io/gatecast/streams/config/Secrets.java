package io.gatecast.streams.config;

import java.util.Locale;
import java.util.stream.Stream;

/** What must not be printed. */
final class Secrets {
    private Secrets() {}

    /** Hides user and password in the addresses that have them. */
    static String withoutUserInfo(String addresses) {
        return addresses.replaceAll("://[^/@,]*@", "://(hidden)@");
    }

    static boolean isSecret(String name) {
        return Stream.of(
                        "password",
                        "passphrase",
                        "secret",
                        "jaas",
                        "user.info",
                        "token",
                        "webhook", // addresses of chats have their secret in the path
                        "credential",
                        "ssl.key",
                        "keystore.key",
                        "truststore.certificates")
                .anyMatch(name.toLowerCase(Locale.ROOT)::contains);
    }
}
