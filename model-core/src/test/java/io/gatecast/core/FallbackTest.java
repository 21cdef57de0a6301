package io.gatecast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.gatecast.core.ledger.Fallback;
import io.gatecast.core.ledger.GroupRecord;
import io.gatecast.core.ledger.LedgerSettings;
import io.gatecast.core.recurrent.CellKind;
import io.gatecast.core.scale.Transform;
import io.gatecast.core.spec.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Forecasts of models that are worse than naive rules, in the step with everything else. */
class FallbackTest {
    private static final ModelSpec SPEC = TestModels.spec(CellKind.GRU, 4, 1, Transform.IDENTITY, "value");
    private static final Model WRONG = TestModels.random(SPEC, 1);

    private final Forecaster forecaster = new Forecaster(WRONG);
    private final SeriesStateCodec codec = new SeriesStateCodec(forecaster, "model");

    private static double value(int t, Random random) {
        return 100 + 10 * Math.sin(t * 2 * Math.PI / 12) + random.nextGaussian();
    }

    private static Observation observation(int t, double value) {
        return new Observation(t * 3_600_000L, value);
    }

    @Test
    void shouldRepeatTheSeasonWhereTheModelIsWorse() {
        SeriesState state = forecaster.initialState();
        Random random = new Random(1);
        double[] values = new double[300];
        Forecast forecast = null;
        for (int t = 0; t < values.length; t++) {
            values[t] = value(t, random);
            forecast = forecaster.step(state, observation(t, values[t])).forecast();
        }

        List<Fallback> fallbacks = forecast.fallbacks();

        assertThat(fallbacks.get(fallbacks.size() - 1).season()).isEqualTo(12);
        assertThat(fallbacks.get(fallbacks.size() - 1).share()).isEqualTo(1f);
        assertThat(forecast.mean(5)).isEqualTo(values[299 + 5 - 12], offset(1e-4));
    }

    @Test
    void shouldCoverWhatItStatesWhileFallenBack() {
        int inside = 0;
        int count = 0;
        for (int seed = 1; seed <= 20; seed++) {
            SeriesState state = forecaster.initialState();
            Random random = new Random(seed);
            List<double[]> issued = new ArrayList<>();
            for (int t = 0; t < 700; t++) {
                double value = value(t, random);
                for (int k = 1; k <= 5 && t >= 400; k++) {
                    double[] band = issued.get(t - k);
                    inside += value >= band[2 * k - 2] && value <= band[2 * k - 1] ? 1 : 0;
                    count++;
                }
                Forecast forecast =
                        forecaster.step(state, observation(t, value)).forecast();
                double[] band = new double[10];
                for (int k = 1; k <= 5; k++) {
                    band[2 * k - 2] = forecast.quantile(0, k);
                    band[2 * k - 1] = forecast.quantile(4, k);
                }
                issued.add(band);
            }
        }

        assertThat(inside / (double) count).as("of %d inside 90 %%", count).isEqualTo(0.9, offset(0.02));
    }

    @Test
    void shouldTellOfCoverageAndSkillWhatAUserWouldCount() {
        SeriesState state = forecaster.initialState();
        Random random = new Random(3);
        double[] ofIssued = new double[2_000];
        double[] ofSeason = new double[2_000];
        double[] values = new double[2_000];
        double[] inside = new double[2_000];
        Forecast before = null;
        double[] band = new double[3];
        for (int t = 0; t < values.length; t++) {
            values[t] = value(t, random);
            if (before != null) {
                ofIssued[t] = Math.abs(values[t] - band[1]);
                ofSeason[t] = Math.abs(values[t] - values[Math.max(0, t - 12)]);
                inside[t] = values[t] >= band[0] && values[t] <= band[2] ? 1 : 0;
            }
            before = forecaster.step(state, observation(t, values[t])).forecast();
            band = new double[] {before.quantile(0, 1), before.mean(1), before.quantile(4, 1)};
        }
        GroupRecord next = forecaster.ledger(state, 0).get(0);

        assertThat(next.issuedError()).isEqualTo(faded(ofIssued), offset(0.01));
        assertThat(next.seasonalError()).isEqualTo(faded(ofSeason), offset(0.02));
        assertThat(next.outerCoverage()).isEqualTo(faded(inside), offset(0.001));
        assertThat(next.skill()).isEqualTo(1 - faded(ofIssued) / faded(ofSeason), offset(0.02));
    }

    private static double faded(double[] values) {
        double sum = 0;
        double weight = 0;
        for (double value : values) {
            sum = sum * 0.999 + value;
            weight = weight * 0.999 + 1;
        }
        return sum / weight;
    }

    @Test
    void shouldContinueWithTheSameBitsAfterAnyCheckpoint() {
        SeriesState kept = forecaster.initialState();
        SeriesState saved = forecaster.initialState();
        Random random = new Random(5);
        for (int t = 0; t < 400; t++) {
            double value = t % 37 == 5 ? Double.NaN : value(t, random) + (t > 200 ? 1e6 : 0); // the anchor moves
            float[] expected = forecaster
                    .step(kept, observation(t, value))
                    .forecast()
                    .quantiles
                    .clone();

            float[] found = forecaster.step(saved, observation(t, value)).forecast().quantiles;

            assertThat(found).as("step %d", t).containsExactly(expected);
            if (t % 11 == 0) {
                saved = codec.decode(codec.encode(saved));
            }
        }
        assertThat(codec.encode(saved)).isEqualTo(codec.encode(kept));
        assertThat(forecaster.ledger(kept, 0).get(3).share()).isPositive();
    }

    @Test
    void shouldRememberAfterAGapThatTheModelIsWorse() {
        SeriesState state = forecaster.initialState();
        Random random = new Random(7);
        for (int t = 0; t < 300; t++) {
            forecaster.step(state, observation(t, value(t, random)));
        }

        Forecast first = forecaster
                .step(forecaster.restarted(state), observation(1_000, 95.5))
                .forecast();

        assertThat(first.fallbacks()).containsExactly(new Fallback(1, 5, 1, 1f)); // no season is known yet
        assertThat(first.mean(5)).isEqualTo(95.5);
    }

    @Test
    void shouldFollowTheModelIfTold() {
        Forecaster alone = new Forecaster(WRONG, Optional.empty(), new LedgerSettings(1_000, false));
        SeriesState state = alone.initialState();
        Random random = new Random(1);
        for (int t = 0; t < 300; t++) {
            assertThat(alone.step(state, observation(t, value(t, random)))
                            .forecast()
                            .fallbacks())
                    .isEmpty();
        }
    }

    @Test
    void shouldFollowTheModelAgainIfToldLater() {
        SeriesState state = forecaster.initialState();
        Random random = new Random(1);
        for (int t = 0; t < 300; t++) {
            forecaster.step(state, observation(t, value(t, random)));
        }
        Forecaster alone = new Forecaster(WRONG, Optional.empty(), new LedgerSettings(1_000, false));

        Forecast forecast =
                alone.step(state, observation(300, value(300, random))).forecast();

        assertThat(forecast.fallbacks()).isEmpty();
    }
}
