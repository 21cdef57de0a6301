package io.gatecast.schema;

import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keeps every schema FULL_TRANSITIVE compatible: old readers understand new records and new readers old ones, across
 * all released versions. Released files are never changed; a release adds the next {@code released/vN}.
 */
class SchemaCompatibilityTest {

    static List<Path> currentFiles() {
        return SchemaFiles.current();
    }

    static List<Path> releasedFiles() {
        return SchemaFiles.allReleased();
    }

    @ParameterizedTest
    @MethodSource("currentFiles")
    void shouldBeCompatibleWithEveryReleasedVersion(Path current) {
        List<Path> released = SchemaFiles.released(current);

        assertThat(released)
                .as(
                        "%s has no released version: copy it to src/test/resources/released/vN/ with the release that"
                                + " first contains it",
                        current.getFileName())
                .isNotEmpty();
        assertThat(released)
                .allSatisfy(file -> assertThat(incompatibilities(SchemaFiles.parse(current), SchemaFiles.parse(file)))
                        .as("%s against %s", current, file)
                        .isEmpty());
    }

    @ParameterizedTest
    @MethodSource("releasedFiles")
    void shouldStillHaveEveryReleasedSchema(Path released) {
        assertThat(Files.exists(SchemaFiles.currentOf(released)))
                .as("%s was released, so it must stay", released.getFileName())
                .isTrue();
    }

    @Test
    void shouldGenerateClassesFromTheCurrentFiles() {
        Schema file = SchemaFiles.parse(Path.of("src/main/avro/Forecast.avsc"));

        assertThat(SchemaNormalization.toParsingForm(Forecast.getClassSchema()))
                .isEqualTo(SchemaNormalization.toParsingForm(file));
    }

    @Test
    void shouldFindNewFieldWithoutDefault() {
        Schema released = record("long a");
        Schema current = record("long a", "long b");

        assertThat(incompatibilities(current, released))
                .singleElement()
                .asString()
                .contains("READER_FIELD_MISSING_DEFAULT_VALUE")
                .contains("/fields/1");
    }

    @Test
    void shouldFindRemovedFieldThatOldReadersNeed() {
        Schema released = record("long a");
        Schema current = record();

        assertThat(incompatibilities(current, released)).isNotEmpty();
    }

    @Test
    void shouldFindNarrowedTypeInEitherDirection() {
        Schema withInt = record("int a");
        Schema withLong = record("long a");

        assertThat(incompatibilities(withInt, withLong)).isNotEmpty();
        assertThat(incompatibilities(withLong, withInt)).isNotEmpty();
    }

    private static List<Incompatibility> incompatibilities(Schema current, Schema released) {
        return Stream.of(
                        SchemaCompatibility.checkReaderWriterCompatibility(current, released),
                        SchemaCompatibility.checkReaderWriterCompatibility(released, current))
                .flatMap(pair -> pair.getResult().getIncompatibilities().stream())
                .toList();
    }

    private static Schema record(String... typedFields) {
        List<Schema.Field> fields = Stream.of(typedFields)
                .map(field -> field.split(" "))
                .map(field ->
                        new Schema.Field(field[1], Schema.create(Schema.Type.valueOf(field[0].toUpperCase(ROOT)))))
                .toList();
        return Schema.createRecord("R", "A record.", "test", false, fields);
    }
}
