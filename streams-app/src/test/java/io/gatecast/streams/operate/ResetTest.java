package io.gatecast.streams.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResetTest {
    @TempDir
    private Path folder;

    @Test
    void shouldDeleteTheStateBehindALinkAndTheLink() throws IOException {
        Path disk = Files.createDirectories(folder.resolve("disk/0_0"));
        Files.writeString(disk.resolve("CURRENT"), "x");
        Path link = Files.createSymbolicLink(folder.resolve("demand"), folder.resolve("disk"));

        Reset.deleteAll(link);

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldNotFollowLinksWithinTheState() throws IOException {
        Path other =
                Files.writeString(Files.createDirectory(folder.resolve("other")).resolve("kept"), "x");
        Path state = Files.createDirectory(folder.resolve("demand"));
        Files.createSymbolicLink(state.resolve("0_0"), folder.resolve("other"));

        Reset.deleteAll(state);

        assertThat(state).doesNotExist();
        assertThat(other).exists();
    }
}
