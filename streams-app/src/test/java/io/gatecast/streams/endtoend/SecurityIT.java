package io.gatecast.streams.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.schema.testing.RegistryProcess;
import io.gatecast.streams.command.CommandRun;
import io.gatecast.streams.command.Gatecast;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs through TLS with logins and no more rights than documented; all they print is searched for secrets. */
class SecurityIT {
    private static final Path DOCUMENT = Path.of("../docs/security.md");
    private static final String USER = "forecaster";
    private static final String PASSWORD = "canary-of-the-login-1e44";
    private static final String INPUT = "demand";
    private static final int ROWS = 60;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    private static Path shared;

    private static Certificates certificates;
    private static RegistryProcess registry;
    private static RegistryGate gate;
    private static SecuredBroker broker;
    private static Path model;
    private static Path rows;

    private final AtomicInteger children = new AtomicInteger();

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        certificates = new Certificates(shared);
        broker = SecuredBroker.withPasswords(Files.createDirectory(shared.resolve("broker")), certificates);
        broker.createUser(USER, PASSWORD);
        registry = RegistryProcess.start();
        gate = new RegistryGate(registry.url(), certificates);
        model = shared.resolve("small.gatecast");
        SmallModel.train(model);
        rows = Files.write(shared.resolve("rows.csv"), rows());
    }

    @AfterAll
    static void stop() {
        Stream.of(gate, registry, broker).filter(resource -> resource != null).forEach(SecurityIT::close);
    }

    @Test
    @Timeout(600)
    void shouldRunWithTheDocumentedRightsAndNameTheOneThatIsMissing() throws IOException {
        List<AclBinding> rights = documentedRights("User:" + USER);
        List<AclBinding> ofFeeding = List.of(
                right("User:" + USER, ResourceType.TOPIC, INPUT, PatternType.LITERAL, AclOperation.WRITE),
                right("User:" + USER, ResourceType.TOPIC, INPUT, PatternType.LITERAL, AclOperation.DESCRIBE_CONFIGS));
        broker.createTopic(INPUT, 2);
        broker.allowOnly(ofFeeding);
        assertThat(run("feed", "--config", settings(Map.of()), "--input", rows, "--topic", INPUT))
                .contains(ROWS + " observations");

        // Nothing exists yet: the rights to create.
        rights.stream().filter(SecurityIT::isCreation).forEach(right -> assertMissing(right, rights));

        broker.allowOnly(rights);
        try (ChildProcess running = child("run", "--config", settings(Map.of()))) {
            awaitForecasts(broker.operatorAddress(), running);
            running.stop();
            assertThat(running.output()).contains("kafka.sasl.jaas.config=(hidden)", "issued " + ROWS + " forecasts");
            assertNoSecret(running.output());
        }

        CommandRun doctor = CommandRun.of("doctor", "--config", settings(Map.of()));
        assertThat(doctor.exitCode()).as(doctor.out() + doctor.err()).isZero();
        assertThat(doctor.out())
                .contains("ok       rights    the login may do what it must")
                .contains("?        input     the login may not look at it")
                .doesNotContain("PROBLEM");

        // Everything exists: all other rights.
        rights.stream().filter(right -> !isCreation(right)).forEach(right -> assertMissing(right, rights));

        // What is missing on topics that the application itself has just created.
        String settings = "demand-fresh-settings-changelog";
        Stream<AclBinding> withoutWriting = rights.stream()
                .map(right -> renamed(right, "demand-forecast", "demand-fresh"))
                .filter(right -> !(right.pattern().patternType() == PatternType.PREFIXED
                        && right.pattern().resourceType() == ResourceType.TOPIC
                        && right.entry().operation() == AclOperation.WRITE));
        Stream<AclBinding> writingSettings =
                Stream.of(right("User:" + USER, ResourceType.TOPIC, settings, PatternType.LITERAL, AclOperation.WRITE));
        broker.allowOnly(Stream.concat(withoutWriting, writingSettings).toList());
        try (ChildProcess running = child("run", "--config", settings(Map.of("application.id", "demand-fresh")))) {
            assertThat(running.awaitExit(LIMIT)).isEqualTo(1);
            assertThat(running.output())
                    .contains("gatecast run: the login must be allowed to WRITE the topic demand-fresh-series");
        }
    }

    private static AclBinding renamed(AclBinding right, String from, String to) {
        String name = right.pattern().name();
        boolean isOutput = name.endsWith("-forecasts");
        return new AclBinding(
                new ResourcePattern(
                        right.pattern().resourceType(),
                        isOutput ? name : name.replace(from, to),
                        right.pattern().patternType()),
                right.entry());
    }

    @ParameterizedTest
    @Timeout(120)
    @CsvSource(
            delimiter = '|',
            value = {
                "kafka.sasl.jaas.config | org.apache.kafka.common.security.scram.ScramLoginModule required"
                        + " username=\"forecaster\" password=\"wrong-canary-1e44\"; | no login at the brokers",
                "kafka.sasl.jaas.config | org.apache.kafka.common.security.plain.PlainLoginModule required password=canary-1e44 canary | must be one login module",
                "kafka.ssl.truststore.password | wrong-canary-5d1f | password was incorrect",
                "kafka.ssl.truststore.location | | unable to find valid certification path",
                "schema.registry.basic.auth.user.info | forecaster:wrong-canary-8c27 | refuses the login",
                "schema.registry.url | https://forecaster:canary-8c27@127.0.0.1:9/none | does not answer"
            })
    void shouldSayWhatIsRefusedWithoutTheSecret(String setting, String value, String message) {
        Map<String, String> changed = new LinkedHashMap<>();
        if (value == null) {
            changed.put(setting, "");
            changed.put("kafka.ssl.truststore.password", "");
        } else {
            changed.put(setting, value);
        }

        try (ChildProcess refused = child("run", "--config", settings(changed))) {
            assertThat(refused.awaitExit(LIMIT)).isPositive();
            assertThat(refused.output().lines().filter(line -> line.startsWith("gatecast run: ")))
                    .singleElement()
                    .asString()
                    .contains(message);
            assertNoSecret(refused.output());
        }
    }

    @Test
    @Timeout(120)
    void shouldRunWithAClientCertificateAndTheNewerGroupProtocol() throws IOException {
        try (SecuredBroker other =
                SecuredBroker.withClientCertificates(Files.createDirectory(folder.resolve("broker")), certificates)) {
            Path plain = write(
                    "feed.properties",
                    Map.of(
                            "bootstrap.servers",
                            other.operatorAddress(),
                            "schema.registry.url",
                            registry.url(),
                            "input.topics",
                            INPUT));
            run("feed", "--config", plain, "--input", rows, "--topic", INPUT);
            other.allowOnly(documentedRights(Certificates.CLIENT));
            Path config = settings(Map.of(
                    "bootstrap.servers",
                    other.address(),
                    "kafka.security.protocol",
                    "SSL",
                    "kafka.ssl.keystore.location",
                    certificates.client().toString(),
                    "kafka.ssl.keystore.password",
                    Certificates.PASSWORD));

            try (ChildProcess running = child("run", "--config", config)) {
                awaitForecasts(other.operatorAddress(), running);
                running.stop();
                assertNoSecret(running.output());
            }
        }
    }

    private void assertMissing(AclBinding right, List<AclBinding> all) {
        broker.allowOnly(all.stream().filter(each -> !each.equals(right)).toList());

        CommandRun run = CommandRun.of("run", "--config", settings(Map.of()));

        assertThat(run.exitCode()).as(right.toString()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("gatecast run: the login must be allowed to "
                        + right.entry().operation() + " ")
                .contains(right.pattern().name());
    }

    private static boolean isCreation(AclBinding right) {
        return right.entry().operation() == AclOperation.CREATE;
    }

    /** The table of the document, which thereby is shown to be true. */
    private static List<AclBinding> documentedRights(String principal) throws IOException {
        return Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.matches("\\| (topic|group|transactional id) \\|.*"))
                .map(line -> line.split(" *\\| *"))
                .map(cells -> right(
                        principal,
                        ResourceType.fromString(cells[1].replace(' ', '_')),
                        cells[2].replace("`", ""),
                        PatternType.fromString(cells[3].toUpperCase(Locale.ROOT)),
                        AclOperation.fromString(cells[4])))
                .toList();
    }

    private static AclBinding right(
            String principal, ResourceType resource, String name, PatternType pattern, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(resource, name, pattern),
                new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW));
    }

    /** Runs a command in a process of its own to its end, and gives what it printed. */
    private String run(Object... arguments) {
        try (ChildProcess command = child(arguments)) {
            int exitCode = command.awaitExit(LIMIT);
            assertThat(exitCode).as(command.output()).isZero();
            assertNoSecret(command.output());
            return command.output();
        }
    }

    private ChildProcess child(Object... arguments) {
        String name = "security-" + folder.getFileName() + "-" + children.incrementAndGet();
        return ChildProcess.startVerbosely(
                name, Gatecast.class, Stream.of(arguments).map(Object::toString).toList());
    }

    private static void awaitForecasts(String address, ChildProcess running) {
        long count = new CommittedRecords(address).await(List.of(INPUT + "-forecasts"), ROWS, LIMIT, running::isAlive);
        assertThat(count).isEqualTo(ROWS);
    }

    private static void assertNoSecret(String output) {
        assertThat(output.lines().filter(line -> line.contains("canary"))).isEmpty();
    }

    /** Settings with logins to broker and registry; those given override them. */
    private Path settings(Map<String, String> overrides) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("application.id", "demand-forecast");
        settings.put("bootstrap.servers", broker.address());
        settings.put("input.topics", INPUT);
        settings.put("input.repartition", "true");
        settings.put("late.topic", "demand-late");
        settings.put("ledger.topic", "demand-ledger");
        settings.put("breach.topic", "demand-breaches");
        settings.put("model.topic", "demand-models");
        settings.put("anomaly.control.topic", "demand-controls");
        settings.put("model.file", model.toString());
        settings.put("replication.factor", "1");
        settings.put("state.dir", folder.resolve("state").toString());
        settings.put("kafka.security.protocol", "SASL_SSL");
        settings.put("kafka.sasl.mechanism", "SCRAM-SHA-512");
        settings.put(
                "kafka.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + USER + "\" password=\""
                        + PASSWORD + "\";");
        settings.put("schema.registry.url", gate.url());
        settings.put("schema.registry.basic.auth.credentials.source", "USER_INFO");
        settings.put("schema.registry.basic.auth.user.info", RegistryGate.USER + ":" + RegistryGate.PASSWORD);
        settings.put("registry.retry.timeout.ms", "2000");
        for (String prefix : List.of("kafka.", "schema.registry.")) {
            settings.put(
                    prefix + "ssl.truststore.location", certificates.trusted().toString());
            settings.put(prefix + "ssl.truststore.password", Certificates.PASSWORD);
        }
        settings.putAll(overrides);
        settings.values().removeIf(String::isEmpty);
        return write("run-" + children.get() + ".properties", settings);
    }

    private Path write(String name, Map<String, String> settings) {
        try {
            return Files.write(
                    folder.resolve(name),
                    settings.entrySet().stream()
                            .map(setting -> setting.getKey() + "=" + setting.getValue())
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> rows() {
        List<String> lines = new ArrayList<>(List.of("key,timestamp,value"));
        for (int row = 0; row < ROWS; row++) {
            lines.add("s" + row % 3 + "," + (SmallModel.START_MS + row / 3 * SmallModel.STEP_MS) + ","
                    + SmallModel.value(row % 3, row / 3, 5));
        }
        return lines;
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
