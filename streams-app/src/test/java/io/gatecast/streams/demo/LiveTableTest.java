package io.gatecast.streams.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LiveTableTest {
    private static final String ESCAPES = "\u001b\\[\\d*m";

    @Test
    void shouldFitATerminalOfTheUsualSize() {
        Scoreboard board = new Scoreboard(336, 24);
        for (int i = 0; i < 100; i++) {
            board.observe("a-series-with-a-rather-long-name-" + i, 0, -1.23456e-100);
        }

        List<String> lines = LiveTable.render(board, "finishing", 24);

        assertThat(lines).hasSizeLessThan(24);
        assertThat(lines)
                .allSatisfy(line -> assertThat(line.replaceAll(ESCAPES, "")).hasSizeLessThan(80));
        assertThat(lines).anyMatch(line -> line.equals("... and 82 more series"));
    }

    @Test
    void shouldShowEverySeriesIfThereIsRoom() {
        Scoreboard board = new Scoreboard(336, 24);
        board.observe("flow-01", 0, 12.345678);

        List<String> lines = LiveTable.render(board, "live", 24);

        assertThat(lines.get(1)).startsWith("flow-01 ").contains("12.346").contains("warming up");
        assertThat(lines).noneMatch(line -> line.contains("more series"));
    }
}
