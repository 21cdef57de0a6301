package io.gatecast.streams.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.artifact.ModelFormatException;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.operate.Finding.Grade;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExaminationTest {
    @TempDir
    private Path folder;

    @Test
    void shouldFindThatNoBrokersAddressIsKnownAndGoOn() {
        List<Finding> findings = findings(Map.of("bootstrap.servers", "nowhere.invalid:9092"));

        assertThat(findings)
                .extracting(Finding::grade, Finding::subject)
                .extracting(Object::toString)
                .containsExactly(
                        "(PROBLEM, \"model\")", "(PROBLEM, \"brokers\")", "(UNKNOWN, \"cluster\")", "(GOOD, \"disk\")");
        assertThat(findings.get(1).text()).contains("No resolvable bootstrap urls");
    }

    @Test
    void shouldFindThatTheKeyStoreIsMissing() {
        List<Finding> findings = findings(Map.of(
                "bootstrap.servers", "localhost:1",
                "kafka.security.protocol", "SSL",
                "kafka.ssl.truststore.location", "/nowhere/trusted.p12"));

        assertThat(findings)
                .filteredOn(finding -> finding.subject().equals("brokers"))
                .singleElement()
                .matches(finding -> finding.grade() == Grade.PROBLEM)
                .extracting(Finding::text)
                .asString()
                .contains("/nowhere/trusted.p12");
    }

    @Test
    void shouldNotTakeWhatTheLoginMayNotSeeForAProblem() {
        Finding finding = only(() -> {
            throw new TopicAuthorizationException("not this one");
        });

        assertThat(finding.grade()).isEqualTo(Grade.UNKNOWN);
        assertThat(finding.text()).startsWith("the login may not look at it").endsWith("not this one");
    }

    @Test
    void shouldGoOnAfterWhatNoCheckExpects() {
        Finding finding = only(() ->
                List.of(Finding.good("schema", new Schema.Parser().parse("{").getName())));

        assertThat(finding.grade()).isEqualTo(Grade.UNKNOWN);
        assertThat(finding.text()).startsWith("could not be looked at: org.apache.avro.");
    }

    private static Finding only(Supplier<List<Finding>> look) {
        List<Finding> findings = Examination.result(new Check() {
            @Override
            public String subject() {
                return "subject";
            }

            @Override
            public List<Finding> look() {
                return look.get();
            }
        });
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private List<Finding> findings(Map<String, String> others) {
        Map<String, String> settings = new HashMap<>(others);
        settings.put("input.topics", "demand");
        settings.put("input.format", "json");
        settings.put("output.format", "json");
        settings.put("state.dir", folder.toString());
        return new Examination(
                        GatecastConfig.of(settings),
                        () -> {
                            throw new ModelFormatException("no model here");
                        },
                        Clock.systemUTC())
                .findings();
    }
}
