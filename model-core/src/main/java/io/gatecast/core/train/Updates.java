package io.gatecast.core.train;

import io.gatecast.core.Model;
import io.gatecast.core.kernel.ColumnMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * The updates of one training run: shards of each batch side by side on the caller's fork-join pool, their gradients summed in
 * order.
 */
final class Updates {
    static final int CHUNK = 48;
    static final int SHARDS = 4;

    private static final int WARMUP_UPDATES = 100;
    private static final float LAST_RATE_SHARE = 0.02f;
    private static final float WEIGHT_DECAY = 1e-3f;
    private static final float AVERAGE_SHARE = 0.01f;

    private final List<ChunkPass> shards = new ArrayList<>();
    private final List<ColumnMatrix> gradients = new ArrayList<>();
    private final Adam adam;
    private final List<ColumnMatrix> parameters;
    private final List<ColumnMatrix> averages;
    private final int batch;
    private final int planned;
    private final float learningRate;
    private final BooleanSupplier stop;
    private int done;

    Updates(
            Model model,
            Model average,
            SampleWeights weights,
            int batch,
            int planned,
            float learningRate,
            SplittableRandom random,
            BooleanSupplier stop) {
        this.stop = stop;
        this.batch = batch;
        this.planned = planned;
        this.learningRate = learningRate;
        int lanesPerShard = (batch + SHARDS - 1) / SHARDS;
        for (int s = 0; s < SHARDS; s++) {
            shards.add(new ChunkPass(model, lanesPerShard, CHUNK, weights, random.split()));
        }
        parameters = new ArrayList<>(model.parameters().values());
        averages = new ArrayList<>(average.parameters().values());
        for (ColumnMatrix p : parameters) {
            gradients.add(new ColumnMatrix(p.rows(), p.columns()));
        }
        adam = new Adam(parameters, WEIGHT_DECAY);
    }

    /** Walks once through all lanes, a batch at a time; gives the mean loss on the way. */
    double epoch(List<Lane> lanes) {
        double loss = 0;
        double weight = 0;
        for (int from = 0; from < lanes.size() && !stop.getAsBoolean(); from += batch) {
            List<Lane> members = lanes.subList(from, Math.min(lanes.size(), from + batch));
            int longest = members.stream().mapToInt(Lane::rows).max().orElse(0);
            for (int s = 0; s < SHARDS; s++) {
                List<Lane> share = new ArrayList<>();
                for (int i = s; i < members.size(); i += SHARDS) {
                    share.add(members.get(i));
                }
                shards.get(s).begin(share);
            }
            for (int offset = 0; offset < longest && !stop.getAsBoolean(); offset += CHUNK) {
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
        sumGradients(weight);
        adam.update(gradients, rate(done++));
        average();
        return weight;
    }

    private void sumGradients(double weight) {
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
        return (float) (learningRate * warmup * cosine);
    }
}
