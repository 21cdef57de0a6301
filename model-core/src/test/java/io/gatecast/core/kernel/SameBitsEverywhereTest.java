package io.gatecast.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.recurrent.RecurrentStack;
import io.gatecast.core.recurrent.ResetVariant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Results recorded once; a JVM, CPU, compiler or vector width that gives other bits fails. */
class SameBitsEverywhereTest {
    private final CRC32C hash = new CRC32C();

    @Test
    void shouldGiveTheRecordedActivationsOverTheWholeFloatRange() {
        float[] x = new float[4_096];
        int filled = 0;
        for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += 16_411) {
            float value = Float.intBitsToFloat((int) bits);
            if (!Float.isNaN(value)) {
                x[filled++] = value;
            }
            if (filled == x.length) {
                addActivations(x);
                filled = 0;
            }
        }

        assertThat(hash.getValue()).isEqualTo(3099519043L);
    }

    private void addActivations(float[] x) {
        float[] tanh = x.clone();
        float[] sigmoid = x.clone();
        float[] exp = x.clone();
        Activations.tanh(tanh);
        Activations.sigmoid(sigmoid);
        for (int i = 0; i < x.length; i++) {
            exp[i] = Activations.exp(x[i]);
        }
        add(tanh);
        add(sigmoid);
        add(exp);
    }

    @Test
    void shouldGiveTheRecordedProducts() {
        SplittableRandom random = new SplittableRandom(11);
        for (int rows = 1; rows <= 200; rows += 3) {
            int columns = 1 + rows * 7 % 61;
            ColumnMatrix m = new ColumnMatrix(rows, columns);
            fill(m, random);
            float[] x = new float[columns];
            float[] y = new float[rows];
            for (int j = 0; j < columns; j++) {
                x[j] = (float) random.nextDouble(-1, 1);
            }
            m.multiplyAdd(x, y);
            add(y);
        }

        assertThat(hash.getValue()).isEqualTo(3746084489L);
    }

    @Test
    void shouldGiveTheRecordedStatesOfEveryKindOfCell() {
        SplittableRandom random = new SplittableRandom(12);
        // Recorded kind after kind: each hash is over the states of all kinds so far.
        Map<CellKind, Long> recorded = Map.of(CellKind.RNN, 1807322938L, CellKind.MGU, 604401947L);
        for (CellKind kind : CellKind.values()) {
            for (ResetVariant reset : ResetVariant.values()) {
                RecurrentStack stack = RecurrentStack.create(kind, reset, 11, 33, 2);
                stack.parameters().values().forEach(m -> fill(m, random));
                float[][][] input = new float[60][3][11];
                for (float[][] batch : input) {
                    for (float[] x : batch) {
                        for (int i = 0; i < x.length; i++) {
                            x[i] = (float) random.nextDouble(-3, 3);
                        }
                    }
                }
                for (float[][] layer : stack.run(input, null).last()) {
                    for (float[] state : layer) {
                        add(state);
                    }
                }
            }
            if (recorded.containsKey(kind)) {
                assertThat(hash.getValue()).as("up to %s", kind).isEqualTo(recorded.get(kind));
            }
        }
    }

    private static void fill(ColumnMatrix m, SplittableRandom random) {
        for (int j = 0; j < m.columns(); j++) {
            float[] column = m.column(j);
            for (int i = 0; i < column.length; i++) {
                column[i] = (float) random.nextDouble(-0.4, 0.4);
            }
        }
    }

    private void add(float[] values) {
        for (float value : values) {
            int bits = Float.floatToIntBits(value);
            hash.update(bits);
            hash.update(bits >>> 8);
            hash.update(bits >>> 16);
            hash.update(bits >>> 24);
        }
    }
}
