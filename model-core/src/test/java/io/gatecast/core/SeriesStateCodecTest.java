package io.gatecast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.offset;

import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.scale.Transform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SeriesStateCodecTest {
    private static final String RELEASED = "/released/v1/";

    private final Forecaster forecaster = new Forecaster(
            TestModels.random(TestModels.spec(CellKind.GRU, 5, 2, Transform.IDENTITY, "value", "wind"), 1));
    private final SeriesStateCodec codec = new SeriesStateCodec(forecaster, "0011223344556677");

    private SeriesState state(int steps) {
        SeriesState state = forecaster.initialState();
        for (int step = 1; step <= steps; step++) {
            double value = step % 9 == 0 ? Double.NaN : Math.sin(step);
            forecaster.step(state, new Observation(step * 1_000L, value, step));
        }
        return state;
    }

    @Test
    void shouldRestoreEveryFigureOfAState() {
        for (int steps : new int[] {0, 1, 2, 24, 25, 26, 100}) {
            SeriesState state = state(steps);

            SeriesState restored = codec.decode(codec.encode(state));

            assertThat(restored.steps()).isEqualTo(steps);
            assertThat(restored.clockMs()).isEqualTo(steps * 1_000L);
            assertThat(restored.anchor).containsExactly(state.anchor);
            assertThat(restored.hidden).isDeepEqualTo(state.hidden);
            assertThat(restored.calibration[0].pending()).containsExactly(state.calibration[0].pending());
            assertThat(restored.calibration[0].theta()).containsExactly(state.calibration[0].theta());
            assertThat(restored.calibration[0].regimes()).containsExactly(state.calibration[0].regimes());
            for (int c = 0; c < 2; c++) {
                assertThat(restored.view[c].window().toArray())
                        .containsExactly(state.view[c].window().toArray());
                assertThat(restored.scale[c].mean()).isEqualTo(state.scale[c].mean());
                assertThat(restored.scale[c].deviation()).isEqualTo(state.scale[c].deviation());
            }
        }
    }

    @Test
    void shouldContinueWithTheSameBitsWhereSeasonsAreFound() {
        Forecaster finding = new Forecaster(TestModels.random(TestModels.findingSeasons(4), 1));
        SeriesStateCodec findingCodec = new SeriesStateCodec(finding, "0011223344556677");
        SeriesState state = finding.initialState();
        SeriesState restored = finding.initialState();
        for (int step = 1; step <= 400; step++) {
            Observation observation = new Observation(
                    step * 3_600_000L, step % 50 == 3 ? Double.NaN : Math.sin(step * 2 * Math.PI / 17) + step % 5);
            float[] expected =
                    finding.step(state, observation).forecast().quantiles.clone();

            float[] found = finding.step(restored, observation).forecast().quantiles;

            assertThat(found).as("step %d", step).containsExactly(expected);
            if (step % 7 == 0) {
                restored = findingCodec.decode(findingCodec.encode(restored));
            }
        }
        assertThat(state.view[0].experts().seasons()).contains(24);
    }

    @Test
    void shouldGiveTheSameBytesForTheSameState() {
        assertThat(codec.encode(state(30))).isEqualTo(codec.encode(state(30)));
        assertThat(codec.encode(state(30))).isNotEqualTo(codec.encode(state(31)));
    }

    @Test
    void shouldBeginWithTheMarkOfASingleAvroObject() {
        assertThat(codec.encode(state(3))).startsWith(0xC3, 0x01);
    }

    @Test
    void shouldRefuseTheStateOfAnotherModel() {
        byte[] bytes = codec.encode(state(10));
        SeriesStateCodec other = new SeriesStateCodec(forecaster, "ffffffffffffffff");

        assertThatExceptionOfType(StateFormatException.class)
                .isThrownBy(() -> other.decode(bytes))
                .withMessage("saved state belongs to model 0011223344556677, running is ffffffffffffffff");
    }

    @Test
    void shouldRefuseAStateWhoseSizesAreAnotherModels() {
        byte[] bytes = codec.encode(state(10));
        Forecaster larger = new Forecaster(
                TestModels.random(TestModels.spec(CellKind.GRU, 6, 2, Transform.IDENTITY, "value", "wind"), 1));

        assertThatExceptionOfType(StateFormatException.class)
                .isThrownBy(() -> new SeriesStateCodec(larger, "0011223344556677").decode(bytes))
                .withMessageContaining("hidden bytes");
    }

    @Test
    void shouldRefuseBytesCutOffAnywhere() {
        byte[] bytes = codec.encode(state(30));
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatExceptionOfType(StateFormatException.class)
                    .as("first %d of %d bytes", length, bytes.length)
                    .isThrownBy(() -> codec.decode(cut));
        }
    }

    @Test
    void shouldDecodeOrRefuseBytesWithAnyBitFlipped() {
        byte[] bytes = codec.encode(state(5));
        int refused = 0;
        for (int at = 0; at < bytes.length; at++) {
            for (int mask : new int[] {0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xFF}) {
                byte[] damaged = bytes.clone();
                damaged[at] ^= (byte) mask;
                try {
                    codec.decode(damaged);
                } catch (StateFormatException e) {
                    refused++;
                    assertThat(e).hasMessageContaining("saved state");
                } catch (RuntimeException | Error e) {
                    throw new AssertionError("byte " + at + " of " + bytes.length + " changed by " + mask, e);
                }
            }
        }
        assertThat(refused).isGreaterThan(200);
    }

    @Test
    void shouldRefuseWhatIsNotAState() {
        for (byte[] bytes : new byte[][] {{}, {0}, new byte[100], "{\"steps\": 1}".getBytes(StandardCharsets.UTF_8)}) {
            assertThatExceptionOfType(StateFormatException.class).isThrownBy(() -> codec.decode(bytes));
        }
    }

    @Test
    void shouldReadStateWrittenByVersion1() throws IOException {
        Artifact artifact = ArtifactFile.read(resource("model.gatecast"), "the released model");
        byte[] bytes = resource("state.bin").readAllBytes();
        Forecaster released = new Forecaster(artifact.model());
        SeriesStateCodec releasedCodec = new SeriesStateCodec(released, artifact.id());

        SeriesState state = releasedCodec.decode(bytes);

        assertThat(state.steps()).isEqualTo(40);
        assertThat(state.clockMs()).isEqualTo(40 * 3_600_000L);
        assertThat(state.anchor).containsExactly(10, 3);
        assertThat(releasedCodec.encode(releasedCodec.decode(releasedCodec.encode(state))))
                .isEqualTo(releasedCodec.encode(state));
    }

    @Test
    void shouldBeginALedgerWithAStateThatHasNone() throws IOException {
        Artifact artifact = ArtifactFile.read(resource("model.gatecast"), "the released model");
        Forecaster released = new Forecaster(artifact.model());
        SeriesStateCodec releasedCodec = new SeriesStateCodec(released, artifact.id());
        SeriesState state = releasedCodec.decode(resource("state.bin").readAllBytes());

        for (int hour = 41; hour <= 43; hour++) {
            released.step(state, new Observation(hour * 3_600_000L, hour, 3));
        }

        assertThat(released.ledger(state, 0).get(0).outcomes()).isEqualTo(2, offset(0.01));
        assertThat(released.ledger(state, 0).get(0).modelError()).isLessThan(100);
    }

    @Test
    void shouldReadAModelWrittenByVersion1() {
        Artifact artifact = ArtifactFile.read(resource("model.gatecast"), "the released model");

        assertThat(artifact.id()).isEqualTo("4c8d3a45b167ac1e");
        assertThat(artifact.name()).isEqualTo("released");
        assertThat(artifact.report().scores().get(0).coverage80()).isEqualTo(0.8);
        assertThat(artifact.report().scores().get(0).coverage95()).isNaN();
        ReleasedFiles.model()
                .parameters()
                .forEach((name, expected) -> assertThat(
                                artifact.model().parameters().get(name).toRowMajor())
                        .as(name)
                        .containsExactly(expected.toRowMajor()));
    }

    private static InputStream resource(String name) {
        return SeriesStateCodecTest.class.getResourceAsStream(RELEASED + name);
    }
}
