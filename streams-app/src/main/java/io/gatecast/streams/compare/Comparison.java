package io.gatecast.streams.compare;

import io.gatecast.core.HorizonScore;
import io.gatecast.core.artifact.ArtifactFile;
import io.gatecast.core.artifact.WeightEncoding;
import io.gatecast.core.train.TrainedModel;
import io.gatecast.core.train.TrainingSeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Models trained on the same series and judged on the same validation part, beside the rules every model should beat:
 * repeating the last value and repeating the last season.
 */
public final class Comparison {
    private final StepProbe probe;
    private final List<Entry> entries = new ArrayList<>();

    /**
     * Starts a comparison without models.
     *
     * @param series the series all models are trained on, at least one
     */
    public Comparison(List<TrainingSeries> series) {
        probe = new StepProbe(series);
    }

    /**
     * Adds a model.
     *
     * @param name what to call it
     * @param trained the model and its report
     * @param training time its training took
     * @throws IllegalArgumentException if it was judged on other data than the models before
     */
    public void add(String name, TrainedModel trained, Duration training) {
        if (!entries.isEmpty()) {
            List<Double> before = mase(entries.get(0).trained, HorizonScore::naive);
            List<Double> now = mase(trained, HorizonScore::naive);
            if (!before.equals(now)) {
                throw new IllegalArgumentException("all models must be judged on the same validation part, but there"
                        + " the naive forecast of " + entries.get(0).name + " has MASE " + before + ", that of " + name
                        + " " + now);
            }
        }
        entries.add(new Entry(name, trained, training));
    }

    /**
     * The ranges of steps ahead that errors are given for, the whole horizon last.
     *
     * @return names such as {@code 1} or {@code 13-24}, after the target if there are several; empty if nothing could be scored or there is no model
     */
    public List<String> ranges() {
        return entries.isEmpty()
                ? List.of()
                : entries.get(0).trained.report().scores().stream()
                        .map(Comparison::range)
                        .toList();
    }

    private static String range(HorizonScore score) {
        String steps = score.fromStep() == score.toStep()
                ? Integer.toString(score.fromStep())
                : score.fromStep() + "-" + score.toStep();
        return score.target().isEmpty() ? steps : score.target() + " " + steps;
    }

    /**
     * The rows of the comparison. Times of steps are measured here, for all models in turn, so that none has a warmer
     * machine than another.
     *
     * @return the two rules, then the models in the order they were added; empty if there is no model
     */
    public List<Contender> contenders() {
        List<Contender> contenders = new ArrayList<>();
        if (!entries.isEmpty()) {
            TrainedModel any = entries.get(0).trained;
            contenders.add(new Contender("naive", mase(any, HorizonScore::naive), Optional.empty()));
            contenders.add(new Contender("seasonal naive", mase(any, HorizonScore::seasonalNaive), Optional.empty()));
        }
        for (Entry entry : entries) {
            contenders.add(
                    new Contender(entry.name, mase(entry.trained, HorizonScore::model), Optional.of(cost(entry))));
        }
        return contenders;
    }

    private Cost cost(Entry entry) {
        TrainedModel trained = entry.trained;
        return new Cost(
                trained.model().parameterCount(),
                entry.training,
                probe.stepMicros(trained.model()),
                probe.stateBytes(trained.model()),
                ArtifactFile.toBytes(entry.name, trained.model(), trained.report(), WeightEncoding.FLOAT32).length);
    }

    private static List<Double> mase(TrainedModel trained, ToDoubleFunction<HorizonScore> which) {
        return trained.report().scores().stream().mapToDouble(which).boxed().toList();
    }

    private record Entry(String name, TrainedModel trained, Duration training) {}
}
