package io.gatecast.streams.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a command is to write: found out before the work rather than after whether it can be. */
final class OutputFile {
    private OutputFile() {}

    static void requireWritable(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new IOException("no such folder: " + folder);
        }
        if (Files.isDirectory(file) || !Files.isWritable(Files.exists(file) ? file : folder)) {
            throw new IOException("cannot write " + file);
        }
    }
}
