package io.gatecast.streams.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small table to train on: hourly values with a season of 12 and a shorter ripple. */
final class Wave {
    private Wave() {}

    static Path write(Path file, int rows) throws IOException {
        List<String> lines = new ArrayList<>(List.of("timestamp,value"));
        for (int i = 0; i < rows; i++) {
            lines.add((1_700_000_000L + 3600L * i) + ","
                    + (10 + Math.round(30 * Math.sin(i * Math.PI / 6)) / 10.0 + i % 5));
        }
        return Files.write(file, lines);
    }
}
