package io.gatecast.core.artifact;

import io.gatecast.schema.ModelArtifact;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.io.Encoder;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * Writes the bytes that a model's id is the hash of. A field with the property {@code "inId": "unless default"} was added to
 * the schema later: it is left out where it has its default, and written after its name where it has not.
 */
final class ContentWriter extends SpecificDatumWriter<ModelArtifact> {
    private static final String PROPERTY = "inId";
    private static final String UNLESS_DEFAULT = "unless default";

    ContentWriter() {
        super(ModelArtifact.class);
    }

    @Override
    protected void writeField(Object datum, Schema.Field field, Encoder out, Object state) throws IOException {
        if (UNLESS_DEFAULT.equals(field.getProp(PROPERTY))) {
            Object value = getData().getField(datum, field.name(), field.pos());
            if (getData().compare(value, getData().getDefaultValue(field), field.schema()) == 0) {
                return;
            }
            out.writeString(field.name());
        }
        super.writeField(datum, field, out, state);
    }
}
