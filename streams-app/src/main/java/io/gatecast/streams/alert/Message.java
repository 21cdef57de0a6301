package io.gatecast.streams.alert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Some incidents as they are told.
 *
 * @param id the same for the same content
 * @param json body of the request
 */
record Message(String id, String json) {
    /** Series told of an incident by name; of more, only the number is told. */
    private static final int MOST_SERIES = 20;

    static Message of(String application, List<Incident> incidents) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("application", application);
        ArrayNode list = body.putArray("incidents");
        incidents.forEach(incident -> list.add(content(incident)));
        String json = body.toString();
        return new Message(
                UUID.nameUUIDFromBytes(json.getBytes(StandardCharsets.UTF_8)).toString(), json);
    }

    private static ObjectNode content(Incident incident) {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        content.put("id", incident.id().toString());
        content.put("status", incident.status().name().toLowerCase(Locale.ROOT));
        content.put("severity", incident.severity().name().toLowerCase(Locale.ROOT));
        content.put("group", incident.group());
        content.put("title", title(incident));
        content.put("from", Instant.ofEpochMilli(incident.firstMs()).toString());
        content.put("to", Instant.ofEpochMilli(incident.lastMs()).toString());
        content.put("series", incident.worst().size());
        content.put("alarms", incident.alarms());
        ArrayNode worst = content.putArray("worst");
        incident.worst().stream()
                .sorted((a, b) -> b.severity().compareTo(a.severity()))
                .limit(MOST_SERIES)
                .forEach(alarm -> worst.add(alarm.content()));
        return content;
    }

    private static String title(Incident incident) {
        String first = incident.worst().iterator().next().key();
        int others = incident.worst().size() - 1;
        return others == 0 ? first : first + " and " + others + " more";
    }
}
