package io.gatecast.core.train;

import io.gatecast.core.LearnedRows;
import io.gatecast.core.Model;
import io.gatecast.core.TrainingReport;
import io.gatecast.core.head.QuantileHead;
import io.gatecast.core.spec.ModelSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;

/**
 * Trains one global model for all series of a topic, in one strictly causal pass per epoch.
 *
 * <p>The linear part is fitted first, in closed form; the recurrent part is then learned on top by stateful truncated
 * back-propagation through time, and kept only if it makes the validation part better. The validation part is the most
 * recent share of every series, or of a part of them. The result depends on the data, the options and the seed alone: work is cut into the same
 * pieces and summed in the same order whatever the number of threads.
 */
public final class Trainer {
    private static final double LEARNING_RATE = 3e-3;
    private static final double CAREFUL_RATE = 1e-3;
    private static final long FEW_ROWS = 20_000;
    private static final int LONGEST_LANE = 1_024;
    private static final int LARGEST_BATCH = 96;
    private static final int FEWEST_BATCHES = 4;
    private static final int WANTED_UPDATES = 7_000;
    private static final int MOST_EPOCHS = 75;
    private static final int FEWEST_EPOCHS = 20;
    private static final long MOST_ROWS_PER_EPOCH = 1_000_000;

    private final TrainingOptions options;
    private final TrainingProgress progress;

    /**
     * Creates a trainer.
     *
     * @param options what the user decides
     * @param progress hears of settings and epochs
     */
    public Trainer(TrainingOptions options, TrainingProgress progress) {
        this.options = options;
        this.progress = progress;
    }

    /**
     * Trains a model.
     *
     * @param series the series, at least one with two values; all with the same columns
     * @return the best model and its report
     * @throws IllegalArgumentException if there is nothing to learn from, columns differ, or an option is out of range
     */
    public TrainedModel train(List<TrainingSeries> series) {
        check(series);
        Settings settings = new Settings(progress);
        int[] validationStarts = ValidationSplit.starts(series, options.horizon());
        ForkJoinPool pool = new ForkJoinPool(options.threads());
        try {
            return pool.submit(() -> {
                        ModelSpec spec = new SpecFinder(options, series, validationStarts, settings).find();
                        return train(new Model(spec), PreparedSeries.all(spec, series, validationStarts), settings);
                    })
                    .join();
        } finally {
            pool.shutdown();
        }
    }

    private TrainedModel train(Model model, List<PreparedSeries> prepared, Settings settings) {
        SampleWeights weights = new SampleWeights(prepared, model.heads().size());
        for (int target = 0; target < model.heads().size(); target++) {
            new LinearStart(model, target, prepared, weights, LinearStart.MOST_ORIGINS).fit();
        }
        Model linear = withoutRecurrentPart(model);
        Model best = learn(model, linear, prepared, weights, settings);
        if (best.spec().hidden() > 0 && !best.spec().findsSeasons()) {
            best.learned(learnedRows(best, linear, prepared, weights, settings));
        }
        Evaluation evaluation = new Evaluation(prepared);
        return new TrainedModel(best, new TrainingReport(settings.decided(), evaluation.scores(best, linear)));
    }

    /*
     * Errors differ from one part of a series to the next for other reasons as well. What the linear part has to say of both
     * parts tells how much: it has learned the same rows, but with too few weights to know them by heart.
     */
    private LearnedRows learnedRows(
            Model model, Model linear, List<PreparedSeries> prepared, SampleWeights weights, Settings settings) {
        Validation ahead = Validation.of(prepared, weights);
        Validation behind = Validation.ofLearnedRows(prepared, weights, options.horizon());
        double gap = ahead.loss(model) / ahead.loss(linear) * (behind.loss(linear) / behind.loss(model));
        double bounded = gap > 1 ? Math.min(LearnedRows.LARGEST_GAP, gap) : 1;
        settings.note(
                "generalization gap",
                String.format(Locale.ROOT, "%.3f", bounded),
                "errors on new rows over errors on learned ones");
        return new LearnedRows(PreparedSeries.newestLearnedMs(prepared), bounded);
    }

    private void check(List<TrainingSeries> series) {
        if (series.isEmpty()) {
            throw new IllegalArgumentException("training needs at least one series, got none");
        }
        int longest = 0;
        for (TrainingSeries s : series) {
            longest = Math.max(longest, usableRows(s));
            if (!s.roles().equals(series.get(0).roles())) {
                throw new IllegalArgumentException("all series must have the columns "
                        + series.get(0).roles() + ", series " + s.key() + " has " + s.roles());
            }
        }
        if (longest < options.horizon() + 2) {
            throw new IllegalArgumentException("training for a horizon of " + options.horizon()
                    + " needs a series of at least " + (options.horizon() + 2) + " rows with a value, the longest has "
                    + longest);
        }
    }

    /** Rows with the target that has most of them, from the first row that has a value in every column. */
    private static int usableRows(TrainingSeries s) {
        int most = 0;
        for (int target = 0; target < s.roles().targets().size(); target++) {
            int count = 0;
            for (int row = PreparedSeries.firstComplete(s); row < s.rows(); row++) {
                if (!Double.isNaN(s.value(target, row))) {
                    count++;
                }
            }
            most = Math.max(most, count);
        }
        return most;
    }

    private static Model withoutRecurrentPart(Model model) {
        Model linear = new Model(model.spec().withHidden(0));
        for (int t = 0; t < linear.heads().size(); t++) {
            QuantileHead from = model.heads().get(t);
            QuantileHead to = linear.heads().get(t);
            to.linearWeight().set(from.linearWeight());
            to.seasonalWeight().set(from.seasonalWeight());
            to.bias().set(from.bias());
        }
        return linear;
    }

    private Model learn(
            Model model, Model linear, List<PreparedSeries> prepared, SampleWeights weights, Settings settings) {
        Validation validation = Validation.of(prepared, weights);
        double bestLoss = validation.loss(linear);
        progress.epoch(0, options.epochs().orElse(MOST_EPOCHS), Double.NaN, bestLoss, true);
        if (model.spec().hidden() == 0) {
            settings.note("epochs", "0", "the model is linear");
            return linear;
        }
        Random random = new Random(options.seed());
        Initialisation.fill(model.recurrent(), random);
        Model best = linear;
        int bestEpoch = 0;
        List<Lane> lanes = Lane.cut(prepared, laneLength(prepared), model.recurrent()::initialState);
        int perEpoch = lanesPerEpoch(lanes);
        if (perEpoch < lanes.size()) {
            settings.note("series parts per epoch", perEpoch + " of " + lanes.size(), "other ones in every epoch");
        }
        int batch = Math.max(Updates.SHARDS, Math.min(LARGEST_BATCH, perEpoch / FEWEST_BATCHES));
        int updatesPerEpoch = updatesPerEpoch(lanes, perEpoch, batch);
        int epochs = options.epochs().orElseGet(() -> epochs(updatesPerEpoch));
        int patience = Math.max(8, epochs / 3);
        Model average = model.copy();
        Updates updates = new Updates(
                model,
                average,
                weights,
                batch,
                epochs * updatesPerEpoch,
                learningRate(prepared, settings),
                new SplittableRandom(options.seed()),
                progress::stopRequested);
        for (int epoch = 1; epoch <= epochs && !progress.stopRequested(); epoch++) {
            List<Lane> shuffled = new ArrayList<>(lanes);
            Collections.shuffle(shuffled, random);
            double trainingLoss = updates.epoch(shuffled.subList(0, perEpoch));
            double loss = validation.loss(average);
            boolean better = loss < bestLoss;
            if (better) {
                bestLoss = loss;
                best = average.copy();
                bestEpoch = epoch;
            }
            progress.epoch(epoch, epochs, trainingLoss, loss, better);
            if (epoch - bestEpoch >= patience) {
                break;
            }
        }
        settings.note(
                "epochs",
                bestEpoch + " of " + epochs,
                bestEpoch == 0
                        ? "the recurrent part did not help on the validation part and was left out"
                        : "lowest validation loss");
        return best;
    }

    /** Few rows are learned by heart within a few epochs unless they are learned slowly. */
    private float learningRate(List<PreparedSeries> prepared, Settings settings) {
        long rows = prepared.stream().mapToLong(PreparedSeries::rows).sum();
        double rate = options.learningRate().orElse(rows < FEW_ROWS ? CAREFUL_RATE : LEARNING_RATE);
        settings.note(
                "learning rate",
                Double.toString(rate),
                options.learningRate().isPresent() ? "given" : "number of rows");
        return (float) rate;
    }

    /** Short enough that few long series still fill several batches. */
    private static int laneLength(List<PreparedSeries> prepared) {
        long rows = prepared.stream().mapToLong(PreparedSeries::rows).sum();
        return (int) Math.max(3 * Updates.CHUNK, Math.min(LONGEST_LANE, rows / 32));
    }

    /** All, or about as many as have the most rows an epoch may have, so that its time is bounded whatever the input. */
    private static int lanesPerEpoch(List<Lane> lanes) {
        long rows = lanes.stream().mapToLong(Lane::rows).sum();
        return rows <= MOST_ROWS_PER_EPOCH ? lanes.size() : (int) (lanes.size() * MOST_ROWS_PER_EPOCH / rows);
    }

    private static int epochs(int updatesPerEpoch) {
        return Math.max(FEWEST_EPOCHS, Math.min(MOST_EPOCHS, WANTED_UPDATES / updatesPerEpoch));
    }

    private static int updatesPerEpoch(List<Lane> lanes, int perEpoch, int batch) {
        int longest = lanes.stream().mapToInt(Lane::rows).max().orElse(1);
        return Math.max(1, (perEpoch + batch - 1) / batch * ((longest + Updates.CHUNK - 1) / Updates.CHUNK));
    }
}
