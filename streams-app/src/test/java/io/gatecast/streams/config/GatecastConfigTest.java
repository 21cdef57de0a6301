package io.gatecast.streams.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatecastConfigTest {
    private static final Path EXAMPLE = Path.of("../docs/gatecast.properties");

    @TempDir
    private Path directory;

    @Test
    void shouldSayOfEverySettingWhetherItMayChange() throws IOException {
        String document = Files.readString(Path.of("../docs/upgrade.md"));

        assertThat(Settings.DEFINITION.names())
                .allSatisfy(name -> assertThat(document).contains("`" + name + "`"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\" password=\"b;\\\"c\";",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=a password=b1 ;",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;"
            })
    void shouldTakeALoginModule(String login) {
        assertThat(GatecastConfig.of(settings("kafka.sasl.jaas.config", login)).clientSettings())
                .containsEntry("sasl.jaas.config", login);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../other", "a/b", "two words"})
    void shouldRefuseAnApplicationNameThatIsNoneOfATopicOrDirectory(String name) {
        Map<String, String> settings = settings("application.id", name);

        assertThatThrownBy(() -> GatecastConfig.of(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("application.id: must be of letters, digits, '.', '_' and '-', not . or ..");
    }

    @Test
    void shouldRefuseWhatIsNoLoginModuleWithoutSayingIt() {
        Map<String, String> settings = settings("kafka.sasl.jaas.config", "some.Module required password=pass word;");

        assertThatThrownBy(() -> GatecastConfig.of(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessage("kafka.sasl.jaas.config must be one login module: its class, required, options such as"
                        + " password=\"…\", and a semicolon");
    }

    @Test
    void shouldNeedOnlyBrokerRegistryAndInput() {
        GatecastConfig config = GatecastConfig.of(settings());

        assertThat(config.applicationId()).isEqualTo("gatecast");
        assertThat(config.inputTopics()).containsExactly("in");
        assertThat(config.inputFormat()).isEqualTo(DataFormat.AVRO);
        assertThat(config.keyField()).isEmpty();
        assertThat(config.repartitions()).isFalse();
        assertThat(config.checkpointEvery()).isEqualTo(32);
        assertThat(config.shutdownTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.streamsSettings())
                .containsEntry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    }

    @Test
    void shouldSuggestTheNearestNameForAnUnknownOne() {
        Map<String, String> settings = settings("input.topic", "a");

        assertThatThrownBy(() -> GatecastConfig.of(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessage("unknown setting input.topic; did you mean input.topics?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "input.csv.delimiter | ; | input.csv.delimiter contradicts input.format=avro: it belongs to csv",
                "input.format | csv | input.format=csv needs input.csv.columns, the names of the cells in order",
                "input.timestamp.format | epoch-s | input.timestamp.format contradicts an empty"
                        + " input.timestamp.field: record timestamps have no format",
                "input.topics | a,b,a | input.topics names a twice",
                "commit.interval.ms | 6000 | commit.interval.ms=6000 contradicts the transaction timeout of 10000 ms: it"
                        + " must be at most half of it, or transactions are aborted before they are committed; set"
                        + " kafka.transaction.timeout.ms",
                "kafka.rocksdb.config.setter | x | kafka.rocksdb.config.setter cannot be changed: Gatecast sets it itself",
                "kafka.application.id | x | kafka.application.id contradicts application.id: set application.id only",
                "kafka.processing.exception.handler | x | kafka.processing.exception.handler cannot be changed:"
                        + " Gatecast sets it itself",
                "schema.registry.url | '' | input.format=avro needs schema.registry.url",
            })
    void shouldNameBothSettingsOfAContradiction(String name, String value, String message) {
        Map<String, String> settings = settings(name, value);

        assertThatThrownBy(() -> GatecastConfig.of(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "input.format, xml",
        "checkpoint.every, 0",
        "memo.keys, many",
        "processing.guarantee, maybe_once",
        "input.topics, ''",
        "num.stream.threads, 0",
        "http.port, 65536",
        "http.advertised.address, only-a-name",
        "http.bearer.token, two words"
    })
    void shouldNameTheSettingWhoseValueIsWrong(String name, String value) {
        Map<String, String> settings = settings(name, value);

        assertThatThrownBy(() -> GatecastConfig.of(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(name);
    }

    @Test
    void shouldNameTheSettingThatIsMissing() {
        assertThatThrownBy(() -> GatecastConfig.of(Map.of("input.topics", "in")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("bootstrap.servers");
    }

    @Test
    void shouldRefuseDatePatternThatIsNone() {
        Map<String, String> settings = settings("input.timestamp.field", "at");
        settings.put("input.timestamp.format", "yyyy-bb");

        assertThatThrownBy(() -> GatecastConfig.of(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("input.timestamp.format")
                .hasMessageContaining("epoch-ms");
    }

    @Test
    void shouldRefuseFieldThatIsNoColumn() {
        Map<String, String> settings = settings("input.format", "csv");
        settings.put("input.csv.columns", "time,value");
        settings.put("input.key.field", "name");

        assertThatThrownBy(() -> GatecastConfig.of(settings))
                .hasMessage("input.key.field=name contradicts input.csv.columns=time,value: there is no such column");
    }

    @Test
    void shouldRefuseLinesWithoutTheDefaultValueColumn() {
        Map<String, String> settings = settings("input.format", "csv");
        settings.put("input.csv.columns", "time,load");

        assertThatThrownBy(() -> GatecastConfig.of(settings))
                .hasMessage(
                        "input.value.fields=value contradicts input.csv.columns=time,load: there is no such column");
    }

    @Test
    void shouldLetEnvironmentOverrideFileAndCommandLineOverrideBoth() throws IOException {
        Path file = Files.writeString(
                directory.resolve("gatecast.properties"),
                String.join(
                        "\n",
                        "bootstrap.servers=file:1",
                        "schema.registry.url=http://file",
                        "input.topics=file",
                        "memo.keys=1"));
        Map<String, String> environment = Map.of(
                "GATECAST_INPUT_TOPICS", "environment",
                "GATECAST_MEMO_KEYS", "2",
                "GATECAST_JAVA_OPTS", "-Xmx1g",
                "GATECAST_SERVICE_HOST", "10.0.0.1");

        GatecastConfig config = GatecastConfig.load(file, environment, Map.of("memo.keys", "3"));

        assertThat(config.registrySettings()).containsEntry("schema.registry.url", "http://file");
        assertThat(config.inputTopics()).containsExactly("environment");
        assertThat(config.memoKeys()).isEqualTo(3);
    }

    @Test
    void shouldRefuseTwoVariablesOfOneSetting() {
        Map<String, String> environment =
                Map.of("GATECAST_MEMO_KEYS", "2", "GATECAST_memo_keys", "3", "gatecast_memo_keys", "4");

        assertThatThrownBy(() -> GatecastConfig.load(environment, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("memo.keys is set by several environment variables, in small and capital letters");
    }

    @Test
    void shouldPassKafkaAndRegistrySettingsOn() {
        Map<String, String> settings = settings("kafka.security.protocol", "SASL_SSL");
        settings.put("kafka.consumer.max.poll.records", "7");
        settings.put("schema.registry.basic.auth.user.info", "me:secret");

        GatecastConfig config = GatecastConfig.of(settings);

        assertThat(config.streamsSettings())
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("consumer.max.poll.records", "7");
        assertThat(config.clientSettings()).containsEntry("security.protocol", "SASL_SSL");
        assertThat(config.registrySettings())
                .containsEntry("schema.registry.basic.auth.user.info", "me:secret")
                .containsEntry("basic.auth.user.info", "me:secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\t", "\\\\t"})
    void shouldTakeTabForDelimiterHoweverTheFileWritesIt(String written) throws IOException {
        Path file = directory.resolve("tab.properties");
        Files.writeString(
                file,
                String.join(
                        "\n",
                        "bootstrap.servers=localhost:9092",
                        "input.topics=in",
                        "output.format=json",
                        "input.format=csv",
                        "input.csv.columns=time,value",
                        "input.csv.delimiter=" + written));

        assertThat(GatecastConfig.load(file, Map.of(), Map.of()).csvDelimiter()).isEqualTo('\t');
    }

    @Test
    void shouldKeepSessionsShorterThanAShutdownUnlessToldOtherwise() {
        GatecastConfig config = GatecastConfig.of(settings());
        GatecastConfig patient = GatecastConfig.of(settings("kafka.session.timeout.ms", "60000"));

        assertThat(Long.parseLong((String) config.streamsSettings().get("session.timeout.ms")))
                .isLessThan(config.shutdownTimeout().toMillis());
        assertThat(patient.streamsSettings()).containsEntry("session.timeout.ms", "60000");
    }

    @Test
    void shouldSendManyForecastsAtATimeUnlessToldOtherwise() {
        GatecastConfig config = GatecastConfig.of(settings());
        GatecastConfig own = GatecastConfig.of(settings("kafka.batch.size", "5000"));
        GatecastConfig ownOfProducers = GatecastConfig.of(settings("kafka.producer.batch.size", "6000"));

        assertThat(batchBytes(config)).isEqualTo(131_072);
        assertThat(batchBytes(own)).isEqualTo(5_000);
        assertThat(batchBytes(ownOfProducers)).isEqualTo(6_000);
    }

    private static int batchBytes(GatecastConfig config) {
        Map<String, Object> producer = new StreamsConfig(config.streamsSettings()).getProducerConfigs("client");
        return Integer.parseInt(producer.get("batch.size").toString());
    }

    @Test
    void shouldHideSecrets() {
        Map<String, String> settings = settings("kafka.sasl.jaas.config", "some.Module required password='hunter2';");
        settings.put("kafka.ssl.keystore.password", "hunter2");
        settings.put("schema.registry.basic.auth.user.info", "me:hunter2");
        settings.put("schema.registry.url", "https://me:hunter2@registry");

        String description = GatecastConfig.of(settings).describe();

        assertThat(description)
                .doesNotContain("hunter2")
                .contains("kafka.sasl.jaas.config=(hidden)")
                .contains("input.topics=in");
    }

    @Test
    void shouldNotPrintTheTokenOfRequests() {
        GatecastConfig config = GatecastConfig.of(settings("http.bearer.token", "hunter2"));

        assertThat(config.describe()).contains("http.bearer.token=(hidden)").doesNotContain("hunter2");
        assertThat(config.http().orElseThrow()).hasToString("http://127.0.0.1:8080 with a token");
        assertThatThrownBy(() -> GatecastConfig.of(settings("http.bearer.token", "hunter2 \u00e4")))
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void shouldServeNothingOverHttpIfThePortSaysSo() {
        assertThat(GatecastConfig.of(settings("http.port", "-1")).http()).isEmpty();
    }

    @Test
    void shouldHideWhatKafkaCallsSecret() {
        ConfigDef kafka = AdminClientConfig.configDef();
        List<String> secrets = kafka.names().stream()
                .filter(name -> kafka.configKeys().get(name).type == ConfigDef.Type.PASSWORD)
                .toList();
        Map<String, String> settings = settings();
        secrets.forEach(name -> settings.put("kafka." + name, "hunter2"));
        settings.put("kafka.sasl.jaas.config", "some.Module required password=hunter2;");

        assertThat(secrets).contains("sasl.jaas.config", "ssl.key.password");
        assertThat(GatecastConfig.of(settings).describe().lines().filter(line -> line.contains("hunter2")))
                .isEmpty();
    }

    @Test
    void shouldReadTheExample() throws IOException {
        GatecastConfig config = GatecastConfig.load(EXAMPLE, Map.of(), Map.of());

        assertThat(config.inputTopics()).containsExactly("measurements");
    }

    @Test
    void shouldNameEverySettingWithItsDefaultInTheExample() throws IOException {
        List<String> lines = Files.readAllLines(EXAMPLE);

        for (ConfigKey key : Settings.DEFINITION.configKeys().values()) {
            if (key.hasDefault()) {
                assertThat(lines).contains("#" + key.name + "=" + shown(key.defaultValue));
            } else {
                assertThat(lines).anyMatch(line -> line.startsWith(key.name + "="));
            }
        }
    }

    private static String shown(Object value) {
        return value instanceof List<?> list
                ? String.join(",", list.stream().map(Object::toString).toList())
                : "" + value;
    }

    private static Map<String, String> settings() {
        return new HashMap<>(Map.of(
                "bootstrap.servers", "localhost:9092",
                "schema.registry.url", "http://localhost:8081",
                "input.topics", "in"));
    }

    private static Map<String, String> settings(String name, String value) {
        Map<String, String> settings = settings();
        settings.put(name, value);
        return settings;
    }
}
