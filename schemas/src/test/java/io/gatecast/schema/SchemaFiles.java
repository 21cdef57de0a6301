package io.gatecast.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** The schema files of this module: today's and those of every released version. */
final class SchemaFiles {
    private static final Path CURRENT = Path.of("src/main/avro");
    private static final Path RELEASED = Path.of("src/test/resources/released");

    private SchemaFiles() {}

    static List<Path> current() {
        return list(CURRENT, ".avsc");
    }

    /** Returns the released versions of a current schema file, by name of the version. */
    static List<Path> released(Path current) {
        return list(RELEASED, "").stream()
                .map(version -> version.resolve(current.getFileName()))
                .filter(Files::exists)
                .toList();
    }

    static List<Path> allReleased() {
        return list(RELEASED, "").stream()
                .flatMap(version -> list(version, ".avsc").stream())
                .toList();
    }

    static Path currentOf(Path released) {
        return CURRENT.resolve(released.getFileName());
    }

    static Schema parse(Path file) {
        try {
            return new Schema.Parser().parse(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> list(Path directory, String suffix) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
