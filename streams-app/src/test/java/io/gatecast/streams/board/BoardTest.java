package io.gatecast.streams.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.streams.process.Past;
import io.gatecast.streams.process.Recollection.Recalled;
import io.gatecast.streams.process.SeriesWatch;
import java.util.List;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;

class BoardTest {
    private static final int PARTITION = 3;

    private final Board board = new Board(2, 10);
    private final SeriesWatch.OfTask task = board.open(new TaskId(0, PARTITION));

    private boolean recall(String key) {
        return board.recall(PARTITION, key, new Recalled(Past.NONE, List.of()));
    }

    @Test
    void shouldShowWhatIsRecalledAndForgetWhatIsRemoved() {
        assertThat(recall("pump")).isTrue();
        assertThat(board.shows("pump")).isTrue();

        task.removed("pump");

        assertThat(board.shows("pump")).isFalse();
    }

    @Test
    void shouldNotShowASeriesThatWasRemovedWhileItsStateWasRead() {
        task.removed("pump");

        assertThat(recall("pump")).isTrue();

        assertThat(board.shows("pump")).isFalse();
    }

    @Test
    void shouldForgetARecalledSeriesWithItsTask() {
        recall("pump");

        task.close();

        assertThat(board.size()).isZero();
        assertThat(recall("fan")).isFalse();
    }

    @Test
    void shouldRecallNoMoreThanThereIsRoomFor() {
        assertThat(recall("pump")).isTrue();
        assertThat(recall("fan")).isTrue();
        assertThat(recall("valve")).isFalse();
        assertThat(board.forgotten()).containsExactly(PARTITION);

        board.recalled(PARTITION);

        assertThat(board.forgotten()).isEmpty();
    }
}
