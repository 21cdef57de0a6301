package io.gatecast.streams.alert;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatecast.schema.LimitSide;
import io.gatecast.schema.Severity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/**
 * A limit of one series that will probably be crossed. It is told when that becomes probable enough, when the limit is crossed, and
 * when it is no more probable by far: less than half as much, so that what hovers is not told again and again. What lasts goes on in
 * another incident.
 */
final class BreachIncident implements Incident {
    private static final double OVER_BELOW = 0.5;

    /** So many steps may pass unheard before it is taken for over: the series is silent, or has lost its limit. */
    private static final int SILENT_STEPS = 3;

    private static final MathContext FEW_DIGITS = new MathContext(6);

    private final Warning first;
    private final String group;
    private final IncidentRules rules;
    private Warning latest;
    private boolean crossed;
    private boolean goesOn;
    private Status status = Status.OPEN;
    private Instant heardAt;
    private boolean news = true;
    private boolean told;

    /**
     * Begins.
     *
     * @param told whether it may have been told before a restart
     */
    BreachIncident(String group, IncidentRules rules, Warning first, Instant now, boolean told) {
        this.group = group;
        this.rules = rules;
        this.first = first;
        latest = first;
        crossed = first.isCrossed();
        heardAt = now;
        this.told = told;
    }

    /** Tells whether a step ends it or would not make it too long. */
    boolean takes(Warning warning) {
        return isOverBy(warning)
                || warning.timestampMs() - first.timestampMs() <= longest().toMillis();
    }

    private boolean isOverBy(Warning warning) {
        return warning.probability() < OVER_BELOW * rules.breachProbability();
    }

    private Duration longest() {
        Duration steps = Duration.ofMillis(SILENT_STEPS * latest.stepMs());
        return steps.compareTo(rules.longest()) > 0 ? steps : rules.longest();
    }

    /** Ends although the limit is as probable as before. */
    void giveWay() {
        goesOn = true;
        close();
    }

    /** Takes note of a later step; what was revised in the past changes nothing. */
    void add(Warning warning, Instant now) {
        heardAt = now;
        if (warning.timestampMs() < latest.timestampMs()) {
            return;
        }
        latest = warning;
        if (isOverBy(warning)) {
            close();
        } else if (warning.isCrossed() && !crossed && !warning.muted()) {
            crossed = true;
            news = true;
        }
    }

    private void close() {
        status = Status.CLOSED;
        news = told; // what was over before anybody heard of it is not told
    }

    String subject() {
        return first.subject();
    }

    /** The record it began with. */
    Place began() {
        return new Place(first.partition(), first.offset());
    }

    @Override
    public UUID id() {
        String text = subject() + "\n" + first.timestampMs();
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Status status() {
        return status;
    }

    @Override
    public String topic() {
        return first.partition().topic();
    }

    @Override
    public boolean hasNews() {
        return news;
    }

    @Override
    public void tell() {
        news = false;
        told = true;
    }

    @Override
    public boolean isQuiet(Instant now) {
        return status == Status.OPEN && !now.isBefore(heardAt.plus(longest()));
    }

    @Override
    public void closeIfQuiet(Instant now) {
        if (isQuiet(now)) {
            close();
        }
    }

    @Override
    public Map<TopicPartition, Long> firstOffsets() {
        return Map.of(first.partition(), first.offset());
    }

    @Override
    public ObjectNode content() {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        content.put("id", id().toString());
        content.put("kind", "breach");
        content.put("status", status.name().toLowerCase(Locale.ROOT));
        content.put("severity", severity().name().toLowerCase(Locale.ROOT));
        content.put("group", group);
        content.put("title", title());
        content.put("from", Instant.ofEpochMilli(first.timestampMs()).toString());
        content.put("to", Instant.ofEpochMilli(latest.timestampMs()).toString());
        content.put("series", 1);
        content.set("breach", latest.content());
        return content;
    }

    private Severity severity() {
        return crossed ? Severity.CRITICAL : Severity.WARNING;
    }

    /** Such as {@code tank-3 above 90 in 3 h (72 %)}. */
    private String title() {
        String what = latest.key()
                + (latest.side() == LimitSide.UPPER ? " above " : " below ")
                + new BigDecimal(latest.limit())
                        .round(FEW_DIGITS)
                        .stripTrailingZeros()
                        .toPlainString();
        String chance = " (" + Math.round(100 * latest.probability()) + " %)";
        if (status == Status.CLOSED) {
            return what + (goesOn ? " goes on" : " is over") + chance;
        }
        return latest.isCrossed() ? what + " now" : what + " in " + timeLeft() + chance;
    }

    private String timeLeft() {
        if (latest.expectedMs() == 0) {
            return Math.max(1, Math.round(latest.expectedSteps())) + " steps";
        }
        long seconds = Math.round((latest.expectedMs() - latest.timestampMs()) / 1e3);
        return seconds < 120
                ? seconds + " s"
                : seconds < 7_200
                        ? Math.round(seconds / 60.0) + " min"
                        : seconds < 172_800
                                ? Math.round(seconds / 3_600.0) + " h"
                                : Math.round(seconds / 86_400.0) + " d";
    }
}
