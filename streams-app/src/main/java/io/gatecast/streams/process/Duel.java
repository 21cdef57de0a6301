package io.gatecast.streams.process;

import io.gatecast.core.Score;
import io.gatecast.core.Step;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.schema.ModelScore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps the score between champion and candidate, per series: pinball losses of both for the same steps, one step ahead,
 * averaged over the levels both have. A step that is taken again has been scored. One thread.
 */
final class Duel {
    private final KeyValueStore<String, byte[]> scores;
    private final String championId;
    private final String candidateId;
    private final int[] championLevels;
    private final int[] candidateLevels;
    private final List<Double> champions = new ArrayList<>();
    private final List<Double> candidates = new ArrayList<>();
    private long timeMs;

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

    /** Begins with an event. */
    void begin() {
        champions.clear();
        candidates.clear();
    }

    /** Notes a step of the champion that follows from the event. */
    void champion(Step step, int revision) {
        note(step, revision, championLevels, champions);
        timeMs = step.forecast().issuedAtMs();
    }

    /** Notes a step of the candidate that follows from the event. */
    void candidate(Step step, int revision) {
        note(step, revision, candidateLevels, candidates);
    }

    private static void note(Step step, int revision, int[] levels, List<Double> losses) {
        if (revision == 0) {
            for (Score score : step.scores()) {
                losses.add(score.present() ? score.pinball(levels) : Double.NaN);
            }
        }
    }

    /** Saves what the event has added to the score of its series. */
    void end(String key) {
        if (champions.size() != candidates.size()) {
            return; // one of them has begun anew
        }
        int count = 0;
        double championLoss = 0;
        double candidateLoss = 0;
        for (int i = 0; i < champions.size(); i++) {
            if (!Double.isNaN(champions.get(i)) && !Double.isNaN(candidates.get(i))) {
                count++;
                championLoss += champions.get(i);
                candidateLoss += candidates.get(i);
            }
        }
        if (count > 0) {
            ModelScore before = stored(key).orElseGet(this::newScore);
            ModelScore after = ModelScore.newBuilder(before)
                    .setCount(before.getCount() + count)
                    .setChampionLoss(before.getChampionLoss() + championLoss)
                    .setCandidateLoss(before.getCandidateLoss() + candidateLoss)
                    .setLastMs(Math.max(before.getLastMs(), timeMs))
                    .build();
            scores.put(key, encoded(after));
        }
    }

    /** The score so far, unless it is that of other models or cannot be read. */
    private Optional<ModelScore> stored(String key) {
        byte[] stored = scores.get(key);
        if (stored == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ModelScore.getDecoder().decode(stored))
                    .filter(score -> score.getChampionId().equals(championId)
                            && score.getCandidateId().equals(candidateId));
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private ModelScore newScore() {
        return ModelScore.newBuilder()
                .setChampionId(championId)
                .setCandidateId(candidateId)
                .setFirstMs(timeMs)
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
