package io.gatecast.streams.process;

import io.gatecast.core.Score;
import io.gatecast.core.Step;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.schema.ModelScore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps the score between champion and candidate, per series: pinball losses of both for the same observations, one step
 * ahead, averaged over the levels both have. One thread.
 */
final class Duel {
    private final KeyValueStore<String, byte[]> scores;
    private final String championId;
    private final String candidateId;
    private final int[] championLevels;
    private final int[] candidateLevels;

    Duel(KeyValueStore<String, byte[]> scores, Line champion, Line candidate) {
        this.scores = scores;
        championId = champion.artifact().id();
        candidateId = candidate.artifact().id();
        ModelSpec first = champion.artifact().model().spec();
        ModelSpec second = candidate.artifact().model().spec();
        List<Double> common =
                first.levels().stream().filter(second.levels()::contains).toList();
        championLevels = common.stream().mapToInt(first.levels()::indexOf).toArray();
        candidateLevels = common.stream().mapToInt(second.levels()::indexOf).toArray();
    }

    /** Takes in what both steps say of one observation. */
    void score(String key, Step champion, Step candidate, long timestampMs) {
        int count = 0;
        double championLoss = 0;
        double candidateLoss = 0;
        for (int t = 0; t < champion.scores().size(); t++) {
            Score one = champion.scores().get(t);
            Score other = candidate.scores().get(t);
            if (one.present() && other.present()) {
                count++;
                championLoss += one.pinball(championLevels);
                candidateLoss += other.pinball(candidateLevels);
            }
        }
        if (count > 0) {
            ModelScore before = scoreOf(key, timestampMs);
            ModelScore after = ModelScore.newBuilder(before)
                    .setCount(before.getCount() + count)
                    .setChampionLoss(before.getChampionLoss() + championLoss)
                    .setCandidateLoss(before.getCandidateLoss() + candidateLoss)
                    .setLastMs(timestampMs)
                    .build();
            scores.put(key, encoded(after));
        }
    }

    /** The score so far; a new one if what is stored is that of other models. */
    private ModelScore scoreOf(String key, long timestampMs) {
        byte[] stored = scores.get(key);
        if (stored != null) {
            try {
                ModelScore score = ModelScore.getDecoder().decode(stored);
                if (score.getChampionId().equals(championId)
                        && score.getCandidateId().equals(candidateId)) {
                    return score;
                }
            } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
                return newScore(timestampMs); // damaged: what was counted is lost
            }
        }
        return newScore(timestampMs);
    }

    private ModelScore newScore(long timestampMs) {
        return ModelScore.newBuilder()
                .setChampionId(championId)
                .setCandidateId(candidateId)
                .setFirstMs(timestampMs)
                .build();
    }

    private static byte[] encoded(ModelScore score) {
        try {
            ByteBuffer encoded = ModelScore.getEncoder().encode(score);
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
