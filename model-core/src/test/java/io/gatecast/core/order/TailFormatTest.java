package io.gatecast.core.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatecast.schema.SeriesTail;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TailFormatTest {
    private static final byte[] ENTRIES = {1, -2, 3, 4, 5, 6, 7, -128, 9};

    @ParameterizedTest
    @CsvSource({
        "0, 1, 0, 0",
        "63, 25, 9, -1",
        "64, 2, 8, 1767225600000",
        "9223372036854775807, 2147483647, 3, -9223372036854775808"
    })
    void shouldWriteTheBytesOfTheGeneratedCode(long base, int columns, int length, long settledMs) throws IOException {
        byte[] written = TailFormat.write(base, columns, ENTRIES, length, settledMs, new int[] {0, 258});

        ByteBuffer generated = SeriesTail.getEncoder()
                .encode(new SeriesTail(
                        base, columns, ByteBuffer.wrap(ENTRIES, 0, length), settledMs, ByteBuffer.wrap(new byte[] {
                            0, 0, 0, 0, 2, 1, 0, 0
                        })));
        assertThat(written).isEqualTo(Arrays.copyOfRange(generated.array(), generated.position(), generated.limit()));
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 0, 0", "63, 25, 9, -1", "9223372036854775807, 2147483647, 3, -9223372036854775808"})
    void shouldReadWhatItWrote(long base, int columns, int length, long settledMs) throws IOException {
        byte[] written = TailFormat.write(base, columns, ENTRIES, length, settledMs, new int[] {7});

        SeriesTail read = TailFormat.read(written);

        assertThat(read)
                .isEqualTo(new SeriesTail(
                        base, columns, ByteBuffer.wrap(ENTRIES, 0, length), settledMs, ByteBuffer.wrap(new byte[] {
                            7, 0, 0, 0
                        })));
    }

    @Test
    void shouldRefuseWhatEndsTooEarly() {
        byte[] written = TailFormat.write(5, 1, ENTRIES, 9, 0, new int[] {7});

        for (int length = 10; length < written.length; length++) {
            byte[] cut = Arrays.copyOf(written, length);
            assertThatThrownBy(() -> TailFormat.read(cut)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void shouldRefuseALengthBelowZero() {
        byte[] written = TailFormat.write(5, 1, ENTRIES, 9, 0, new int[0]);
        written[12] = 1; // the length of the entries: -1

        assertThatThrownBy(() -> TailFormat.read(written)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
