package io.gatecast.streams.config;

import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;

/** The rules between settings that a definition of single settings cannot express. */
final class Contradictions {
    private static final Pattern LOGIN_MODULE = Pattern.compile("\\s*[\\w.$]+"
            + "\\s+(?i:required|requisite|sufficient|optional)"
            + "(\\s+[\\w.]+\\s*=\\s*(\"([^\"\\\\]|\\\\.)*\"|'([^'\\\\]|\\\\.)*'|[^\\s;=\"]+))*\\s*;\\s*");

    private final GatecastConfig config;

    Contradictions(GatecastConfig config) {
        this.config = config;
    }

    void check() {
        checkCsv();
        checkTimestamp();
        checkValues();
        checkSteps();
        checkLimits();
        checkRegistry();
        checkLogins();
        checkTransactions();
        checkHttp();
        checkIncidents();
        requireDistinct(Settings.INPUT_TOPICS, config.inputTopics());
    }

    private void checkHttp() {
        boolean tls = config.isGiven(Settings.HTTP_TLS_KEYSTORE_LOCATION);
        if (config.isGiven(Settings.HTTP_TLS_KEYSTORE_PASSWORD) && !tls) {
            throw new ConfigException(
                    Settings.HTTP_TLS_KEYSTORE_PASSWORD + " needs " + Settings.HTTP_TLS_KEYSTORE_LOCATION);
        }
    }

    private void checkIncidents() {
        AlertSettings alerts = config.alerts();
        if (alerts.longest().compareTo(alerts.gap()) < 0) {
            throw new ConfigException(Settings.ALERT_INCIDENT_MAX + " contradicts " + Settings.ALERT_INCIDENT_GAP
                    + ": the longest incident must not be shorter than " + alerts.gap() + ", was "
                    + alerts.longest());
        }
    }

    private void checkCsv() {
        boolean csv = config.inputFormat() == DataFormat.CSV;
        for (String name : List.of(Settings.INPUT_CSV_COLUMNS, Settings.INPUT_CSV_DELIMITER)) {
            if (!csv && config.isGiven(name)) {
                throw new ConfigException(name + " contradicts " + Settings.INPUT_FORMAT + "="
                        + config.getString(Settings.INPUT_FORMAT) + ": it belongs to csv");
            }
        }
        if (!csv) {
            return;
        }
        List<String> columns = config.csvColumns();
        if (columns.isEmpty()) {
            throw new ConfigException(Settings.INPUT_FORMAT + "=csv needs " + Settings.INPUT_CSV_COLUMNS
                    + ", the names of the cells in order");
        }
        requireDistinct(Settings.INPUT_CSV_COLUMNS, columns);
        config.keyField().ifPresent(field -> requireColumn(Settings.INPUT_KEY_FIELD, field));
        config.timestampField().ifPresent(field -> requireColumn(Settings.INPUT_TIMESTAMP_FIELD, field));
        valueColumns().forEach(field -> requireColumn(Settings.INPUT_VALUE_FIELDS, field));
    }

    private List<String> valueColumns() {
        return config.valueFields().isEmpty() ? List.of("value") : config.valueFields();
    }

    private void requireColumn(String setting, String field) {
        if (!config.csvColumns().contains(field)) {
            throw new ConfigException(setting + "=" + field + " contradicts " + Settings.INPUT_CSV_COLUMNS + "="
                    + String.join(",", config.csvColumns()) + ": there is no such column");
        }
    }

    private void checkTimestamp() {
        if (config.timestampField().isEmpty() && config.isGiven(Settings.INPUT_TIMESTAMP_FORMAT)) {
            throw new ConfigException(Settings.INPUT_TIMESTAMP_FORMAT + " contradicts an empty "
                    + Settings.INPUT_TIMESTAMP_FIELD + ": record timestamps have no format");
        }
        if (!Settings.TIMESTAMP_FORMATS.contains(config.timestampFormat())) {
            try {
                DateTimeFormatter.ofPattern(config.timestampFormat());
            } catch (IllegalArgumentException e) {
                throw new ConfigException(
                        Settings.INPUT_TIMESTAMP_FORMAT,
                        config.timestampFormat(),
                        "must be one of " + String.join(", ", Settings.TIMESTAMP_FORMATS)
                                + " or a date pattern such as yyyy-MM-dd HH:mm:ss (" + e.getMessage() + ")");
            }
        }
    }

    private void checkValues() {
        requireDistinct(Settings.INPUT_VALUE_FIELDS, config.valueFields());
        for (String field : config.valueFields()) {
            if (config.keyField().filter(field::equals).isPresent()) {
                throw new ConfigException(Settings.INPUT_VALUE_FIELDS + " contradicts " + Settings.INPUT_KEY_FIELD
                        + ": both name the field " + field);
            }
        }
    }

    private void checkLimits() {
        double lower = config.getDouble(Settings.BREACH_LIMIT_LOWER);
        double upper = config.getDouble(Settings.BREACH_LIMIT_UPPER);
        if (!(lower < upper)) {
            throw new ConfigException(Settings.BREACH_LIMIT_LOWER + "=" + lower + " contradicts "
                    + Settings.BREACH_LIMIT_UPPER + "=" + upper + ": it must be below it");
        }
    }

    private void checkSteps() {
        if (config.step().isEmpty() && config.isGiven(Settings.STEP_AGGREGATION)) {
            throw new ConfigException(Settings.STEP_AGGREGATION + " contradicts " + Settings.STEP
                    + "=event: a single event is not put together with others");
        }
        if (config.step().isEmpty() && config.stepClose() != StepClose.SERIES) {
            throw new ConfigException(
                    Settings.STEP_CLOSE + " contradicts " + Settings.STEP + "=event: there is no step to close");
        }
        Duration waiting = config.grace().plus(config.step().orElse(Duration.ZERO));
        if (config.stateTtl().filter(ttl -> ttl.compareTo(waiting) <= 0).isPresent()) {
            throw new ConfigException(Settings.STATE_TTL + "=" + config.getString(Settings.STATE_TTL) + " contradicts "
                    + Settings.GRACE + " and " + Settings.STEP
                    + ": a series would be removed while its events wait for "
                    + waiting);
        }
        if (config.step().isEmpty() && config.grace().isZero() && config.isGiven(Settings.PENDING_MAX_EVENTS)) {
            throw new ConfigException(Settings.PENDING_MAX_EVENTS + " contradicts " + Settings.STEP + "=event with "
                    + Settings.GRACE + "=PT0S: no event waits for another");
        }
    }

    private void checkRegistry() {
        if (config.hasRegistry()) {
            return;
        }
        if (config.inputFormat() == DataFormat.AVRO) {
            throw new ConfigException(Settings.INPUT_FORMAT + "=avro needs " + Settings.SCHEMA_REGISTRY_URL);
        }
        if (config.outputFormat() == DataFormat.AVRO) {
            throw new ConfigException(Settings.OUTPUT_FORMAT + "=avro needs " + Settings.SCHEMA_REGISTRY_URL
                    + "; without a registry set " + Settings.OUTPUT_FORMAT + "=json");
        }
        if (config.keyFormat() == KeyFormat.AVRO) {
            throw new ConfigException(Settings.INPUT_KEY_FORMAT + "=avro needs " + Settings.SCHEMA_REGISTRY_URL);
        }
    }

    /** What is not committed in time is aborted, done again, and aborted again. */
    private void checkTransactions() {
        if (!config.isExactlyOnce()) {
            return;
        }
        long timeoutMs = config.transactionTimeout().toMillis();
        long intervalMs = config.commitInterval().toMillis();
        if (intervalMs > timeoutMs / 2) {
            throw new ConfigException(Settings.COMMIT_INTERVAL_MS + "=" + intervalMs
                    + " contradicts the transaction timeout of " + timeoutMs
                    + " ms: it must be at most half of it, or transactions are aborted before they are committed; set"
                    + " kafka.transaction.timeout.ms");
        }
    }

    /** Kafka's own parser quotes what it does not understand, which may be a password. */
    private void checkLogins() {
        config.originalsStrings().forEach((name, value) -> {
            if (name.endsWith("sasl.jaas.config")
                    && !LOGIN_MODULE.matcher(value).matches()) {
                throw new ConfigException(name + " must be one login module: its class, required, options such as"
                        + " password=\"…\", and a semicolon");
            }
        });
    }

    private static void requireDistinct(String setting, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new ConfigException(setting + " names " + name + " twice");
            }
        }
    }
}
