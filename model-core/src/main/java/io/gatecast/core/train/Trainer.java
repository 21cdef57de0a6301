package io.gatecast.core.train;

import io.gatecast.core.Model;
import io.gatecast.core.TrainingReport;
import io.gatecast.core.kernel.ColumnMatrix;
import io.gatecast.core.recurrent.RecurrentCell;
import io.gatecast.core.spec.ModelSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;

/**
 * Trains one global model for all series of a topic, in one strictly causal pass per epoch.
 *
 * <p>The linear part is fitted first, in closed form; the recurrent part is then learned on top by stateful truncated
 * back-propagation through time, and kept only if it makes the validation part better. The validation part is the most
 * recent share of every series. The result depends on the data, the options and the seed alone: work is cut into the same
 * pieces and summed in the same order whatever the number of threads.
 */
public final class Trainer {
    private static final double VALIDATION_SHARE = 0.1;
    private static final int CHUNK = 48;
    private static final int SHARDS = 4;
    private static final int LONGEST_LANE = 1_024;
    private static final int LARGEST_BATCH = 96;
    private static final int FEWEST_BATCHES = 4;
    private static final int WARMUP_UPDATES = 100;
    private static final float LEARNING_RATE = 3e-3f;
    private static final float LAST_RATE_SHARE = 0.02f;
    private static final float WEIGHT_DECAY = 1e-3f;
    private static final int WANTED_UPDATES = 3_000;
    private static final int MOST_EPOCHS = 60;
    private static final int FEWEST_EPOCHS = 20;
    private static final float KEEP_BIAS = 1f;
    private static final float AVERAGE_SHARE = 0.01f;

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
        ModelSpec spec = new SpecFinder(options, series, settings).find();
        List<PreparedSeries> prepared = new ArrayList<>();
        for (TrainingSeries s : series) {
            prepared.add(new PreparedSeries(spec, s, validationStart(s.rows())));
        }
        ForkJoinPool pool = new ForkJoinPool(options.threads());
        try {
            return pool.submit(() -> train(new Model(spec), prepared, settings)).join();
        } finally {
            pool.shutdown();
        }
    }

    private TrainedModel train(Model model, List<PreparedSeries> prepared, Settings settings) {
        SampleWeights weights = new SampleWeights(prepared);
        new LinearStart(model, prepared, weights).fit();
        Model linear = withoutRecurrentPart(model);
        Model best = learn(model, linear, prepared, weights, settings);
        Evaluation evaluation = new Evaluation(prepared);
        return new TrainedModel(best, new TrainingReport(settings.decided(), evaluation.scores(best, linear)));
    }

    private void check(List<TrainingSeries> series) {
        if (series.isEmpty()) {
            throw new IllegalArgumentException("training needs at least one series, got none");
        }
        int longest = 0;
        for (TrainingSeries s : series) {
            longest = Math.max(longest, usableRows(s));
            if (!s.columns().equals(series.get(0).columns())) {
                throw new IllegalArgumentException("all series must have the columns "
                        + series.get(0).columns() + ", series " + s.key() + " has " + s.columns());
            }
        }
        if (longest < options.horizon() + 2) {
            throw new IllegalArgumentException("training for a horizon of " + options.horizon()
                    + " needs a series of at least " + (options.horizon() + 2) + " rows with a value, the longest has "
                    + longest);
        }
    }

    /** Rows with a target, from the first row that has a value in every column. */
    private static int usableRows(TrainingSeries s) {
        int count = 0;
        for (int row = PreparedSeries.firstComplete(s); row < s.rows(); row++) {
            if (!Double.isNaN(s.value(0, row))) {
                count++;
            }
        }
        return count;
    }

    private int validationStart(int rows) {
        int wanted = (int) Math.max(options.horizon(), Math.round(rows * VALIDATION_SHARE));
        return rows - Math.min(wanted, rows / 4);
    }

    private static Model withoutRecurrentPart(Model model) {
        ModelSpec s = model.spec();
        ModelSpec spec = new ModelSpec(
                s.cell(),
                s.reset(),
                0,
                s.layers(),
                s.horizon(),
                s.levels(),
                s.seasons(),
                s.scaleWindow(),
                s.transform(),
                s.logFloor(),
                s.priorScale(),
                s.stepMs(),
                s.calendar(),
                s.recentLags(),
                s.columns());
        Model linear = new Model(spec);
        linear.head().linearWeight().set(model.head().linearWeight());
        linear.head().seasonalWeight().set(model.head().seasonalWeight());
        linear.head().bias().set(model.head().bias());
        return linear;
    }

    private Model learn(
            Model model, Model linear, List<PreparedSeries> prepared, SampleWeights weights, Settings settings) {
        Validation validation = new Validation(prepared, weights);
        double bestLoss = validation.loss(linear);
        progress.epoch(0, options.epochs().orElse(MOST_EPOCHS), Double.NaN, bestLoss, true);
        if (model.spec().hidden() == 0) {
            settings.note("epochs", "0", "the model is linear");
            return linear;
        }
        Random random = new Random(options.seed());
        initialise(model, random);
        Model best = linear;
        int bestEpoch = 0;
        List<Lane> lanes = Lane.cut(prepared, laneLength(prepared), model.recurrent()::initialState);
        int batch = Math.max(SHARDS, Math.min(LARGEST_BATCH, lanes.size() / FEWEST_BATCHES));
        int epochs = options.epochs().orElseGet(() -> epochs(lanes, batch));
        int patience = Math.max(8, epochs / 3);
        Model average = model.copy();
        Updates updates = new Updates(model, average, weights, batch, epochs * updatesPerEpoch(lanes, batch));
        for (int epoch = 1; epoch <= epochs && !progress.stopRequested(); epoch++) {
            List<Lane> shuffled = new ArrayList<>(lanes);
            Collections.shuffle(shuffled, random);
            double trainingLoss = updates.epoch(shuffled);
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

    /** Short enough that few long series still fill several batches. */
    private static int laneLength(List<PreparedSeries> prepared) {
        long rows = prepared.stream().mapToLong(PreparedSeries::rows).sum();
        return (int) Math.max(3 * CHUNK, Math.min(LONGEST_LANE, rows / 32));
    }

    private static int epochs(List<Lane> lanes, int batch) {
        return Math.max(FEWEST_EPOCHS, Math.min(MOST_EPOCHS, WANTED_UPDATES / updatesPerEpoch(lanes, batch)));
    }

    private static int updatesPerEpoch(List<Lane> lanes, int batch) {
        int longest = lanes.stream().mapToInt(Lane::rows).max().orElse(1);
        return Math.max(1, (lanes.size() + batch - 1) / batch * ((longest + CHUNK - 1) / CHUNK));
    }

    /** Orthogonal recurrent weights per gate, uniform input weights, update gate biased towards keeping. */
    private static void initialise(Model model, Random random) {
        for (RecurrentCell cell : model.recurrent().layers()) {
            int hidden = cell.hiddenSize();
            for (Map.Entry<String, ColumnMatrix> parameter : cell.parameters().entrySet()) {
                ColumnMatrix m = parameter.getValue();
                switch (parameter.getKey()) {
                    case "input_weight" -> Initialisation.uniform(m, Math.sqrt(3.0 / m.columns()) / 2, random);
                    case "recurrent_weight", "candidate_weight" -> Initialisation.orthogonal(m, hidden, random);
                    case "bias" -> {
                        if (m.rows() >= 3 * hidden) {
                            Arrays.fill(m.column(0), hidden, 2 * hidden, KEEP_BIAS);
                        }
                    }
                    default -> m.clear();
                }
            }
        }
    }

    /** The updates of one training run: shards of each batch side by side, their gradients summed in order. */
    private final class Updates {
        private final List<ChunkPass> shards = new ArrayList<>();
        private final List<ColumnMatrix> gradients = new ArrayList<>();
        private final Adam adam;
        private final List<ColumnMatrix> parameters;
        private final List<ColumnMatrix> averages;
        private final int batch;
        private final int planned;
        private int done;

        Updates(Model model, Model average, SampleWeights weights, int batch, int planned) {
            this.batch = batch;
            this.planned = planned;
            int lanesPerShard = (batch + SHARDS - 1) / SHARDS;
            for (int s = 0; s < SHARDS; s++) {
                shards.add(new ChunkPass(model, lanesPerShard, CHUNK, weights));
            }
            parameters = new ArrayList<>(model.parameters().values());
            averages = new ArrayList<>(average.parameters().values());
            for (ColumnMatrix p : parameters) {
                gradients.add(new ColumnMatrix(p.rows(), p.columns()));
            }
            adam = new Adam(parameters, WEIGHT_DECAY);
        }

        double epoch(List<Lane> lanes) {
            double loss = 0;
            double weight = 0;
            for (int from = 0; from < lanes.size() && !progress.stopRequested(); from += batch) {
                List<Lane> members = lanes.subList(from, Math.min(lanes.size(), from + batch));
                int longest = members.stream().mapToInt(Lane::rows).max().orElse(0);
                for (int s = 0; s < SHARDS; s++) {
                    List<Lane> share = new ArrayList<>();
                    for (int i = s; i < members.size(); i += SHARDS) {
                        share.add(members.get(i));
                    }
                    shards.get(s).begin(share);
                }
                for (int offset = 0; offset < longest && !progress.stopRequested(); offset += CHUNK) {
                    double chunkWeight = update(offset);
                    for (ChunkPass shard : shards) {
                        loss += shard.loss();
                    }
                    weight += chunkWeight;
                }
                shards.forEach(ChunkPass::end);
            }
            return loss / Math.max(1e-9, weight);
        }

        private double update(int offset) {
            shards.parallelStream().forEach(shard -> {
                shard.refresh();
                shard.run(offset);
            });
            double weight = 0;
            for (ChunkPass shard : shards) {
                weight += shard.lossWeight();
            }
            if (weight == 0) {
                return 0;
            }
            for (int i = 0; i < gradients.size(); i++) {
                ColumnMatrix sum = gradients.get(i);
                for (int j = 0; j < sum.columns(); j++) {
                    float[] column = sum.column(j);
                    for (int r = 0; r < column.length; r++) {
                        float total = 0f;
                        for (ChunkPass shard : shards) {
                            total += shard.gradients().get(i).column(j)[r];
                        }
                        column[r] = (float) (total / weight);
                    }
                }
            }
            adam.update(gradients, rate(done++));
            average();
            return weight;
        }

        /** Exponential moving average of the weights, which generalises better than the last of them. */
        private void average() {
            float share = Math.max(AVERAGE_SHARE, 10f / (10f + done));
            for (int i = 0; i < parameters.size(); i++) {
                for (int j = 0; j < parameters.get(i).columns(); j++) {
                    float[] latest = parameters.get(i).column(j);
                    float[] mean = averages.get(i).column(j);
                    for (int r = 0; r < mean.length; r++) {
                        mean[r] = Math.fma(share, latest[r] - mean[r], mean[r]);
                    }
                }
            }
        }

        /** Linear warm-up, then a half cosine down to a small share. */
        private float rate(int update) {
            float warmup = Math.min(1f, (update + 1f) / Math.min(WARMUP_UPDATES, Math.max(1, planned / 10)));
            double done01 = Math.min(1, (double) update / Math.max(1, planned));
            double cosine = LAST_RATE_SHARE + (1 - LAST_RATE_SHARE) * 0.5 * (1 + StrictMath.cos(Math.PI * done01));
            return (float) (LEARNING_RATE * warmup * cosine);
        }
    }
}
