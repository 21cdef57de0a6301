package io.gatecast.streams.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonTest {
    @ParameterizedTest
    @EnumSource
    void shouldBeExplainedInTheDocumentation(Reason reason) throws IOException {
        assertThat(Files.readString(Path.of("../docs/dead-letters.md"))).contains("`" + reason.name() + "`");
    }
}
