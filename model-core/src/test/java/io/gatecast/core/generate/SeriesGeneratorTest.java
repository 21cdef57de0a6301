package io.gatecast.core.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatecast.core.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SeriesGeneratorTest {
    private static final Instant START = Instant.parse("2020-01-06T00:00:00Z");

    private static SeriesGenerator generator(int rows, long seed, Recipe... recipes) {
        return new SeriesGenerator(
                START,
                Duration.ofHours(1),
                rows,
                seed,
                recipes.length == 0 ? List.of(Recipe.values()) : List.of(recipes));
    }

    /** Recorded once; a JVM, CPU or compiler that gives other bits fails. */
    @Test
    void shouldGiveTheRecordedBits() {
        CRC32 hash = new CRC32();
        for (Recipe recipe : Recipe.values()) {
            SeriesGenerator generator = generator(500, 42, recipe);
            for (int number = 0; number < 40; number++) {
                add(generator.series(number), hash);
            }
        }

        assertThat(hash.getValue()).isEqualTo(813200232L);
    }

    private static void add(GeneratedSeries series, CRC32 hash) {
        for (int row = 0; row < series.rows(); row++) {
            long bits = Double.doubleToLongBits(series.value(row));
            for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
                hash.update((int) (bits >>> shift));
            }
        }
    }

    @Test
    void shouldMakeASeriesTheSameWhateverWasMadeBefore() {
        SeriesGenerator generator = generator(300, 7);
        generator.series(0);
        generator.series(99);

        assertSame(generator.series(5), generator(300, 7).series(5));
    }

    private static void assertSame(GeneratedSeries found, GeneratedSeries expected) {
        assertThat(found.key()).isEqualTo(expected.key());
        for (int row = 0; row < expected.rows(); row++) {
            assertThat(found.value(row)).isEqualTo(expected.value(row));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldMakeFiniteValuesThatAnObservationCanHold(Recipe recipe) {
        for (int rows : new int[] {1, 2, 5, 50, 700}) {
            SeriesGenerator generator = generator(rows, 3, recipe);
            for (int number = 0; number < 100; number++) {
                GeneratedSeries series = generator.series(number);
                assertThat(series.rows()).isEqualTo(rows);
                assertThat(series.value(0)).as(series.key()).isFinite();
                for (int row = 0; row < rows; row++) {
                    double value = series.value(row);
                    assertThat(Double.isNaN(value) || Math.abs(value) < 1e12)
                            .as("%s, row %d: %s", series.key(), row, value)
                            .isTrue();
                }
            }
        }
        assertThat(Observation.MAX_MAGNITUDE).isGreaterThan(1e12);
    }

    @ParameterizedTest
    @EnumSource(names = {"COUNTS", "INTERMITTENT"})
    void shouldMakeWholeNumbersFromZeroUpwards(Recipe recipe) {
        SeriesGenerator generator = generator(600, 4, recipe);
        for (int number = 0; number < 100; number++) {
            GeneratedSeries series = generator.series(number);
            for (int row = 0; row < series.rows(); row++) {
                double value = series.value(row);
                assertThat(Double.isNaN(value) || value >= 0 && value == Math.rint(value))
                        .as("%s, row %d: %s", series.key(), row, value)
                        .isTrue();
            }
        }
    }

    @Test
    void shouldMakeRareDemandMostlyZeroAndMultiplicativeSeriesNeverNegative() {
        SeriesGenerator demand = generator(600, 5, Recipe.INTERMITTENT);
        SeriesGenerator growing = generator(600, 5, Recipe.MULTIPLICATIVE);
        int mostlyZero = 0;
        for (int number = 0; number < 200; number++) {
            mostlyZero += shareOfZeros(demand.series(number)) > 0.4 ? 1 : 0;
            GeneratedSeries series = growing.series(number);
            for (int row = 0; row < series.rows(); row++) {
                assertThat(series.value(row) < 0).as(series.key()).isFalse();
            }
        }

        assertThat(mostlyZero).isGreaterThan(190);
    }

    private static double shareOfZeros(GeneratedSeries series) {
        double zeros = 0;
        for (int row = 0; row < series.rows(); row++) {
            zeros += series.value(row) == 0 ? 1 : 0;
        }
        return zeros / series.rows();
    }

    @Test
    void shouldMixAllRecipesByTheirShares() {
        SeriesGenerator generator = generator(4, 1);
        Map<Recipe, Integer> counts = new EnumMap<>(Recipe.class);
        for (int number = 0; number < 4_000; number++) {
            counts.merge(generator.series(number).recipe(), 1, Integer::sum);
        }

        for (Recipe recipe : Recipe.values()) {
            assertThat(counts.get(recipe) / 40.0)
                    .as("%s", recipe)
                    .isBetween(recipe.share() - 2.5, recipe.share() + 2.5);
        }
    }

    @Test
    void shouldNameSeriesAndTheirMoments() {
        GeneratedSeries series = generator(10, 1, Recipe.GAUSSIAN_PROCESS).series(17);

        assertThat(series.key()).isEqualTo("gaussian-process-000017");
        assertThat(Instant.ofEpochMilli(series.timestampMs(3))).isEqualTo(Instant.parse("2020-01-06T03:00:00Z"));
    }

    @Test
    void shouldRefuseSettingsOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> generator(0, 1))
                .withMessage("rows must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SeriesGenerator(START, Duration.ZERO, 1, 1, List.of(Recipe.COUNTS)))
                .withMessage("step must be at least 1 ms, was 0 ms");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SeriesGenerator(
                        Instant.parse("1969-01-01T00:00:00Z"), Duration.ofHours(1), 1, 1, List.of(Recipe.COUNTS)))
                .withMessage("start must not be before 1970, was -31536000000 ms");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SeriesGenerator(START, Duration.ofHours(1), 1, 1, List.of()))
                .withMessage("at least one recipe is needed, got none");
    }
}
