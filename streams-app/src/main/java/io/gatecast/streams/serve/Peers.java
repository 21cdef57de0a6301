package io.gatecast.streams.serve;

import io.gatecast.streams.config.HttpSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.streams.state.HostInfo;

/** The other instances over HTTP. What is asked of them is marked, so that they answer themselves and ask nobody else. */
final class Peers {
    /** Header of requests that come from another instance. */
    static final String FORWARDED = "Gatecast-Forwarded";

    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient client;
    private final String scheme;
    private final Optional<String> token;

    Peers(HttpSettings settings) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_PATIENCE);
        settings.keyStore().ifPresent(file -> builder.sslContext(trusting(file, settings.keyStorePassword())));
        client = builder.build();
        scheme = settings.keyStore().isPresent() ? "https" : "http";
        token = settings.token();
    }

    /** Trusts the authorities in the instance's own key store: instances of one application have certificates of the same. */
    private static SSLContext trusting(Path file, String password) {
        try {
            KeyStore own = KeyStore.getInstance(file.toFile(), password.toCharArray());
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int count = 0;
            for (String alias : Collections.list(own.aliases())) {
                Certificate[] chain = own.getCertificateChain(alias);
                for (Certificate certificate : chain == null ? new Certificate[] {own.getCertificate(alias)} : chain) {
                    trusted.setCertificateEntry("peer-" + count++, certificate);
                }
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "http.tls.keystore.location: cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Asks an instance; the future fails if it does not answer in time. */
    CompletableFuture<HttpResponse<byte[]>> ask(HostInfo instance, String pathAndQuery) {
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(address(instance, pathAndQuery));
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e); // a host that no address may have, such as one with an underscore
        }
        request.timeout(PATIENCE).header(FORWARDED, "1");
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return client.sendAsync(request.build(), BodyHandlers.ofByteArray());
    }

    URI address(HostInfo instance, String pathAndQuery) {
        String host = instance.host().contains(":") ? "[" + instance.host() + "]" : instance.host();
        return URI.create(scheme + "://" + host + ":" + instance.port() + pathAndQuery);
    }
}
