package io.gatecast.streams.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.streams.metrics.RestoreProgress.Part;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RestoreProgressTest {
    private static final TopicPartition FIRST = new TopicPartition("a-tails-changelog", 0);
    private static final TopicPartition SECOND = new TopicPartition("a-tails-changelog", 1);
    private final RestoreProgress progress = new RestoreProgress();

    @Test
    void shouldCountDownWhatIsStillToRestore() {
        progress.onRestoreStart(SECOND, "tails", 0, 50);
        progress.onRestoreStart(FIRST, "tails", 100, 1_100);

        progress.onBatchRestored(FIRST, "tails", 400, 300);

        assertThat(progress.parts()).containsExactly(new Part("tails", 0, 700), new Part("tails", 1, 50));
        assertThat(progress.remaining("tails")).isEqualTo(750);
        assertThat(progress.restored("tails")).isEqualTo(300);
        assertThat(progress.remaining("checkpoints")).isZero();
    }

    @Test
    void shouldForgetWhatIsRestoredOrGivenUp() {
        progress.onRestoreStart(FIRST, "tails", 0, 10);
        progress.onRestoreStart(SECOND, "tails", 0, 10);

        progress.onBatchRestored(FIRST, "tails", 10, 10);
        progress.onRestoreEnd(FIRST, "tails", 10);
        progress.onRestoreSuspended(SECOND, "tails", 0);

        assertThat(progress.parts()).isEmpty();
        assertThat(progress.restored("tails")).isEqualTo(10);
    }
}
