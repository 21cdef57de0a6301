package io.gatecast.streams.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The documentation is true to the command line: every command in it parses, every link leads somewhere. */
class DocumentationTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern FENCED = Pattern.compile("(?ms)^ *```\\w*$(.*?)^ *```$");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]*)(#[^)]*)?\\)");

    static Stream<Path> pages() {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"));
                Stream<Path> root = Files.list(ROOT)) {
            return Stream.concat(docs, root).filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void shouldShowOnlyCommandsThatParse(Path page) throws IOException {
        assertThat(commands(Files.readString(page)))
                .allSatisfy(command -> assertThatCode(() -> CommandParser.parse(words(command)))
                        .as(command)
                        .doesNotThrowAnyException());
    }

    @Test
    void shouldFindTheCommandsOfTheDocumentation() {
        long found = pages().mapToLong(page -> commands(read(page)).size()).sum();

        assertThat(found).isGreaterThan(50);
        assertThat(commands(read(ROOT.resolve("README.md"))))
                .contains("demo", "feed --input history.csv --topic demand", "run --config demand.properties");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void shouldLinkOnlyToPagesThatExist(Path page) throws IOException {
        List<String> links = LINK.matcher(Files.readString(page))
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.isEmpty() && !link.contains("://"))
                .toList();

        assertThat(links)
                .allSatisfy(link -> assertThat(page.resolveSibling(link)).exists());
    }

    @Test
    void shouldHaveEveryPageInTheIndexOfTheReadme() {
        String readme = read(ROOT.resolve("README.md"));

        assertThat(pages().map(ROOT::relativize).map(Path::toString).filter(page -> !page.equals("README.md")))
                .allSatisfy(page -> assertThat(readme).contains("(" + page + ")"));
    }

    @Test
    void shouldHaveEveryCommandInTheReadme() {
        String readme = read(ROOT.resolve("README.md"));

        assertThat(Gatecast.commandLine().getSubcommands().keySet())
                .allSatisfy(command -> assertThat(readme).contains("| `" + command));
    }

    @Test
    void shouldGiveOnlyExamplesThatParse() {
        List<String> examples = new ArrayList<>();
        collectExamples(Gatecast.commandLine(), examples);

        assertThat(examples).hasSizeGreaterThan(40);
        assertThat(examples)
                .allSatisfy(example -> assertThatCode(() -> CommandParser.parse(words(example)))
                        .as(example)
                        .doesNotThrowAnyException());
    }

    private static void collectExamples(CommandLine command, List<String> examples) {
        String footer =
                String.join("\n", command.getCommandSpec().usageMessage().footer());
        commandLines(footer).forEach(examples::add);
        command.getSubcommands().values().forEach(child -> collectExamples(child, examples));
    }

    /** What follows {@code gatecast} in the lines of code blocks, comments left out. */
    private static List<String> commands(String page) {
        return FENCED.matcher(page)
                .results()
                .map(block -> block.group(1))
                .flatMap(DocumentationTest::commandLines)
                .toList();
    }

    private static Stream<String> commandLines(String block) {
        String joined = block.replaceAll("\\\\\\R\\s*", "");
        return Pattern.compile("(?m)^ *(?:[A-Z_]+=\\S+ +)*(?:source <\\()?(?:\\./)?gatecast +(.+)$")
                .matcher(joined)
                .results()
                .map((MatchResult line) -> line.group(1))
                .map(line -> line.replaceAll("\\s+#.*|\\s+> .*|\\)$", "").trim());
    }

    /** As a shell splits them, quotes taken away. */
    private static String[] words(String command) {
        List<String> words = new ArrayList<>();
        Matcher matcher = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)").matcher(command);
        while (matcher.find()) {
            words.add(Stream.of(matcher.group(1), matcher.group(2), matcher.group(3))
                    .filter(word -> word != null)
                    .findFirst()
                    .orElseThrow());
        }
        return words.toArray(String[]::new);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
