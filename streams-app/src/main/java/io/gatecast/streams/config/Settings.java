package io.gatecast.streams.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.gatecast.core.ledger.LedgerSettings;
import io.gatecast.core.order.TimeRules;
import io.gatecast.core.spec.ModelSpec;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.CaseInsensitiveValidString;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;

/** Names, defaults and single-setting rules of all settings. */
final class Settings {
    static final String APPLICATION_ID = StreamsConfig.APPLICATION_ID_CONFIG;
    static final String BOOTSTRAP_SERVERS = StreamsConfig.BOOTSTRAP_SERVERS_CONFIG;
    static final String SCHEMA_REGISTRY_URL = "schema.registry.url";
    static final String MODEL_FILE = "model.file";
    static final String MODEL_TOPIC = "model.topic";
    static final String MODEL_REFEREE_INTERVAL_MS = "model.referee.interval.ms";

    static final String INPUT_TOPICS = "input.topics";
    static final String INPUT_FORMAT = "input.format";
    static final String INPUT_KEY_FIELD = "input.key.field";
    static final String INPUT_KEY_FORMAT = "input.key.format";
    static final String INPUT_TIMESTAMP_FIELD = "input.timestamp.field";
    static final String INPUT_TIMESTAMP_FORMAT = "input.timestamp.format";
    static final String INPUT_TIMESTAMP_MAX_AHEAD_MS = "input.timestamp.max.ahead.ms";
    static final String INPUT_VALUE_FIELDS = "input.value.fields";
    static final String INPUT_CSV_COLUMNS = "input.csv.columns";
    static final String INPUT_CSV_DELIMITER = "input.csv.delimiter";
    static final String INPUT_REPARTITION = "input.repartition";

    static final String STEP = "step";
    static final String STEP_AGGREGATION = "step.aggregation";
    static final String STEP_CLOSE = "step.close";
    static final String GRACE = "grace";
    static final String MAX_GAP = "max.gap";
    static final String PENDING_MAX_EVENTS = "pending.max.events";

    static final String OUTPUT_TOPIC = "output.topic";
    static final String OUTPUT_FORMAT = "output.format";
    static final String DEAD_LETTER_TOPIC = "dead.letter.topic";
    static final String LATE_TOPIC = "late.topic";
    static final String ANOMALY_PROFILE = "anomaly.profile";
    static final String ANOMALY_TOPIC = "anomaly.topic";
    static final String ANOMALY_CONTROL_TOPIC = "anomaly.control.topic";
    static final String ANOMALY_SENSITIVITY = "anomaly.sensitivity";
    static final String ANOMALY_MIN_DEVIATION = "anomaly.min.deviation";
    static final String ANOMALY_MIN_RELATIVE_DEVIATION = "anomaly.min.relative.deviation";
    static final String ANOMALY_DIRECTION = "anomaly.direction";
    static final String ANOMALY_MIN_STEPS = "anomaly.min.steps";
    static final String ANOMALY_COOLDOWN_MS = "anomaly.cooldown.ms";
    static final String ANOMALY_SILENCE_STEPS = "anomaly.silence.steps";
    static final String LEDGER_TOPIC = "ledger.topic";
    static final String LEDGER_EVERY = "ledger.every";
    static final String LEDGER_WINDOW = "ledger.window";
    static final String LEDGER_FALLBACK = "ledger.fallback";
    static final String BREACH_LIMIT_LOWER = "breach.limit.lower";
    static final String BREACH_LIMIT_UPPER = "breach.limit.upper";
    static final String BREACH_TOPIC = "breach.topic";
    static final String ALERT_WEBHOOK_URL = "alert.webhook.url";
    static final String ALERT_WEBHOOK_TOKEN = "alert.webhook.token";
    static final String ALERT_BATCH_INCIDENTS = "alert.batch.incidents";
    static final String ALERT_LINGER_MS = "alert.linger.ms";
    static final String ALERT_REQUESTS_PER_MINUTE = "alert.requests.per.minute";
    static final String ALERT_INCIDENT_GAP = "alert.incident.gap";
    static final String ALERT_INCIDENT_MAX = "alert.incident.max";
    static final String ALERT_INCIDENT_GROUP = "alert.incident.group";
    static final String ALERT_BREACH_PROBABILITY = "alert.breach.probability";
    static final String TOPICS_CREATE = "topics.create";
    static final String TOPICS_RETENTION_MS = "topics.retention.ms";

    static final String PROCESSING_GUARANTEE = StreamsConfig.PROCESSING_GUARANTEE_CONFIG;
    static final String COMMIT_INTERVAL_MS = StreamsConfig.COMMIT_INTERVAL_MS_CONFIG;
    static final String NUM_STREAM_THREADS = StreamsConfig.NUM_STREAM_THREADS_CONFIG;
    static final String NUM_STANDBY_REPLICAS = StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG;
    static final String REPLICATION_FACTOR = StreamsConfig.REPLICATION_FACTOR_CONFIG;
    static final String STATE_DIR = StreamsConfig.STATE_DIR_CONFIG;
    static final String STATE_CACHE_MAX_BYTES = StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG;
    static final String STATE_TTL = "state.ttl";
    static final String STATE_MAX_KEYS = "state.max.keys";
    static final String STATE_MEMORY_MAX_BYTES = "state.memory.max.bytes";
    static final String CHECKPOINT_EVERY = "checkpoint.every";
    static final String MEMO_KEYS = "memo.keys";
    static final String REGISTRY_RETRY_TIMEOUT_MS = "registry.retry.timeout.ms";
    static final String SHUTDOWN_TIMEOUT_MS = "shutdown.timeout.ms";
    static final String HTTP_PORT = "http.port";
    static final String HTTP_HOST = "http.host";
    static final String HTTP_ADVERTISED_ADDRESS = "http.advertised.address";
    static final String HTTP_BEARER_TOKEN = "http.bearer.token";
    static final String HTTP_TLS_KEYSTORE_LOCATION = "http.tls.keystore.location";
    static final String HTTP_TLS_KEYSTORE_PASSWORD = "http.tls.keystore.password";
    static final String HTTP_MAX_REQUESTS = "http.max.requests";
    static final String HTTP_MAX_REQUESTS_PER_SECOND = "http.max.requests.per.second";
    static final String HTTP_MAX_STREAMS = "http.max.streams";
    static final String HTTP_HISTORY_SERIES = "http.history.series";
    static final String HTTP_HISTORY_STEPS = "http.history.steps";

    /** Settings that Kafka Streams knows by the same name. */
    static final List<String> SHARED_WITH_KAFKA = List.of(
            APPLICATION_ID,
            BOOTSTRAP_SERVERS,
            PROCESSING_GUARANTEE,
            COMMIT_INTERVAL_MS,
            NUM_STREAM_THREADS,
            NUM_STANDBY_REPLICAS,
            REPLICATION_FACTOR,
            STATE_DIR,
            STATE_CACHE_MAX_BYTES);

    /** Ways to write an event time that have a name; anything else is a date pattern. */
    static final List<String> TIMESTAMP_FORMATS = List.of("auto", "epoch-ms", "epoch-s", "epoch-us", "iso-8601");

    static final String EVENT = "event";
    static final String AUTO = "auto";

    /** A hundred years. */
    private static final Duration LONGEST_SPAN = Duration.ofDays(36_525);

    private static final Validator NOT_EMPTY = new NonEmptyString();
    /** What topics, groups and directories are named after. */
    private static final Validator APPLICATION_NAME = LambdaValidator.with(
            (name, value) -> {
                String text = value.toString();
                if (!text.matches("[A-Za-z0-9._-]+") || text.matches("\\.\\.?")) {
                    throw new ConfigException(name, value, "must be of letters, digits, '.', '_' and '-', not . or ..");
                }
            },
            () -> "letters, digits, '.', '_' and '-'");

    private static final Validator NAMES = LambdaValidator.with(
            (name, value) -> {
                for (Object element : (List<?>) value) {
                    if (element.toString().isBlank()) {
                        throw new ConfigException(name, value, "must not have an empty element");
                    }
                }
            },
            () -> "names");
    private static final Validator AT_LEAST_ONE_NAME = LambdaValidator.with(
            (name, value) -> {
                if (((List<?>) value).isEmpty()) {
                    throw new ConfigException(name, value, "must name at least one");
                }
                NAMES.ensureValid(name, value);
            },
            () -> "at least one");
    private static final Validator DELIMITER = LambdaValidator.with(
            (name, value) -> {
                if (value.toString().length() != 1 && !value.equals("\\t")) {
                    throw new ConfigException(name, value, "must be one character or \\t");
                }
            },
            () -> "one character or \\t");

    private static final Validator ADDRESS = LambdaValidator.with(
            (name, value) -> {
                if (!value.toString().isEmpty()
                        && !value.toString().matches("[^\\s:/]+:\\d{1,5}|\\[[0-9a-fA-F:.]+]:\\d{1,5}")) {
                    throw new ConfigException(name, value, "must be host:port");
                }
            },
            () -> "empty or host:port");
    private static final Validator TOKEN = LambdaValidator.with(
            (name, value) -> {
                if (!value.toString().matches("[\\x21-\\x7e]*")) {
                    throw new ConfigException(name + " must consist of visible ASCII characters without blanks");
                }
            },
            () -> "visible ASCII characters without blanks");
    private static final Validator SPAN =
            LambdaValidator.with((name, value) -> span(name, value.toString()), () -> "a span of time such as PT10S");
    private static final Validator SPAN_OR_NONE = LambdaValidator.with(
            (name, value) -> {
                if (!value.toString().isEmpty()) {
                    span(name, value.toString());
                }
            },
            () -> "empty or a span of time such as P30D");
    private static final Validator POSITIVE_SPAN = LambdaValidator.with(
            (name, value) -> {
                if (span(name, value.toString()).isZero()) {
                    throw new ConfigException(name, value, "must be longer than nothing");
                }
            },
            () -> "a span of time such as PT10M");
    private static final Validator WEB_ADDRESS = LambdaValidator.with(
            (name, value) -> {
                if (!value.toString().isEmpty() && !value.toString().matches("https?://[^\\s/]+(/\\S*)?")) {
                    throw new ConfigException(name, value, "must be http://… or https://…");
                }
            },
            () -> "empty or http(s)://…");
    private static final Validator PATTERN = LambdaValidator.with(
            (name, value) -> {
                try {
                    Pattern.compile(value.toString());
                } catch (PatternSyntaxException e) {
                    throw new ConfigException(name, value, "must be a regular expression: " + e.getDescription());
                }
            },
            () -> "a regular expression");
    private static final Validator STEP_LENGTH = LambdaValidator.with(
            (name, value) -> {
                if (!value.toString().equalsIgnoreCase(EVENT)
                        && span(name, value.toString()).isZero()) {
                    throw new ConfigException(name, value, "must be event or longer than nothing");
                }
            },
            () -> "event or a span of time such as PT1H");
    private static final Validator GAP = LambdaValidator.with(
            (name, value) -> {
                if (!value.toString().equalsIgnoreCase(AUTO)) {
                    between(0, ModelSpec.MAX_STEPS).ensureValid(name, ConfigDef.parseType(name, value, Type.INT));
                }
            },
            () -> "auto or [0,...," + ModelSpec.MAX_STEPS + "]");
    private static final Validator AGGREGATIONS = LambdaValidator.with(
            (name, value) -> {
                AT_LEAST_ONE_NAME.ensureValid(name, value);
                for (Object element : (List<?>) value) {
                    CaseInsensitiveValidString.in("last", "mean", "sum", "min", "max", "count")
                            .ensureValid(name, element);
                }
            },
            () -> "last, mean, sum, min, max or count, one or one per column");

    /** A span of time as ISO 8601 writes it, in whole milliseconds, not negative. */
    static Duration span(String name, String text) {
        Duration span;
        try {
            span = Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new ConfigException(name, text, "must be a span of time such as PT10S, PT1H or P1D");
        }
        if (span.isNegative() || span.getNano() % 1_000_000 != 0 || span.compareTo(LONGEST_SPAN) > 0) {
            throw new ConfigException(
                    name, text, "must be whole milliseconds, not negative and not longer than " + LONGEST_SPAN);
        }
        return span;
    }

    static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    APPLICATION_ID,
                    Type.STRING,
                    "gatecast",
                    APPLICATION_NAME,
                    HIGH,
                    "Name of the application: consumer group, prefix of internal topics, directory of the state.")
            .define(
                    BOOTSTRAP_SERVERS,
                    Type.LIST,
                    NO_DEFAULT_VALUE,
                    AT_LEAST_ONE_NAME,
                    HIGH,
                    "Kafka brokers to connect to first, host:port,host:port.")
            .define(
                    SCHEMA_REGISTRY_URL,
                    Type.STRING,
                    "",
                    HIGH,
                    "Schema registry; needed by the format avro. Everything else under schema.registry. goes to the"
                            + " registry client and the Avro serializers too.")
            .define(
                    MODEL_FILE,
                    Type.STRING,
                    "",
                    HIGH,
                    "Model to forecast with, as written by gatecast train; empty = the general model, for any single column.")
            .define(
                    MODEL_TOPIC,
                    Type.STRING,
                    "",
                    MEDIUM,
                    "Topic of models for this stream, as written by gatecast model publish and promote: the champion on it"
                            + " forecasts, and another one takes over without restart. Until there is one, and if none on"
                            + " it can be used, model.file forecasts; its columns, roles and step are those a model must"
                            + " have. Empty = model.file only.")
            .define(
                    MODEL_REFEREE_INTERVAL_MS,
                    Type.LONG,
                    60_000L,
                    atLeast(100),
                    LOW,
                    "Time between two looks at how an automatic candidate does, milliseconds.")
            .define(
                    INPUT_TOPICS,
                    Type.LIST,
                    NO_DEFAULT_VALUE,
                    AT_LEAST_ONE_NAME,
                    HIGH,
                    "Topics of measurements to read.")
            .define(
                    INPUT_FORMAT,
                    Type.STRING,
                    "avro",
                    CaseInsensitiveValidString.in("avro", "json", "csv"),
                    HIGH,
                    "Format of the values: avro (any record, through the registry), json (one object) or csv (one"
                            + " line).")
            .define(
                    INPUT_KEY_FIELD,
                    Type.STRING,
                    "",
                    HIGH,
                    "Field of the series key; empty = the record key. a.b is field b of record a.")
            .define(
                    INPUT_KEY_FORMAT,
                    Type.STRING,
                    "auto",
                    CaseInsensitiveValidString.in("auto", "text", "avro"),
                    LOW,
                    "Format of the record key: text (UTF-8), avro (string, int or long), or auto = avro if it has a"
                            + " registry's mark, else text.")
            .define(
                    INPUT_TIMESTAMP_FIELD,
                    Type.STRING,
                    "",
                    HIGH,
                    "Field of the event time; empty = the record timestamp (timestampMs in Gatecast's own"
                            + " observations).")
            .define(
                    INPUT_TIMESTAMP_FORMAT,
                    Type.STRING,
                    "auto",
                    NOT_EMPTY,
                    MEDIUM,
                    "How the event time is written: epoch-ms, epoch-s, epoch-us, iso-8601, a date pattern such as"
                            + " dd.MM.yyyy HH:mm (UTC if it has no zone), or auto = the field's logical type in Avro,"
                            + " else epoch-ms for numbers and iso-8601 for text.")
            .define(
                    INPUT_TIMESTAMP_MAX_AHEAD_MS,
                    Type.LONG,
                    3_600_000L,
                    atLeast(-1),
                    MEDIUM,
                    "How far an event time may be ahead of its record's own timestamp; -1 = any. Beyond it the event is"
                            + " rejected: it would make every later one of its series late.")
            .define(
                    INPUT_VALUE_FIELDS,
                    Type.LIST,
                    "",
                    NAMES,
                    HIGH,
                    "Fields of the values in the order of the model's columns, numbers or arrays of numbers; empty ="
                            + " value (values in Gatecast's own observations).")
            .define(INPUT_CSV_COLUMNS, Type.LIST, "", NAMES, MEDIUM, "Names of the cells of a csv line, in order.")
            .define(INPUT_CSV_DELIMITER, Type.STRING, ",", DELIMITER, LOW, "What separates the cells; \\t = tab.")
            .define(
                    INPUT_REPARTITION,
                    Type.STRING,
                    "auto",
                    CaseInsensitiveValidString.in("auto", "true", "false"),
                    MEDIUM,
                    "Whether records first go through an internal topic partitioned by series key; auto = yes if the key"
                            + " comes from a field. Series whose records are spread over several partitions are in"
                            + " order only while they are read live: in a backlog, partitions advance apart, and what"
                            + " arrives after a later event of its series is rejected as LATE.")
            .define(
                    STEP,
                    Type.STRING,
                    EVENT,
                    STEP_LENGTH,
                    HIGH,
                    "What a step is: event (every event is one) or a span of time such as PT10S or PT1H, whose events are"
                            + " put together. Must not change while there is state.")
            .define(
                    STEP_AGGREGATION,
                    Type.LIST,
                    "last",
                    AGGREGATIONS,
                    HIGH,
                    "What a value of a fixed step is made of: last, mean, sum, min, max or count of those observed in"
                            + " it; one for all columns or one per column.")
            .define(
                    STEP_CLOSE,
                    Type.STRING,
                    "series",
                    CaseInsensitiveValidString.in("series", "stream", "wall"),
                    MEDIUM,
                    "What closes fixed steps, when the grace is over: series = later events of the same series only,"
                            + " stream = those of any series of the same partition, too, wall = the clock, too. What comes"
                            + " for a closed step is late: leave it at series where series are not equally far, and do not"
                            + " use wall for history.")
            .define(
                    GRACE,
                    Type.STRING,
                    "PT0S",
                    SPAN,
                    HIGH,
                    "How far an event may be behind the latest of its series, PT0S = not at all. Within it the event is"
                            + " put where it belongs: fixed steps stay open for so long, forecasts after every event are"
                            + " issued again with a higher revision.")
            .define(
                    MAX_GAP,
                    Type.STRING,
                    AUTO,
                    GAP,
                    MEDIUM,
                    "Largest number of missing steps that are stepped through with the model's own forecasts; after more"
                            + " the series begins again, its scale remembered. auto = half of what the model looks back on"
                            + " for fixed steps, none counted for step=event. A number with step=event counts them in the"
                            + " model's own steps.")
            .define(
                    PENDING_MAX_EVENTS,
                    Type.INT,
                    TimeRules.MOST_PENDING,
                    atLeast(1),
                    LOW,
                    "Most events of a series that are kept because an earlier one may still come, 16 bytes each and more"
                            + " with more columns. Beyond it, step=event settles the oldest, and fixed steps reject.")
            .define(
                    OUTPUT_TOPIC,
                    Type.STRING,
                    "",
                    HIGH,
                    "Topic of the forecasts; empty = the first input topic with -forecasts.")
            .define(
                    OUTPUT_FORMAT,
                    Type.STRING,
                    "avro",
                    CaseInsensitiveValidString.in("avro", "json"),
                    HIGH,
                    "Format of the forecasts: avro (through the registry) or json.")
            .define(
                    DEAD_LETTER_TOPIC,
                    Type.STRING,
                    "",
                    HIGH,
                    "Topic of records that could not be used, as they came and with the reason in their headers; empty ="
                            + " the first input topic with -dead-letters.")
            .define(
                    LATE_TOPIC,
                    Type.STRING,
                    "",
                    MEDIUM,
                    "Topic of records that came too late, as dead letters are written; empty = the dead-letter topic.")
            .define(
                    ANOMALY_PROFILE,
                    Type.STRING,
                    "light",
                    CaseInsensitiveValidString.in("off", "light", "thorough"),
                    HIGH,
                    "How anomalies are detected: light (about 4 KB of state per series and target), thorough (about 48 KB)"
                            + " or off.")
            .define(
                    ANOMALY_TOPIC,
                    Type.STRING,
                    "",
                    HIGH,
                    "Topic of the alarms; empty = the first input topic with -anomalies. Scores are on the forecasts too.")
            .define(
                    ANOMALY_CONTROL_TOPIC,
                    Type.STRING,
                    "",
                    MEDIUM,
                    "Compacted topic of one partition with what is asked of the alarms of single series (gatecast alarms writes"
                            + " it): other rules, maintenance windows, feedback; empty = none.")
            .define(
                    ANOMALY_SENSITIVITY,
                    Type.DOUBLE,
                    0.0,
                    between(-10, 10),
                    MEDIUM,
                    "Added to the evidence, powers of ten of rarity: -0.5 for clearly fewer alarms, 0.5 for more.")
            .define(
                    ANOMALY_MIN_DEVIATION,
                    Type.DOUBLE,
                    0.0,
                    atLeast(0),
                    MEDIUM,
                    "Least distance from what was expected one step before for an alarm, in the unit of the value.")
            .define(
                    ANOMALY_MIN_RELATIVE_DEVIATION,
                    Type.DOUBLE,
                    0.0,
                    atLeast(0),
                    MEDIUM,
                    "The same as a share of what was expected.")
            .define(
                    ANOMALY_DIRECTION,
                    Type.STRING,
                    "both",
                    CaseInsensitiveValidString.in("both", "up", "down"),
                    MEDIUM,
                    "On which side of what was expected: both, up or down.")
            .define(
                    ANOMALY_MIN_STEPS,
                    Type.INT,
                    1,
                    between(1, 10_000),
                    MEDIUM,
                    "Steps in a row whose evidence must suffice before an alarm.")
            .define(
                    ANOMALY_COOLDOWN_MS,
                    Type.LONG,
                    0L,
                    atLeast(0),
                    MEDIUM,
                    "Least time between two alarms of a series; 0 leaves it to the detector's own rest.")
            .define(
                    ANOMALY_SILENCE_STEPS,
                    Type.INT,
                    4,
                    between(0, 10_000),
                    MEDIUM,
                    "Missing values in a row that make an alarm; 0 = never.")
            .define(
                    LEDGER_TOPIC,
                    Type.STRING,
                    "",
                    MEDIUM,
                    "Topic of the ledger, which says how the forecasts of each series have done; empty = not written.")
            .define(
                    LEDGER_EVERY,
                    Type.INT,
                    100,
                    atLeast(1),
                    LOW,
                    "Steps of a series between two of its records in the ledger's topic.")
            .define(
                    LEDGER_WINDOW,
                    Type.INT,
                    LedgerSettings.DEFAULT.windowSteps(),
                    atLeast(LedgerSettings.SHORTEST_WINDOW),
                    LOW,
                    "Effective number of latest steps by which forecasts are held against naive rules.")
            .define(
                    LEDGER_FALLBACK,
                    Type.BOOLEAN,
                    LedgerSettings.DEFAULT.fallback(),
                    MEDIUM,
                    "Whether forecasts of a series fall back to repeating the last value or season where that has lately been"
                            + " better than the model; forecasts say so.")
            .define(
                    BREACH_LIMIT_LOWER,
                    Type.DOUBLE,
                    Double.NEGATIVE_INFINITY,
                    MEDIUM,
                    "Least value that is allowed, of the first target of every series without a limit of its own (gatecast alarms"
                            + " set); -Infinity = none.")
            .define(
                    BREACH_LIMIT_UPPER,
                    Type.DOUBLE,
                    Double.POSITIVE_INFINITY,
                    MEDIUM,
                    "Greatest value that is allowed.")
            .define(
                    BREACH_TOPIC,
                    Type.STRING,
                    "",
                    MEDIUM,
                    "Topic that says after every step of a series with limits how probable it is that one of them will be"
                            + " crossed within the horizon, and when; empty = not written.")
            .define(
                    ALERT_WEBHOOK_URL,
                    Type.STRING,
                    "",
                    WEB_ADDRESS,
                    MEDIUM,
                    "Address to which gatecast alarms send posts incidents as JSON; empty = none.")
            .define(
                    ALERT_WEBHOOK_TOKEN,
                    Type.STRING,
                    "",
                    TOKEN,
                    LOW,
                    "Token that goes with every post, in the header Authorization: Bearer; empty = none.")
            .define(ALERT_BATCH_INCIDENTS, Type.INT, 50, between(1, 1000), LOW, "Most incidents told in one post.")
            .define(
                    ALERT_LINGER_MS,
                    Type.LONG,
                    5_000L,
                    between(0, 3_600_000),
                    LOW,
                    "How long news waits for more, so that what happens together is told together.")
            .define(
                    ALERT_REQUESTS_PER_MINUTE,
                    Type.INT,
                    60,
                    between(1, 6000),
                    LOW,
                    "Most posts per minute, those tried again included.")
            .define(
                    ALERT_INCIDENT_GAP,
                    Type.STRING,
                    "PT10M",
                    POSITIVE_SPAN,
                    MEDIUM,
                    "How far the alarms of an incident may be apart in event time, and how long none must come until it is"
                            + " over.")
            .define(
                    ALERT_INCIDENT_MAX,
                    Type.STRING,
                    "PT6H",
                    POSITIVE_SPAN,
                    LOW,
                    "Longest incident in event time; later alarms begin another one.")
            .define(
                    ALERT_INCIDENT_GROUP,
                    Type.STRING,
                    "",
                    PATTERN,
                    MEDIUM,
                    "Which series may share an incident: those with the same text where this regular expression matches their"
                            + " names, such as ^[^-]+ for what is before the first dash; empty = all.")
            .define(
                    ALERT_BREACH_PROBABILITY,
                    Type.DOUBLE,
                    0.5,
                    between(0.001, 1),
                    MEDIUM,
                    "Probability of crossing a limit within the horizon from which on it is told; that it is over is told below half"
                            + " of it.")
            .define(
                    TOPICS_CREATE,
                    Type.BOOLEAN,
                    true,
                    MEDIUM,
                    "Whether missing output topics are created, with as many partitions as the input has.")
            .define(
                    TOPICS_RETENTION_MS,
                    Type.LONG,
                    0L,
                    atLeast(-1),
                    MEDIUM,
                    "How long created output topics keep records, forecasts by event time, dead letters by the time they were"
                            + " written; -1 = for ever, 0 = the broker's default."
                            + " Forecasts of history older than that are deleted as soon as they are written.")
            .define(
                    PROCESSING_GUARANTEE,
                    Type.STRING,
                    StreamsConfig.EXACTLY_ONCE_V2,
                    CaseInsensitiveValidString.in(StreamsConfig.EXACTLY_ONCE_V2, StreamsConfig.AT_LEAST_ONCE),
                    MEDIUM,
                    "exactly_once_v2 or at_least_once. With the latter a crash may lose the last forecasts before it: what was"
                            + " stepped through but not yet forecast is taken for a duplicate when it is read again.")
            .define(
                    COMMIT_INTERVAL_MS,
                    Type.LONG,
                    100L,
                    atLeast(1),
                    MEDIUM,
                    "Time between commits: with exactly_once_v2 the delay until others see a forecast.")
            .define(
                    NUM_STREAM_THREADS,
                    Type.INT,
                    1,
                    between(1, 1024),
                    MEDIUM,
                    "Threads of this instance; more than input partitions are idle.")
            .define(
                    NUM_STANDBY_REPLICAS,
                    Type.INT,
                    1,
                    between(0, 16),
                    MEDIUM,
                    "Warm copies of the state on other instances.")
            .define(
                    REPLICATION_FACTOR,
                    Type.INT,
                    -1,
                    between(-1, 32),
                    MEDIUM,
                    "Replicas of the topics created; -1 = the broker's default.")
            .define(
                    STATE_DIR,
                    Type.STRING,
                    "gatecast-state",
                    NOT_EMPTY,
                    MEDIUM,
                    "Directory of the state; restored from Kafka if it is lost.")
            .define(
                    STATE_CACHE_MAX_BYTES,
                    Type.LONG,
                    64L << 20,
                    atLeast(0),
                    LOW,
                    "Memory for latest observations not yet written to the state's changelog, all threads together.")
            .define(
                    STATE_TTL,
                    Type.STRING,
                    "",
                    SPAN_OR_NONE,
                    MEDIUM,
                    "How long a series is remembered after its latest event, by event time, such as P30D; empty = for ever."
                            + " An event that comes later begins it anew.")
            .define(
                    STATE_MAX_KEYS,
                    Type.LONG,
                    -1L,
                    atLeast(-1),
                    MEDIUM,
                    "Most series per input partition; -1 = any number. Events of further ones are rejected.")
            .define(
                    STATE_MEMORY_MAX_BYTES,
                    Type.LONG,
                    256L << 20,
                    atLeast(1 << 20),
                    MEDIUM,
                    "Memory outside the heap for the state of all partitions together: what is read from disk and what is"
                            + " not yet written to it.")
            .define(
                    CHECKPOINT_EVERY,
                    Type.INT,
                    32,
                    between(1, 1024),
                    LOW,
                    "Events of a series between two writes of its whole state; in between, observations are written.")
            .define(
                    MEMO_KEYS,
                    Type.INT,
                    10_000,
                    atLeast(1),
                    MEDIUM,
                    "Series per input partition that are kept in memory, a few KB each; others are rebuilt when they"
                            + " come.")
            .define(
                    REGISTRY_RETRY_TIMEOUT_MS,
                    Type.LONG,
                    30_000L,
                    between(0, 240_000),
                    LOW,
                    "How long a failing registry is asked again before the thread is replaced; records wait.")
            .define(
                    SHUTDOWN_TIMEOUT_MS,
                    Type.LONG,
                    30_000L,
                    atLeast(0),
                    LOW,
                    "How long a shutdown may take before it is cut short.")
            .define(
                    HTTP_PORT,
                    Type.INT,
                    8080,
                    between(-1, 65_535),
                    MEDIUM,
                    "Port of the web page, the query API and /metrics; 0 = any free one, -1 = none of them. If it is not set and"
                            + " 8080 is taken, the next free one is.")
            .define(
                    HTTP_HOST,
                    Type.STRING,
                    "127.0.0.1",
                    NOT_EMPTY,
                    MEDIUM,
                    "Address it listens on; 0.0.0.0 lets other machines in.")
            .define(
                    HTTP_ADVERTISED_ADDRESS,
                    Type.STRING,
                    "",
                    ADDRESS,
                    MEDIUM,
                    "host:port at which the other instances reach this one; empty = where it listens, with this machine's name"
                            + " if that is everywhere.")
            .define(
                    HTTP_BEARER_TOKEN,
                    Type.STRING,
                    "",
                    TOKEN,
                    MEDIUM,
                    "Token that requests must bring in the header Authorization: Bearer, the same on all instances; empty ="
                            + " none.")
            .define(
                    HTTP_TLS_KEYSTORE_LOCATION,
                    Type.STRING,
                    "",
                    MEDIUM,
                    "Key store, PKCS12 or JKS, whose certificate makes it HTTPS; empty = HTTP.")
            .define(HTTP_TLS_KEYSTORE_PASSWORD, Type.STRING, "", MEDIUM, "Password of the key store.")
            .define(
                    HTTP_MAX_REQUESTS,
                    Type.INT,
                    32,
                    between(1, 1_000),
                    LOW,
                    "Requests answered at a time; further ones are refused with 503.")
            .define(
                    HTTP_MAX_REQUESTS_PER_SECOND,
                    Type.INT,
                    100,
                    between(1, 1_000_000),
                    LOW,
                    "Requests per second from one address; further ones are refused with 429.")
            .define(
                    HTTP_MAX_STREAMS,
                    Type.INT,
                    32,
                    between(1, 1_000),
                    LOW,
                    "Pages that are kept up to date at a time, each by a thread; further ones are refused with 503.")
            .define(
                    HTTP_HISTORY_SERIES,
                    Type.INT,
                    2_000,
                    between(1, 1_000_000),
                    LOW,
                    "Series per instance whose latest steps are kept for the page, up to 40 KB each; the state of further"
                            + " ones can still be asked for.")
            .define(
                    HTTP_HISTORY_STEPS,
                    Type.INT,
                    300,
                    between(10, 10_000),
                    LOW,
                    "Latest steps of a series kept for the page; skill and coverage are taken over them.");

    private Settings() {}
}
