package io.gatecast.streams.endtoend;

import static org.awaitility.Awaitility.await;

import io.gatecast.streams.demo.EmbeddedBroker;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;

/**
 * A broker in this JVM that takes clients through TLS only, with an authorizer that allows nothing until it is told to. A
 * second listener, plain and for the test alone, is the operator's, who may do everything.
 */
final class SecuredBroker implements AutoCloseable {
    private static final String AUTHORIZER = "org.apache.kafka.metadata.authorizer.StandardAuthorizer";

    private final EmbeddedBroker broker;
    private final int operatorPort;
    private final Admin operator;

    private SecuredBroker(Path folder, Certificates certificates, Map<String, String> login) {
        List<Integer> ports = EmbeddedBroker.freePorts(3);
        int port = ports.get(0);
        int controllerPort = ports.get(1);
        operatorPort = ports.get(2);
        Map<String, String> settings = new HashMap<>(Map.of(
                "listeners",
                "CLIENTS://127.0.0.1:%d,OPERATOR://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                        .formatted(port, operatorPort, controllerPort),
                "inter.broker.listener.name",
                "OPERATOR",
                "authorizer.class.name",
                AUTHORIZER,
                "super.users",
                "User:ANONYMOUS",
                "ssl.keystore.type",
                "PKCS12",
                "listener.name.clients.ssl.keystore.location",
                certificates.server().toString(),
                "listener.name.clients.ssl.keystore.password",
                Certificates.PASSWORD));
        settings.putAll(login);
        broker = EmbeddedBroker.start(folder, port, controllerPort, settings);
        operator = Admin.create(Map.of("bootstrap.servers", operatorAddress()));
    }

    /** With login by name and password (SCRAM-SHA-512). */
    static SecuredBroker withPasswords(Path folder, Certificates certificates) {
        return new SecuredBroker(
                folder,
                certificates,
                Map.of(
                        "listener.security.protocol.map",
                        "CLIENTS:SASL_SSL,OPERATOR:PLAINTEXT,CONTROLLER:PLAINTEXT",
                        "sasl.enabled.mechanisms",
                        "SCRAM-SHA-512",
                        "listener.name.clients.scram-sha-512.sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required;"));
    }

    /** With login by client certificate. */
    static SecuredBroker withClientCertificates(Path folder, Certificates certificates) {
        return new SecuredBroker(
                folder,
                certificates,
                Map.of(
                        "listener.security.protocol.map",
                        "CLIENTS:SSL,OPERATOR:PLAINTEXT,CONTROLLER:PLAINTEXT",
                        "listener.name.clients.ssl.client.auth",
                        "required",
                        "listener.name.clients.ssl.truststore.location",
                        certificates.trusted().toString(),
                        "listener.name.clients.ssl.truststore.password",
                        Certificates.PASSWORD));
    }

    /** Address for clients that log in. */
    String address() {
        return broker.bootstrapServers();
    }

    /** Address for the operator. */
    String operatorAddress() {
        return "127.0.0.1:" + operatorPort;
    }

    void createUser(String name, String password) {
        get(operator.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                        name, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password)))
                .all());
    }

    void createTopic(String name, int partitions) {
        get(operator.createTopics(Set.of(new NewTopic(name, partitions, (short) 1)))
                .all());
        await().ignoreExceptions()
                .until(() -> !get(operator.describeTopics(List.of(name)).allTopicNames())
                        .isEmpty());
    }

    /** Makes these all there is, and waits until the authorizer knows. */
    void allowOnly(Collection<AclBinding> rights) {
        Collection<AclBinding> before =
                get(operator.describeAcls(AclBindingFilter.ANY).values());
        get(operator.deleteAcls(before.stream()
                        .filter(right -> !rights.contains(right))
                        .map(AclBinding::toFilter)
                        .toList())
                .all());
        get(operator.createAcls(
                        rights.stream().filter(right -> !before.contains(right)).toList())
                .all());
        await().until(() ->
                new HashSet<>(get(operator.describeAcls(AclBindingFilter.ANY).values())).equals(new HashSet<>(rights)));
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        operator.close();
        broker.close();
    }
}
