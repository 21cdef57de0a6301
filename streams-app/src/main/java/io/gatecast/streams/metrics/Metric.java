package io.gatecast.streams.metrics;

/** Every metric of Gatecast's own: name, kind and meaning. {@code docs/metrics.md} lists them; a test compares. */
public enum Metric {
    /** Records read. */
    RECORDS("gatecast.records", Kind.COUNTER, "", "Records read from the input topics."),
    /** Forecasts issued. */
    FORECASTS("gatecast.forecasts", Kind.COUNTER, "", "Forecasts issued, one per step and target."),
    /** Forecasts issued again. */
    REVISIONS(
            "gatecast.revisions",
            Kind.COUNTER,
            "",
            "Forecasts issued again because an event came late; among the forecasts."),
    /** Records rejected. */
    REJECTED(
            "gatecast.rejected",
            Kind.COUNTER,
            "reason",
            "Records sent to the dead-letter or late topic, by reason; LATE and DUPLICATE among them."),
    /** Alarms. */
    ANOMALIES("gatecast.anomalies", Kind.COUNTER, "severity", "Alarms raised, by severity."),
    /** Series removed. */
    EXPIRED(
            "gatecast.series.expired",
            Kind.COUNTER,
            "",
            "Series removed because no event came for them within state.ttl."),
    /** Where states were found. */
    STATES_FOUND(
            "gatecast.states.found",
            Kind.COUNTER,
            "origin",
            "Where the state of a series was found when an event came: MEMO (memory), STORES (rebuilt), NEW, OTHER_MODEL"
                    + " (warmed up), DAMAGED (began anew)."),
    /** Time per event. */
    EVENT_TIME(
            "gatecast.event",
            Kind.TIMER,
            "quantile",
            "Time an event takes from finding its series to handing on the forecasts, in seconds: count, sum, greatest, and"
                    + " quantiles 0.5, 0.9, 0.99 and 0.999 of the last minutes."),
    /** Lag. */
    LAG(
            "gatecast.lag.records",
            Kind.GAUGE,
            "topic",
            "Records of an input topic not read yet by this instance, over its partitions."),
    /** Series on the board. */
    SERIES(
            "gatecast.series",
            Kind.GAUGE,
            "",
            "Series that this instance forecasts and keeps on its board (http.history.series)."),
    /** Skill. */
    SKILL(
            "gatecast.skill",
            Kind.GAUGE,
            "",
            "Median over the series on the board of the skill one step ahead against repeating the last season, as the ledger has"
                    + " it."),
    /** Coverage. */
    COVERAGE(
            "gatecast.coverage",
            Kind.GAUGE,
            "band",
            "Share of the outcomes of the series on the board that a band held one step ahead, as the ledger has it (inner: of"
                    + " 80 %, outer: of 95 %, unless the model has others)."),
    /** Fallbacks. */
    FALLBACKS(
            "gatecast.fallbacks",
            Kind.COUNTER,
            "",
            "Forecasts that follow a naive rule rather than the model for some of their steps ahead; among the forecasts."),
    /** Intervals judged. */
    INTERVALS(
            "gatecast.intervals",
            Kind.COUNTER,
            "band",
            "Forecasts whose bands were held against what then happened, a sample of all steps ahead (judged), and how often it"
                    + " was inside (inner: of 80 %, outer: of 95 %, unless the model has others)."),
    /** Series that may fall back. */
    WORSE_THAN_NAIVE(
            "gatecast.series.worse.than.naive",
            Kind.GAUGE,
            "",
            "Series on the board whose skill one step ahead is below zero."),
    /** Limits that may be crossed. */
    AT_RISK(
            "gatecast.series.at.risk",
            Kind.GAUGE,
            "",
            "Series on the board that will cross one of their limits within the horizon with at least the probability of"
                    + " alert.breach.probability, those that have included."),
    /** Limits crossed. */
    BEYOND_LIMIT(
            "gatecast.series.beyond.limit",
            Kind.GAUGE,
            "",
            "Series on the board, but those in maintenance, whose latest value is beyond one of their limits."),
    /** Models. */
    MODEL("gatecast.model", Kind.GAUGE, "role, id", "1 for every model that runs, by role: champion or candidate."),
    /** Exchange of models. */
    MODEL_CHANGES("gatecast.model.changes", Kind.COUNTER, "", "Exchanges of the champion since the start."),
    /** Records in stores. */
    STORE_RECORDS(
            "gatecast.store.records", Kind.GAUGE, "store", "Records in a state store of this instance, estimated."),
    /** Bytes on disk. */
    STORE_BYTES("gatecast.store.bytes", Kind.GAUGE, "store", "Bytes of a state store of this instance on disk."),
    /** Restored records. */
    RESTORED("gatecast.restored.records", Kind.COUNTER, "store", "Records restored from changelogs, by store."),
    /** Restore progress. */
    RESTORE_REMAINING(
            "gatecast.restore.remaining.records",
            Kind.GAUGE,
            "store",
            "Records still to restore before partitions can go on."),
    /** Readiness. */
    READY("gatecast.ready", Kind.GAUGE, "", "1 if the instance runs and restores nothing, as /health/ready says."),
    /** Requests. */
    REQUESTS(
            "gatecast.http.requests",
            Kind.TIMER,
            "status",
            "Time of answers to HTTP requests in seconds, by status; without live updates."),
    /** Streams of updates. */
    STREAMS("gatecast.http.streams", Kind.GAUGE, "", "Pages that are kept up to date at this moment.");

    /** How a metric behaves. */
    public enum Kind {
        /** Only grows; its name in Prometheus ends with {@code _total}. */
        COUNTER,
        /** Goes up and down. */
        GAUGE,
        /** Times; in Prometheus {@code _seconds} with {@code _count}, {@code _sum} and {@code _max}. */
        TIMER
    }

    private final String id;
    private final Kind kind;
    private final String labels;
    private final String meaning;

    Metric(String id, Kind kind, String labels, String meaning) {
        this.id = id;
        this.kind = kind;
        this.labels = labels;
        this.meaning = meaning;
    }

    /**
     * Name in Micrometer and JMX.
     *
     * @return words separated by dots
     */
    public String id() {
        return id;
    }

    /**
     * How it behaves.
     *
     * @return kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Labels that tell its values apart.
     *
     * @return names separated by commas; empty if it has one value
     */
    public String labels() {
        return labels;
    }

    /**
     * What it says.
     *
     * @return one sentence
     */
    public String meaning() {
        return meaning;
    }

    /**
     * Name in Prometheus' text.
     *
     * @return name, of a timer without {@code _count}, {@code _sum} and {@code _max}
     */
    public String prometheusName() {
        String name = id.replace('.', '_');
        return switch (kind) {
            case COUNTER -> name + "_total";
            case TIMER -> name + "_seconds";
            case GAUGE -> name;
        };
    }
}
