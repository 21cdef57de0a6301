package io.gatecast.streams.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;

/**
 * The instructions of {@code docker/Dockerfile}.
 *
 * @param instructions one line each, comments left out
 */
record Dockerfile(List<String> instructions) {

    static Dockerfile read() {
        try {
            String text = Files.readString(Yaml.DOCKER.resolve("Dockerfile"));
            String joined = text.replaceAll("(?m)^#.*\\R", "").replaceAll("\\\\\\R\\s*", "");
            return new Dockerfile(joined.lines().filter(line -> !line.isBlank()).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What comes after a word in the last stage, the last time it is there. */
    String argument(String word) {
        return last().stream()
                .filter(line -> line.startsWith(word + " "))
                .reduce((first, second) -> second)
                .orElseThrow()
                .substring(word.length() + 1);
    }

    String user() {
        return argument("USER");
    }

    String variable(String name) {
        return Arrays.stream(argument("ENV").split(" "))
                .filter(assignment -> assignment.startsWith(name + "="))
                .findFirst()
                .orElseThrow()
                .substring(name.length() + 1);
    }

    List<String> last() {
        int start = 0;
        for (int i = 0; i < instructions.size(); i++) {
            if (instructions.get(i).startsWith("FROM ")) {
                start = i;
            }
        }
        return instructions.subList(start, instructions.size());
    }
}
