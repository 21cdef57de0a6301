package io.gatecast.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaDocumentationTest {

    static List<Path> currentFiles() {
        return SchemaFiles.current();
    }

    @ParameterizedTest
    @MethodSource("currentFiles")
    void shouldDocumentEveryTypeAndField(Path file) {
        List<String> undocumented = new ArrayList<>();

        collectUndocumented(SchemaFiles.parse(file), undocumented);

        assertThat(undocumented)
                .as("types and fields without a doc in %s", file)
                .isEmpty();
    }

    @Test
    void shouldFindUndocumentedFieldOfNestedRecord() {
        Schema part = Schema.createRecord(
                "Part", "A part.", "", false, List.of(new Schema.Field("size", Schema.create(Schema.Type.INT))));
        Schema schema = Schema.createRecord(
                "Whole",
                "Parts.",
                "",
                false,
                List.of(new Schema.Field("parts", Schema.createArray(part), "Its parts.")));
        List<String> undocumented = new ArrayList<>();

        collectUndocumented(schema, undocumented);

        assertThat(undocumented).containsExactly("Part.size");
    }

    private static void collectUndocumented(Schema schema, List<String> undocumented) {
        switch (schema.getType()) {
            case RECORD -> {
                requireDoc(schema.getFullName(), schema.getDoc(), undocumented);
                for (Schema.Field field : schema.getFields()) {
                    requireDoc(schema.getFullName() + "." + field.name(), field.doc(), undocumented);
                    collectUndocumented(field.schema(), undocumented);
                }
            }
            case ENUM -> requireDoc(schema.getFullName(), schema.getDoc(), undocumented);
            case ARRAY -> collectUndocumented(schema.getElementType(), undocumented);
            case MAP -> collectUndocumented(schema.getValueType(), undocumented);
            case UNION -> schema.getTypes().forEach(type -> collectUndocumented(type, undocumented));
            default -> {}
        }
    }

    private static void requireDoc(String name, String doc, List<String> undocumented) {
        if (doc == null || doc.isBlank()) {
            undocumented.add(name);
        }
    }
}
