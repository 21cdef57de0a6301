package io.gatecast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatecast.schema.SeriesState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CheckpointHeadTest {
    @Test
    void shouldReadWhatTheWholeStateBeginsWith() throws IOException {
        byte[] bytes = saved();

        assertThat(CheckpointHead.of(bytes)).isEqualTo(new CheckpointHead("model-7", 40, 33, 1_700_000_000_000L));
        assertThat(CheckpointHead.of(Arrays.copyOf(bytes, 40)))
                .as("without the rest")
                .isEqualTo(new CheckpointHead("model-7", 40, 33, 1_700_000_000_000L));
    }

    @Test
    void shouldRefuseWhatIsNoState() throws IOException {
        byte[] bytes = saved();

        assertThatThrownBy(() -> CheckpointHead.of(new byte[20])).isInstanceOf(StateFormatException.class);
        assertThatThrownBy(() -> CheckpointHead.of(Arrays.copyOf(bytes, 9))).isInstanceOf(StateFormatException.class);
        assertThatThrownBy(() -> CheckpointHead.of(Arrays.copyOf(bytes, 15))).isInstanceOf(StateFormatException.class);
        byte[] endless = bytes.clone();
        System.arraycopy(new byte[] {-2, -1, -1, -1, 31}, 0, endless, 10, 5); // a name of 4 GB
        assertThatThrownBy(() -> CheckpointHead.of(endless)).isInstanceOf(StateFormatException.class);
    }

    private static byte[] saved() throws IOException {
        SeriesState state = SeriesState.newBuilder()
                .setModelId("model-7")
                .setSequence(40)
                .setSteps(33)
                .setClockMs(1_700_000_000_000L)
                .build();
        ByteBuffer encoded = SeriesState.getEncoder().encode(state);
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }
}
