package io.gatecast.streams.alert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * Some incidents as they are told.
 *
 * @param id the same for the same content
 * @param json body of the request
 */
record Message(String id, String json) {
    static Message of(String application, List<Incident> incidents) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("application", application);
        ArrayNode list = body.putArray("incidents");
        incidents.forEach(incident -> list.add(incident.content()));
        String json = body.toString();
        return new Message(
                UUID.nameUUIDFromBytes(json.getBytes(StandardCharsets.UTF_8)).toString(), json);
    }
}
