package io.gatecast.streams.compare;

import io.gatecast.core.Forecaster;
import io.gatecast.core.Model;
import io.gatecast.core.Observation;
import io.gatecast.core.SeriesState;
import io.gatecast.core.SeriesStateCodec;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.train.TrainingSeries;
import java.util.List;
import java.util.stream.IntStream;

/** Steps one series through models to see what a step takes. One owner, one thread. */
final class StepProbe {
    private static final int MOST_ROWS = 5_000;
    private static final int STEPS_PER_ROUND = 250;
    private static final int ROUNDS = 100;
    private static final long WARM_UP_NANOS = 500_000_000L;

    private final TrainingSeries longest;

    /** Takes the last rows of the longest series. */
    StepProbe(List<TrainingSeries> series) {
        TrainingSeries best = series.get(0);
        for (TrainingSeries s : series) {
            best = s.rows() > best.rows() ? s : best;
        }
        longest = best;
    }

    private List<Observation> observations(Model model) {
        double[] codes = longest.staticCodes(model.spec().roles());
        return IntStream.range(Math.max(0, longest.rows() - MOST_ROWS), longest.rows())
                .mapToObj(row -> longest.observation(row, model.spec().horizon(), codes))
                .toList();
    }

    /**
     * Returns the time of a step in microseconds: the shortest mean of many rounds after a warm-up, because whatever else
     * runs on the machine can only make a round longer.
     */
    double stepMicros(Model model) {
        Forecaster forecaster = new Forecaster(model);
        List<Observation> observations = observations(model);
        long start = System.nanoTime();
        while (System.nanoTime() - start < WARM_UP_NANOS) {
            runRound(forecaster, observations);
        }
        double shortest = Double.POSITIVE_INFINITY;
        for (int round = 0; round < ROUNDS; round++) {
            long from = System.nanoTime();
            int steps = runRound(forecaster, observations);
            shortest = Math.min(shortest, (System.nanoTime() - from) / 1e3 / steps);
        }
        return shortest;
    }

    /** Returns the size of a series' state after all observations. */
    int stateBytes(Model model) {
        Forecaster forecaster = new Forecaster(model);
        SeriesState state = forecaster.initialState();
        observations(model).forEach(observation -> stepIfAccepted(forecaster, state, observation));
        return new SeriesStateCodec(forecaster, ArtifactFile.id(model)).encode(state).length;
    }

    /** Takes some steps from a fresh state on, several times through the observations if they are few. */
    private static int runRound(Forecaster forecaster, List<Observation> observations) {
        SeriesState state = forecaster.initialState();
        int steps = 0;
        for (int tried = 0; tried < STEPS_PER_ROUND; tried++) {
            int row = tried % observations.size();
            if (row == 0) {
                state = forecaster.initialState();
            }
            steps += stepIfAccepted(forecaster, state, observations.get(row)) ? 1 : 0;
        }
        return Math.max(1, steps);
    }

    private static boolean stepIfAccepted(Forecaster forecaster, SeriesState state, Observation observation) {
        boolean accepted = forecaster.accepts(state, observation);
        if (accepted) {
            forecaster.step(state, observation);
        }
        return accepted;
    }
}
