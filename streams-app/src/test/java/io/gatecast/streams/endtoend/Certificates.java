package io.gatecast.streams.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Keys and certificates made for one test by this JDK's keytool: of a server on the loopback address and of a client. */
final class Certificates {
    /** Of all key stores; looked for in everything that is printed. */
    static final String PASSWORD = "canary-of-key-stores-5d1f";

    /** The principal that brokers make of the client's certificate. */
    static final String CLIENT = "User:CN=forecaster";

    private final Path folder;

    Certificates(Path folder) {
        this.folder = folder;
        generate("server", "CN=server", "-ext", "SAN=ip:127.0.0.1,dns:localhost");
        generate("client", "CN=forecaster");
        trust("server");
        trust("client");
    }

    /** Key and certificate of the server. */
    Path server() {
        return folder.resolve("server.p12");
    }

    /** Key and certificate of the client. */
    Path client() {
        return folder.resolve("client.p12");
    }

    /** Certificates of both, without keys. */
    Path trusted() {
        return folder.resolve("trusted.p12");
    }

    private void generate(String name, String subject, String... further) {
        List<String> arguments = new ArrayList<>(
                List.of("-genkeypair", "-alias", name, "-dname", subject, "-keyalg", "EC", "-groupname", "secp256r1"));
        arguments.addAll(List.of(
                "-validity", "2", "-keystore", folder.resolve(name + ".p12").toString()));
        arguments.addAll(List.of(further));
        keytool(arguments);
    }

    private void trust(String name) {
        String certificate = folder.resolve(name + ".cer").toString();
        String from = folder.resolve(name + ".p12").toString();
        keytool(List.of("-exportcert", "-alias", name, "-file", certificate, "-keystore", from));
        keytool(List.of(
                "-importcert",
                "-noprompt",
                "-alias",
                name,
                "-file",
                certificate,
                "-keystore",
                trusted().toString()));
    }

    private static void keytool(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        try {
            Process keytool =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("keytool " + arguments.get(0) + ": " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
