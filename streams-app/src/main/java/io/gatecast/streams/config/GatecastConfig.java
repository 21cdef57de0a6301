package io.gatecast.streams.config;

import static java.util.stream.Collectors.joining;

import io.gatecast.core.anomaly.AlarmRules;
import io.gatecast.core.anomaly.DetectorProfile;
import io.gatecast.core.anomaly.DetectorSettings;
import io.gatecast.core.anomaly.Direction;
import io.gatecast.core.breach.Limits;
import io.gatecast.core.ledger.LedgerSettings;
import io.gatecast.core.order.Aggregation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.StreamsConfig;

/**
 * All settings of the running application, checked.
 *
 * <p>Settings named {@code kafka.*} go to Kafka Streams and its clients under the name after the prefix, and settings
 * named {@code schema.registry.*} to the registry client and the Avro serializers. Any other name must be one of {@link
 * Settings}.
 */
public final class GatecastConfig extends AbstractConfig {
    /** Records carry event time, which brokers would otherwise refuse when it is an hour ahead of their clock. */
    private static final Map<String, String> EVENT_TIME_TOPICS =
            Map.of(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, Long.toString(Long.MAX_VALUE));

    /** A dead thread or instance stays in its group for so long, and nobody takes over; Kafka's default is 45 s. */
    private static final String SESSION_TIMEOUT_MS = "15000";

    /** Kafka's default of 16 KB holds seven forecasts, and every batch that is full wakes the thread that sends. */
    private static final String BATCH_BYTES = "131072";

    /** Of Kafka Streams with exactly_once_v2. */
    private static final long DEFAULT_TRANSACTION_TIMEOUT_MS = 10_000;

    /** Of Kafka's producers. */
    private static final long DEFAULT_MAX_REQUEST_SIZE = 1 << 20;

    private final Map<String, String> given;

    private GatecastConfig(Map<String, String> given) {
        super(Settings.DEFINITION, given, false);
        this.given = Map.copyOf(given);
        new Contradictions(this).check();
    }

    /**
     * Checks settings.
     *
     * @param settings values by name; what is left out has its default
     * @return the configuration
     * @throws ConfigException naming the first setting that is unknown, missing, wrong or contradicts another
     */
    public static GatecastConfig of(Map<String, String> settings) {
        settings.keySet().forEach(SettingNames::requireKnown);
        Map<String, String> trimmed = new HashMap<>();
        settings.forEach((name, value) -> trimmed.put(name, trimmed(name, value)));
        return new GatecastConfig(trimmed);
    }

    /**
     * The same settings but for some.
     *
     * @param overrides values by name, empty for the default
     * @return the configuration
     * @throws ConfigException naming the first setting that is unknown, wrong or contradicts another
     */
    public GatecastConfig with(Map<String, String> overrides) {
        Map<String, String> settings = new HashMap<>(given);
        settings.putAll(overrides);
        return of(settings);
    }

    /** A properties file turns the text \\t into a tab, which trimming would remove. */
    private static String trimmed(String name, String value) {
        return name.equals(Settings.INPUT_CSV_DELIMITER) && value.equals("\t") ? "\\t" : value.trim();
    }

    /**
     * Collects settings from a file, the environment and the command line, each overriding the ones before, and checks
     * them. The environment variable of {@code input.topics} is {@code GATECAST_INPUT_TOPICS}; variables that name no
     * setting are left alone, because orchestrators set some of their own.
     *
     * @param file properties file in UTF-8
     * @param environment environment variables
     * @param overrides values by name
     * @return the configuration
     * @throws ConfigException naming the first setting that is unknown, missing, wrong or contradicts another
     * @throws IOException if the file cannot be read
     */
    public static GatecastConfig load(Path file, Map<String, String> environment, Map<String, String> overrides)
            throws IOException {
        Map<String, String> settings = new HashMap<>(SettingSources.file(file));
        settings.putAll(SettingSources.environment(environment));
        settings.putAll(overrides);
        return of(settings);
    }

    /**
     * As {@link #load(Path, Map, Map)} without a file: from the environment and the command line alone.
     *
     * @param environment environment variables
     * @param overrides values by name
     * @return the configuration
     * @throws ConfigException naming the first setting that is unknown, missing, wrong or contradicts another
     */
    public static GatecastConfig load(Map<String, String> environment, Map<String, String> overrides) {
        Map<String, String> settings = new HashMap<>(SettingSources.environment(environment));
        settings.putAll(overrides);
        return of(settings);
    }

    /**
     * Name of the application: its consumer group and the prefix of its internal topics.
     *
     * @return {@code application.id}
     */
    public String applicationId() {
        return getString(Settings.APPLICATION_ID);
    }

    /**
     * Kafka brokers to connect to first.
     *
     * @return {@code bootstrap.servers}, at least one
     */
    public List<String> bootstrapServers() {
        return getList(Settings.BOOTSTRAP_SERVERS);
    }

    /**
     * The model to forecast with.
     *
     * @return {@code model.file}
     */
    public Path modelFile() {
        return Path.of(getString(Settings.MODEL_FILE));
    }

    /**
     * Topic of models that take over without restart, if there is one.
     *
     * @return {@code model.topic}
     */
    public Optional<String> modelTopic() {
        return text(Settings.MODEL_TOPIC);
    }

    /**
     * Time between two looks at how an automatic candidate does.
     *
     * @return {@code model.referee.interval.ms}
     */
    public Duration refereeInterval() {
        return Duration.ofMillis(getLong(Settings.MODEL_REFEREE_INTERVAL_MS));
    }

    /**
     * Topics read.
     *
     * @return {@code input.topics}, at least one
     */
    public List<String> inputTopics() {
        return getList(Settings.INPUT_TOPICS);
    }

    /**
     * Format of the values read.
     *
     * @return {@code input.format}
     */
    public DataFormat inputFormat() {
        return option(DataFormat.class, Settings.INPUT_FORMAT);
    }

    /**
     * Field that holds the series key.
     *
     * @return {@code input.key.field}; empty means the record key
     */
    public Optional<String> keyField() {
        return text(Settings.INPUT_KEY_FIELD);
    }

    /**
     * Format of the record keys read.
     *
     * @return {@code input.key.format}
     */
    public KeyFormat keyFormat() {
        return option(KeyFormat.class, Settings.INPUT_KEY_FORMAT);
    }

    /**
     * Field that holds the event time.
     *
     * @return {@code input.timestamp.field}; empty means the record timestamp
     */
    public Optional<String> timestampField() {
        return text(Settings.INPUT_TIMESTAMP_FIELD);
    }

    /**
     * How the event time is written.
     *
     * @return {@code input.timestamp.format}
     */
    public String timestampFormat() {
        return getString(Settings.INPUT_TIMESTAMP_FORMAT);
    }

    /**
     * How far an event time may be ahead of its record's timestamp.
     *
     * @return {@code input.timestamp.max.ahead.ms}; empty means any
     */
    public Optional<Duration> maxAhead() {
        return Optional.of(getLong(Settings.INPUT_TIMESTAMP_MAX_AHEAD_MS))
                .filter(limit -> limit >= 0)
                .map(Duration::ofMillis);
    }

    /**
     * Fields that hold the values, in the order of the model's columns.
     *
     * @return {@code input.value.fields}; empty means the default
     */
    public List<String> valueFields() {
        return getList(Settings.INPUT_VALUE_FIELDS);
    }

    /**
     * Names of the cells of a line.
     *
     * @return {@code input.csv.columns}
     */
    public List<String> csvColumns() {
        return getList(Settings.INPUT_CSV_COLUMNS);
    }

    /**
     * What separates the cells of a line.
     *
     * @return {@code input.csv.delimiter}
     */
    public char csvDelimiter() {
        String delimiter = getString(Settings.INPUT_CSV_DELIMITER);
        return delimiter.equals("\\t") ? '\t' : delimiter.charAt(0);
    }

    /**
     * Whether records go through a topic partitioned by series key.
     *
     * @return {@code input.repartition}, decided
     */
    public boolean repartitions() {
        return switch (option(Repartition.class, Settings.INPUT_REPARTITION)) {
            case AUTO -> keyField().isPresent();
            case TRUE -> true;
            case FALSE -> false;
        };
    }

    /**
     * Length of a step.
     *
     * @return {@code step}; empty means every event is a step
     */
    public Optional<Duration> step() {
        return Optional.of(getString(Settings.STEP))
                .filter(step -> !step.equalsIgnoreCase(Settings.EVENT))
                .map(step -> Settings.span(Settings.STEP, step));
    }

    /**
     * What the values of a fixed step are made of.
     *
     * @return {@code step.aggregation}, one for all columns or one per column
     */
    public List<Aggregation> aggregations() {
        return getList(Settings.STEP_AGGREGATION).stream()
                .map(name -> Aggregation.valueOf(name.toUpperCase(Locale.ROOT)))
                .toList();
    }

    /**
     * What closes fixed steps.
     *
     * @return {@code step.close}
     */
    public StepClose stepClose() {
        return option(StepClose.class, Settings.STEP_CLOSE);
    }

    /**
     * How far an event may be behind the latest of its series.
     *
     * @return {@code grace}
     */
    public Duration grace() {
        return Settings.span(Settings.GRACE, getString(Settings.GRACE));
    }

    /**
     * Largest number of missing steps that are stepped through.
     *
     * @return {@code max.gap}; empty means that it follows from the model
     */
    public OptionalInt maxGap() {
        String gap = getString(Settings.MAX_GAP);
        return gap.equalsIgnoreCase(Settings.AUTO) ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(gap));
    }

    /**
     * Whether missing steps are counted although every event is a step.
     *
     * @return true if {@code max.gap} is a number and {@code step=event}
     */
    public boolean fillsGapsBetweenEvents() {
        return step().isEmpty() && maxGap().isPresent();
    }

    /**
     * Largest number of events of a series that wait for earlier ones.
     *
     * @return {@code pending.max.events}
     */
    public int mostPendingEvents() {
        return getInt(Settings.PENDING_MAX_EVENTS);
    }

    /**
     * Topic of the forecasts, if it has been given a name.
     *
     * @return {@code output.topic}
     */
    public Optional<String> outputTopic() {
        return text(Settings.OUTPUT_TOPIC);
    }

    /**
     * Format of the forecasts.
     *
     * @return {@code output.format}
     */
    public DataFormat outputFormat() {
        return option(DataFormat.class, Settings.OUTPUT_FORMAT);
    }

    /**
     * Topic of the records that could not be used, if it has been given a name.
     *
     * @return {@code dead.letter.topic}
     */
    public Optional<String> deadLetterTopic() {
        return text(Settings.DEAD_LETTER_TOPIC);
    }

    /**
     * Topic of the records that came too late, if it is not that of all dead letters.
     *
     * @return {@code late.topic}
     */
    public Optional<String> lateTopic() {
        return text(Settings.LATE_TOPIC);
    }

    /**
     * Topic of the ledger.
     *
     * @return {@code ledger.topic}, empty if it is not written
     */
    public Optional<String> ledgerTopic() {
        return text(Settings.LEDGER_TOPIC);
    }

    /**
     * Steps of a series between two of its records in the ledger's topic.
     *
     * @return {@code ledger.every}
     */
    public int ledgerEvery() {
        return getInt(Settings.LEDGER_EVERY);
    }

    /**
     * How forecasts are held against what happened.
     *
     * @return {@code ledger.window} and {@code ledger.fallback}
     */
    public LedgerSettings ledger() {
        return new LedgerSettings(getInt(Settings.LEDGER_WINDOW), getBoolean(Settings.LEDGER_FALLBACK));
    }

    /**
     * Topic of the alarms, if it has been given a name.
     *
     * @return {@code anomaly.topic}
     */
    public Optional<String> anomalyTopic() {
        return text(Settings.ANOMALY_TOPIC);
    }

    /**
     * How anomalies are detected.
     *
     * @return settings; empty if {@code anomaly.profile} is off
     */
    public Optional<DetectorSettings> detection() {
        if (getString(Settings.ANOMALY_PROFILE).equalsIgnoreCase("off")) {
            return Optional.empty();
        }
        DetectorProfile profile = option(DetectorProfile.class, Settings.ANOMALY_PROFILE);
        return Optional.of(new DetectorSettings(profile, alarmRules(), DetectorSettings.SEED));
    }

    /**
     * What is asked of alarms beyond their evidence, unless a control asks otherwise of a series.
     *
     * @return {@code anomaly.*}
     */
    public AlarmRules alarmRules() {
        return new AlarmRules(
                getDouble(Settings.ANOMALY_MIN_DEVIATION),
                getDouble(Settings.ANOMALY_MIN_RELATIVE_DEVIATION),
                option(Direction.class, Settings.ANOMALY_DIRECTION),
                getInt(Settings.ANOMALY_MIN_STEPS),
                getLong(Settings.ANOMALY_COOLDOWN_MS),
                getInt(Settings.ANOMALY_SILENCE_STEPS),
                getDouble(Settings.ANOMALY_SENSITIVITY));
    }

    /**
     * Topic with what is asked of the alarms of single series.
     *
     * @return {@code anomaly.control.topic}, empty if there is none
     */
    public Optional<String> anomalyControlTopic() {
        return text(Settings.ANOMALY_CONTROL_TOPIC);
    }

    /**
     * The range in which the first target of a series must stay, unless a control asks otherwise of it.
     *
     * @return {@code breach.limit.lower} and {@code breach.limit.upper}
     */
    public Limits limits() {
        return new Limits(getDouble(Settings.BREACH_LIMIT_LOWER), getDouble(Settings.BREACH_LIMIT_UPPER));
    }

    /**
     * Topic of how probable it is that limits will be crossed.
     *
     * @return {@code breach.topic}, empty if it is not written
     */
    public Optional<String> breachTopic() {
        return text(Settings.BREACH_TOPIC);
    }

    /**
     * Probability from which on a limit that may be crossed is told.
     *
     * @return {@code alert.breach.probability}
     */
    public double breachProbability() {
        return getDouble(Settings.ALERT_BREACH_PROBABILITY);
    }

    /**
     * How incidents are put together and told.
     *
     * @return {@code alert.*}
     */
    public AlertSettings alerts() {
        return new AlertSettings(
                text(Settings.ALERT_WEBHOOK_URL).map(URI::create),
                text(Settings.ALERT_WEBHOOK_TOKEN),
                getInt(Settings.ALERT_BATCH_INCIDENTS),
                Duration.ofMillis(getLong(Settings.ALERT_LINGER_MS)),
                getInt(Settings.ALERT_REQUESTS_PER_MINUTE),
                Settings.span(Settings.ALERT_INCIDENT_GAP, getString(Settings.ALERT_INCIDENT_GAP)),
                Settings.span(Settings.ALERT_INCIDENT_MAX, getString(Settings.ALERT_INCIDENT_MAX)),
                text(Settings.ALERT_INCIDENT_GROUP).map(Pattern::compile));
    }

    /**
     * Whether missing output topics are created.
     *
     * @return {@code topics.create}
     */
    public boolean createsTopics() {
        return getBoolean(Settings.TOPICS_CREATE);
    }

    /**
     * Replication factor of the topics created.
     *
     * @return {@code replication.factor}; -1 means the broker's default
     */
    public short replicationFactor() {
        return getInt(Settings.REPLICATION_FACTOR).shortValue();
    }

    /**
     * How long a series is remembered after its latest event.
     *
     * @return {@code state.ttl}; empty means for ever
     */
    public Optional<Duration> stateTtl() {
        return text(Settings.STATE_TTL).map(ttl -> Settings.span(Settings.STATE_TTL, ttl));
    }

    /**
     * Largest number of series per input partition.
     *
     * @return {@code state.max.keys}, a very large number if there is no limit
     */
    public long stateMaxKeys() {
        long most = getLong(Settings.STATE_MAX_KEYS);
        return most < 0 ? Long.MAX_VALUE : most;
    }

    /**
     * Directory of the state of all applications on this machine.
     *
     * @return {@code state.dir}
     */
    public Path stateDirectory() {
        return Path.of(getString(Settings.STATE_DIR));
    }

    /**
     * Threads of one instance.
     *
     * @return {@code num.stream.threads}
     */
    public int threads() {
        return getInt(Settings.NUM_STREAM_THREADS);
    }

    /**
     * Memory outside the heap for the state.
     *
     * @return {@code state.memory.max.bytes}
     */
    public long stateMemoryMaxBytes() {
        return getLong(Settings.STATE_MEMORY_MAX_BYTES);
    }

    /**
     * How long a transaction may last before brokers abort it.
     *
     * @return {@code kafka.producer.transaction.timeout.ms}, {@code kafka.transaction.timeout.ms} or Kafka Streams' default
     */
    public Duration transactionTimeout() {
        return Duration.ofMillis(
                ofProducers(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG).orElse(DEFAULT_TRANSACTION_TIMEOUT_MS));
    }

    /**
     * Largest record that producers send.
     *
     * @return {@code kafka.producer.max.request.size}, {@code kafka.max.request.size} or Kafka's default
     */
    public long maxRequestSize() {
        return ofProducers(ProducerConfig.MAX_REQUEST_SIZE_CONFIG).orElse(DEFAULT_MAX_REQUEST_SIZE);
    }

    private Optional<Long> ofProducers(String name) {
        Map<String, String> passed = passedToKafka();
        String value = passed.getOrDefault(StreamsConfig.producerPrefix(name), passed.get(name));
        try {
            return Optional.ofNullable(value).map(Long::valueOf);
        } catch (NumberFormatException e) {
            throw new ConfigException(SettingNames.KAFKA_PREFIX + name, value, "must be a whole number");
        }
    }

    /**
     * Time between commits.
     *
     * @return {@code commit.interval.ms}
     */
    public Duration commitInterval() {
        return Duration.ofMillis(getLong(Settings.COMMIT_INTERVAL_MS));
    }

    /**
     * Whether records are processed in transactions.
     *
     * @return true if {@code processing.guarantee} is {@code exactly_once_v2}
     */
    public boolean isExactlyOnce() {
        return getString(Settings.PROCESSING_GUARANTEE).equalsIgnoreCase(StreamsConfig.EXACTLY_ONCE_V2);
    }

    /**
     * Number of events between two checkpoints of a series.
     *
     * @return {@code checkpoint.every}
     */
    public int checkpointEvery() {
        return getInt(Settings.CHECKPOINT_EVERY);
    }

    /**
     * Number of series kept in memory per input partition.
     *
     * @return {@code memo.keys}
     */
    public int memoKeys() {
        return getInt(Settings.MEMO_KEYS);
    }

    /**
     * How long a failing registry is asked again before the thread is replaced.
     *
     * @return {@code registry.retry.timeout.ms}
     */
    public Duration registryRetryTimeout() {
        return Duration.ofMillis(getLong(Settings.REGISTRY_RETRY_TIMEOUT_MS));
    }

    /**
     * How long a shutdown may take.
     *
     * @return {@code shutdown.timeout.ms}
     */
    public Duration shutdownTimeout() {
        return Duration.ofMillis(getLong(Settings.SHUTDOWN_TIMEOUT_MS));
    }

    /**
     * How the instance shows itself over HTTP.
     *
     * @return settings; empty if {@code http.port} is -1
     */
    public Optional<HttpSettings> http() {
        int port = getInt(Settings.HTTP_PORT);
        if (port < 0) {
            return Optional.empty();
        }
        return Optional.of(new HttpSettings(
                getString(Settings.HTTP_HOST),
                port,
                isGiven(Settings.HTTP_PORT),
                text(Settings.HTTP_ADVERTISED_ADDRESS),
                text(Settings.HTTP_BEARER_TOKEN),
                text(Settings.HTTP_TLS_KEYSTORE_LOCATION).map(Path::of),
                getString(Settings.HTTP_TLS_KEYSTORE_PASSWORD),
                getInt(Settings.HTTP_MAX_REQUESTS),
                getInt(Settings.HTTP_MAX_REQUESTS_PER_SECOND),
                getInt(Settings.HTTP_MAX_STREAMS),
                getInt(Settings.HTTP_HISTORY_SERIES),
                getInt(Settings.HTTP_HISTORY_STEPS)));
    }

    /**
     * Whether a schema registry is configured.
     *
     * @return true if {@code schema.registry.url} is set
     */
    public boolean hasRegistry() {
        return text(Settings.SCHEMA_REGISTRY_URL).isPresent();
    }

    /**
     * Addresses of the schema registry, to print.
     *
     * @return {@code schema.registry.url} with secrets hidden
     */
    public String registryAddress() {
        return Secrets.withoutUserInfo(getString(Settings.SCHEMA_REGISTRY_URL));
    }

    /**
     * Settings of the registry client and the Avro serializers. Each has its full name and its name without the prefix,
     * because they look for some under the one and for some under the other.
     *
     * @return values by name
     */
    public Map<String, String> registrySettings() {
        Map<String, String> settings = new HashMap<>();
        given.forEach((name, value) -> {
            if (name.startsWith(SettingNames.REGISTRY_PREFIX)) {
                settings.put(name, value);
                settings.putIfAbsent(name.substring(SettingNames.REGISTRY_PREFIX.length()), value);
            }
        });
        RegistryLogin.outOfAddress(settings).forEach((name, value) -> settings.put(name, value.toString()));
        return settings;
    }

    /**
     * Settings of an admin client, consumer or producer beside the application: address, security and whatever else was
     * passed through.
     *
     * @return values by name
     */
    public Map<String, Object> clientSettings() {
        Map<String, Object> settings = new HashMap<>(passedToKafka());
        settings.remove(StreamsConfig.GROUP_PROTOCOL_CONFIG); // consumers know other ones under this name
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        return settings;
    }

    /**
     * Settings of Kafka Streams. Those that belong to the topology, such as handlers of bad records, are the
     * topology's to add.
     *
     * @return values by name
     */
    public Map<String, Object> streamsSettings() {
        Map<String, Object> settings = new HashMap<>();
        EVENT_TIME_TOPICS.forEach((name, value) -> settings.put(StreamsConfig.topicPrefix(name), value));
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        settings.putAll(passedToKafka());
        for (String name : Settings.SHARED_WITH_KAFKA) {
            settings.put(name, get(name));
        }
        return settings;
    }

    /**
     * Settings of the dead-letter topic, if it is created. It keeps records by the time they were written: a letter must not
     * be deleted because what it carries is old.
     *
     * @return values by name
     */
    public Map<String, String> deadLetterTopicSettings() {
        Map<String, String> settings = forecastTopicSettings();
        settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, TimestampType.LOG_APPEND_TIME.name);
        return settings;
    }

    /**
     * Settings of the forecast topic, if it is created.
     *
     * @return values by name, a copy
     */
    public Map<String, String> forecastTopicSettings() {
        Map<String, String> settings = new HashMap<>(EVENT_TIME_TOPICS);
        long retentionMs = getLong(Settings.TOPICS_RETENTION_MS);
        if (retentionMs != 0) {
            settings.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retentionMs));
        }
        return settings;
    }

    private Map<String, String> passedToKafka() {
        return given.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(SettingNames.KAFKA_PREFIX))
                .collect(Collectors.toMap(
                        entry -> entry.getKey().substring(SettingNames.KAFKA_PREFIX.length()), Map.Entry::getValue));
    }

    /**
     * Every setting in force, one per line in alphabetical order, with secrets hidden.
     *
     * @return text to print
     */
    public String describe() {
        Map<String, String> lines = new TreeMap<>();
        Settings.DEFINITION.names().forEach(name -> lines.put(name, shown(get(name))));
        given.forEach(lines::putIfAbsent);
        return text(lines);
    }

    /**
     * The settings that were given, one per line in alphabetical order, with secrets hidden.
     *
     * @return text to print
     */
    public String describeGiven() {
        return text(new TreeMap<>(given));
    }

    private static String text(Map<String, String> lines) {
        return lines.entrySet().stream()
                .map(line -> line.getKey() + "="
                        + (Secrets.isSecret(line.getKey()) ? "(hidden)" : Secrets.withoutUserInfo(line.getValue())))
                .collect(joining("\n"));
    }

    static String shown(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(joining(","))
                : String.valueOf(value);
    }

    boolean isGiven(String name) {
        return given.containsKey(name) && !given.get(name).isEmpty();
    }

    private Optional<String> text(String name) {
        return Optional.of(getString(name)).filter(value -> !value.isEmpty());
    }

    private <E extends Enum<E>> E option(Class<E> type, String name) {
        return Enum.valueOf(type, getString(name).toUpperCase(Locale.ROOT));
    }
}
