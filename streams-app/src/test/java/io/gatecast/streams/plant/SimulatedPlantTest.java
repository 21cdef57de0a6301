package io.gatecast.streams.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatedPlantTest {
    private static final Instant START = Instant.parse("2025-01-06T00:00:00Z");
    private static final Duration STEP = Duration.ofMinutes(30);
    private static final int STEPS_OF_60_DAYS = 60 * 48;

    @Test
    void shouldGiveTheSameBitsOnEveryJvm() throws NoSuchAlgorithmException {
        SimulatedPlant plant = new SimulatedPlant(50, START, STEP, 7);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");

        for (int i = 0; i < STEPS_OF_60_DAYS; i++) {
            plant.advance((key, timestampMs, value) -> {
                digest.update(key.getBytes(StandardCharsets.UTF_8));
                digest.update(ByteBuffer.allocate(16)
                        .putLong(timestampMs)
                        .putDouble(value)
                        .array());
            });
        }

        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("ddcdf8744b9c2b61175aa66b86f24e086f00038fc8e8c74cda64e1e57f41376e");
    }

    @Test
    void shouldHaveSensorsOfAllKinds() {
        SimulatedPlant plant = new SimulatedPlant(50, START, STEP, 7);

        assertThat(plant.keys()).hasSize(50).doesNotHaveDuplicates().startsWith("temperature-01", "flow-01");
        for (SensorKind kind : SensorKind.values()) {
            assertThat(plant.keys()).anyMatch(key -> key.startsWith(kind.name().toLowerCase(Locale.ROOT)));
        }
    }

    @Test
    void shouldInjectLabelledFaultsOfAllKinds() {
        SimulatedPlant plant = new SimulatedPlant(50, START, STEP, 7);

        collect(plant, STEPS_OF_60_DAYS);

        for (FaultKind kind : FaultKind.values()) {
            assertThat(plant.faults()).filteredOn(fault -> fault.kind() == kind).hasSizeGreaterThan(10);
        }
    }

    @Test
    void shouldShowEveryFaultInTheReadings() {
        SimulatedPlant plant = new SimulatedPlant(50, START, STEP, 7);
        Map<String, List<Double>> readings = collect(plant, STEPS_OF_60_DAYS);

        for (Fault fault : plant.faults()) {
            List<Double> values = readings.get(fault.key());
            int from = (int) ((fault.fromMs() - START.toEpochMilli()) / STEP.toMillis());
            int to = (int) ((fault.toMs() - START.toEpochMilli()) / STEP.toMillis());
            List<Double> affected = values.subList(from, Math.min(to + 1, values.size()));
            switch (fault.kind()) {
                case DROPOUT -> assertThat(affected).containsOnly(Double.NaN);
                case STUCK -> assertThat(affected).containsOnly(affected.get(0));
                default -> assertThat(affected).doesNotContain(Double.NaN);
            }
        }
    }

    @Test
    void shouldTellWhereADriftIsOutsideWhatItsSensorDoesAnyway() {
        SimulatedPlant plant = new SimulatedPlant(50, START, STEP, 7);

        collect(plant, STEPS_OF_60_DAYS);

        for (Fault fault : plant.faults()) {
            if (fault.kind() == FaultKind.DRIFT) {
                assertThat(fault.outsideMs()).isBetween(fault.fromMs() + 17 * STEP.toMillis(), fault.toMs());
            } else {
                assertThat(fault.outsideMs()).isEqualTo(fault.fromMs());
            }
        }
    }

    @Test
    void shouldBeSilentForLongerInADropoutThanInAGap() {
        SimulatedPlant plant = new SimulatedPlant(50, START, STEP, 7);

        collect(plant, STEPS_OF_60_DAYS);

        assertThat(plant.faults())
                .filteredOn(fault -> fault.kind() == FaultKind.DROPOUT)
                .allMatch(fault -> fault.toMs() - fault.fromMs() >= 3 * STEP.toMillis());
    }

    @Test
    void shouldHaveShortGapsOutsideFaults() {
        SimulatedPlant plant = new SimulatedPlant(7, START, STEP, 3);
        Map<String, List<Double>> readings = collect(plant, 96);

        long missing = readings.values().stream()
                .flatMap(List::stream)
                .filter(value -> value.isNaN())
                .count();

        assertThat(plant.faults()).isEmpty();
        assertThat(missing).isBetween(1L, 30L);
    }

    @Test
    void shouldKeepTheFirstSensorsOfALargerPlant() {
        SimulatedPlant small = new SimulatedPlant(3, START, STEP, 7);
        SimulatedPlant large = new SimulatedPlant(50, START, STEP, 7);

        Map<String, List<Double>> ofSmall = collect(small, 500);
        Map<String, List<Double>> ofLarge = collect(large, 500);

        assertThat(ofSmall).allSatisfy((key, values) -> assertThat(values).isEqualTo(ofLarge.get(key)));
    }

    @Test
    void shouldDifferBySeed() {
        Map<String, List<Double>> one = collect(new SimulatedPlant(1, START, STEP, 1), 10);
        Map<String, List<Double>> two = collect(new SimulatedPlant(1, START, STEP, 2), 10);

        assertThat(one).isNotEqualTo(two);
    }

    @Test
    void shouldRefuseStepThatHidesTheDay() {
        assertThatThrownBy(() -> new SimulatedPlant(1, START, Duration.ofDays(1), 7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("step must be between PT1S and PT6H, was PT24H");
    }

    @Test
    void shouldRefusePlantWithoutSensors() {
        assertThatThrownBy(() -> new SimulatedPlant(0, START, STEP, 7))
                .hasMessage("a plant needs at least one sensor, got 0");
    }

    private static Map<String, List<Double>> collect(SimulatedPlant plant, int steps) {
        Map<String, List<Double>> readings = new HashMap<>();
        for (int i = 0; i < steps; i++) {
            plant.advance((key, timestampMs, value) ->
                    readings.computeIfAbsent(key, name -> new ArrayList<>()).add(value));
        }
        return readings;
    }
}
