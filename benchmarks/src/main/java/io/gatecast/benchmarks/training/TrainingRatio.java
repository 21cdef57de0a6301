package io.gatecast.benchmarks.training;

import io.gatecast.benchmarks.SampleModel;
import io.gatecast.core.train.Trainer;
import io.gatecast.core.train.TrainingOptions;
import io.gatecast.core.train.TrainingProgress;
import io.gatecast.core.train.TrainingSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Prints updates per second of Gatecast's trainer and of libtorch on two threads: the same recurrent part and head, batches of 96
 * stretches of 48 steps, pinball loss and Adam. Gatecast's time includes what libtorch is spared: features from values, the linear
 * part, dropout, averaged weights and the validation after each epoch.
 */
public final class TrainingRatio {
    static final int HIDDEN = 64;
    static final int BATCH = 96;
    static final int CHUNK = 48;

    private static final int SERIES = 4 * BATCH;
    private static final int ROWS = 1_000;
    private static final int EPOCHS = 4;
    private static final int UPDATES_PER_EPOCH = 4 * (int) Math.ceil((ROWS - 2.0) * 0.85 / CHUNK);

    private TrainingRatio() {}

    /**
     * Measures in turn and prints.
     *
     * @param args number of rounds, 3 if left out
     */
    public static void main(String[] args) {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        List<TrainingSeries> series = series();
        double own = 0;
        double torch = 0;
        for (int round = 0; round < rounds; round++) {
            own = Math.max(own, own(series));
            torch = Math.max(torch, LibtorchTraining.updatesPerSecond());
            System.out.printf(
                    Locale.ROOT, "best so far: Gatecast %.2f, libtorch %.2f updates per second%n", own, torch);
        }
        System.out.printf(Locale.ROOT, "Gatecast / libtorch %.2f ×%n", own / torch);
    }

    private static List<TrainingSeries> series() {
        SplittableRandom random = new SplittableRandom(5);
        List<TrainingSeries> series = new ArrayList<>();
        long[] times = new long[ROWS];
        Arrays.setAll(times, SampleModel::timestampMs);
        for (int s = 0; s < SERIES; s++) {
            double[] values = new double[ROWS];
            for (int row = 0; row < ROWS; row++) {
                values[row] = SampleModel.value(row + 7L * s, random);
            }
            series.add(new TrainingSeries("series-" + s, times, new double[][] {values}, List.of("value")));
        }
        return series;
    }

    private static double own(List<TrainingSeries> series) {
        TrainingOptions options = TrainingOptions.builder(SampleModel.HORIZON)
                .hidden(HIDDEN)
                .epochs(EPOCHS)
                .seasons(List.of(24, 168))
                .threads(2)
                .build();
        Laps laps = new Laps();
        new Trainer(options, laps).train(series);
        return UPDATES_PER_EPOCH / laps.shortestSeconds;
    }

    /** Takes the time from epoch to epoch. */
    private static final class Laps implements TrainingProgress {
        private long beginNanos;
        private double shortestSeconds = Double.MAX_VALUE;

        @Override
        public void setting(String name, String value, String why) {
            // not of interest here
        }

        @Override
        public void epoch(int epoch, int epochs, double trainingLoss, double validationLoss, boolean best) {
            long now = System.nanoTime();
            if (epoch > 0) {
                shortestSeconds = Math.min(shortestSeconds, (now - beginNanos) / 1e9);
            }
            beginNanos = now;
        }

        @Override
        public boolean stopRequested() {
            return false;
        }
    }
}
