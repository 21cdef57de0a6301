package io.gatecast.core.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatecast.core.Model;
import io.gatecast.core.Observation;
import io.gatecast.core.TestModels;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.scale.Transform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** In whatever order events come within the grace, and however often, they end in the same bits. */
class OrderPropertyTest {
    private static final long SEED = 20_240_301;
    private static final int CASES = 10_000;
    private static final Model MODEL =
            TestModels.random(TestModels.spec(CellKind.GRU, 3, 1, Transform.IDENTITY, "value", "wind"), 1);

    @Test
    void shouldEndInTheSameBitsInWhateverOrderEventsComeWithinTheGrace() {
        SplittableRandom random = new SplittableRandom(SEED);
        int late = 0;
        int repeated = 0;
        for (int i = 0; i < CASES; i++) {
            long seed = random.nextLong();
            Case one = Case.random(new SplittableRandom(seed));
            SavedSeries inOrder = one.inOrder();
            SavedSeries shuffled = one.shuffled(new SplittableRandom(seed + 1));

            assertThat(shuffled.state())
                    .as("state of case %d: %s", i, one.rules)
                    .isEqualTo(inOrder.state());
            assertThat(lastTold(shuffled))
                    .as("forecasts and scores of case %d", i)
                    .isEqualTo(lastTold(inOrder));
            assertThat(shuffled.placements).hasOnlyElementsOfTypes(Placement.Placed.class, Placement.Repeated.class);
            late += shuffled.steps - inOrder.steps;
            repeated += (int) shuffled.placements.stream()
                    .filter(Placement.Repeated.class::isInstance)
                    .count();
        }
        assertThat(late).as("steps taken again").isGreaterThan(CASES);
        assertThat(repeated).as("events that came again").isGreaterThan(CASES);
    }

    private static Map<Long, List<Double>> lastTold(SavedSeries series) {
        return series.told.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, told -> told.getValue().numbers(), (a, b) -> b, TreeMap::new));
    }

    /** Rules and the events of one series in order of time. */
    private record Case(TimeRules rules, List<Observation> events) {

        static Case random(SplittableRandom random) {
            long graceMs = random.nextInt(1, 120);
            int maxGap = random.nextInt(6);
            boolean gaps = random.nextBoolean();
            TimeRules rules = random.nextBoolean()
                    ? new TimeRules(0, List.of(), graceMs, gaps ? 10 : 0, maxGap, 1000)
                    : TimeRules.fixedSteps(
                            random.nextInt(1, 40), List.of(anyOf(random), anyOf(random)), graceMs, maxGap);
            List<Observation> events = new ArrayList<>();
            long timeMs = random.nextInt(1000);
            for (int i = random.nextInt(1, 16); i > 0; i--) {
                events.add(new Observation(timeMs, anyValue(random), anyValue(random)));
                timeMs += 1 + random.nextInt(random.nextInt(8) == 0 ? 100 : 20);
            }
            return new Case(rules, events);
        }

        private static Aggregation anyOf(SplittableRandom random) {
            return Aggregation.values()[random.nextInt(Aggregation.values().length)];
        }

        private static double anyValue(SplittableRandom random) {
            return random.nextInt(9) == 0 ? Double.NaN : (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(6));
        }

        SavedSeries inOrder() {
            SavedSeries series = new SavedSeries(MODEL, rules, 1000);
            events.forEach(series::offer);
            return closed(series);
        }

        /** Every event, and some again, not later than the grace after its time; now and then the memory is lost. */
        SavedSeries shuffled(SplittableRandom random) {
            record Delayed(Observation event, long arrivalMs) {}
            List<Delayed> arrivals = new ArrayList<>();
            for (Observation event : events) {
                for (int copies = 1 + random.nextInt(3) / 2 * 2; copies > 0; copies--) {
                    arrivals.add(new Delayed(event, event.timestampMs() + random.nextLong(rules.graceMs() + 1)));
                }
            }
            arrivals.sort(Comparator.comparingLong(Delayed::arrivalMs));
            SavedSeries series = new SavedSeries(MODEL, rules, random.nextInt(1, 9));
            for (Delayed arrival : arrivals) {
                series.offer(arrival.event());
                if (random.nextInt(5) == 0) {
                    series.evict();
                }
            }
            return closed(series);
        }

        private SavedSeries closed(SavedSeries series) {
            if (rules.fixed()) {
                series.closeUntil(events.get(events.size() - 1).timestampMs() + 10 * rules.stepMs());
            }
            return series;
        }

        @Override
        public String toString() {
            return rules + " " + Arrays.toString(events.toArray());
        }
    }
}
