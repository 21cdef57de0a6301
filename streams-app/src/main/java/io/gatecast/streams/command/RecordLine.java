package io.gatecast.streams.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatecast.streams.table.TableFormat;
import io.gatecast.streams.table.TimestampText;
import java.time.Instant;
import java.util.Locale;

/** One readable line per record, by what it holds: a forecast, an anomaly, an entry of the ledger, a limit, an observation or something else. */
final class RecordLine {
    private RecordLine() {}

    static String of(JsonNode content) {
        if (content.path("steps").isArray() && content.has("issuedAtMs")) {
            return forecast(content);
        }
        if (content.path("groups").isArray() && content.has("timestampMs")) {
            return ledger(content);
        }
        if (content.has("score") && content.has("observed")) {
            return anomaly(content);
        }
        if (content.has("limit") && content.has("probability")) {
            return breach(content);
        }
        if (content.path("values").isArray() && content.has("timestampMs")) {
            return observation(content);
        }
        return content.toString();
    }

    private static String forecast(JsonNode content) {
        JsonNode steps = content.path("steps");
        StringBuilder line = new StringBuilder();
        line.append(head(content, "issuedAtMs"));
        String target = content.path("target").asText();
        if (!target.isEmpty() && !target.equals(TableFormat.DEFAULT_VALUE_COLUMN)) {
            line.append("  ").append(target);
        }
        line.append("  next ").append(step(content, 0));
        int last = steps.size() - 1;
        if (last > 0) {
            line.append("  step ").append(last + 1).append(' ').append(step(content, last));
        }
        if (content.path("warmup").asBoolean()) {
            line.append("  warming up");
        }
        if (content.path("fallbacks").size() > 0) {
            line.append("  fallen back");
        }
        if (content.path("revision").asInt() > 0) {
            line.append("  revision ").append(content.path("revision").asInt());
        }
        return line.toString();
    }

    private static String step(JsonNode content, int index) {
        JsonNode step = content.path("steps").path(index);
        JsonNode levels = content.path("levels");
        JsonNode quantiles = step.path("quantiles");
        int lowest = 0;
        int highest = levels.size() - 1;
        if (highest <= 0 || quantiles.size() != levels.size()) {
            return number(step.path("mean"));
        }
        double inside = levels.path(highest).asDouble() - levels.path(lowest).asDouble();
        return "%s [%s .. %s] %.0f %%"
                .formatted(
                        number(step.path("mean")),
                        number(quantiles.path(lowest)),
                        number(quantiles.path(highest)),
                        inside * 100);
    }

    private static String anomaly(JsonNode content) {
        return String.format(
                Locale.ROOT,
                "%s  %s%s score %.3f  observed %s, expected %s [%s .. %s]",
                head(content, "timestampMs"),
                content.path("alarm").asBoolean() ? "ALARM " : "",
                content.path("severity").asText("?"),
                content.path("score").asDouble(),
                number(content.path("observed")),
                number(content.path("expected")),
                number(content.path("lower")),
                number(content.path("upper")));
    }

    private static String breach(JsonNode content) {
        String when = "";
        if (content.path("expectedSteps").asDouble(Double.NaN) == 0) {
            when = " now";
        } else if (content.path("expectedMs").asLong() > 0) {
            when = ", expected "
                    + Instant.ofEpochMilli(content.path("expectedMs").asLong());
        }
        return String.format(
                Locale.ROOT,
                "%s  %s %s %.0f %%%s  observed %s%s",
                head(content, "timestampMs"),
                content.path("side").asText().equals("LOWER") ? "below" : "above",
                number(content.path("limit")),
                100 * content.path("probability").asDouble(),
                when,
                number(content.path("observed")),
                content.path("muted").asBoolean() ? "  muted" : "");
    }

    private static String ledger(JsonNode content) {
        StringBuilder line = new StringBuilder(head(content, "timestampMs"));
        for (JsonNode group : content.path("groups")) {
            line.append(String.format(
                    Locale.ROOT,
                    "  %d ahead: skill %.2f",
                    group.path("judgedStep").asInt(),
                    group.path("skill").asDouble()));
            if (group.path("fallbackShare").asDouble() > 0) {
                line.append(" fallen back");
            }
        }
        return line.toString();
    }

    private static String observation(JsonNode content) {
        StringBuilder line = new StringBuilder(head(content, "timestampMs"));
        for (JsonNode value : content.path("values")) {
            line.append("  ").append(number(value));
        }
        return line.toString();
    }

    private static String head(JsonNode content, String timeField) {
        return "%s  %-20s"
                .formatted(
                        TimestampText.format(content.path(timeField).asLong()),
                        content.path("key").asText("?"));
    }

    private static String number(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.6g", value.asDouble()) : "-";
    }
}
