package io.gatecast.streams.serve;

import io.gatecast.core.HorizonScore;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.spec.ModelSpec;
import io.gatecast.schema.ModelScore;
import io.gatecast.streams.models.Deployment;
import io.gatecast.streams.models.Verdict;
import io.gatecast.streams.state.Stores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * The models that run.
 *
 * @param champion the one that forecasts
 * @param candidate the one beside it, if there is one
 * @param comparison how both did on the same steps of this instance's series, if there is a candidate
 */
record ModelsView(ModelView champion, Optional<CandidateView> candidate, Optional<Verdict> comparison) {
    /** Scores a series must have to count. */
    private static final long SCORES_PER_SERIES = 20;

    /** A comparison of more series would not tell more. */
    private static final int MOST_SERIES = 20_000;

    /**
     * A model.
     *
     * @param id content hash
     * @param name what the user called it
     * @param cell kind of recurrent cell; LINEAR if it has no recurrent part
     * @param hidden hidden size
     * @param layers layers
     * @param parameters number of weights
     * @param horizon steps ahead
     * @param stepMs length of a step, 0 = every event
     * @param seasons seasons in steps
     * @param findsSeasons whether it looks for further ones in every series
     * @param targets columns forecast
     * @param levels quantile levels
     * @param settings how it was trained
     * @param scores how good it was on data it was not fitted to
     */
    record ModelView(
            String id,
            String name,
            String cell,
            int hidden,
            int layers,
            long parameters,
            int horizon,
            long stepMs,
            List<Integer> seasons,
            boolean findsSeasons,
            List<String> targets,
            List<Double> levels,
            Map<String, String> settings,
            List<HorizonScore> scores) {
        static ModelView of(Artifact artifact) {
            ModelSpec spec = artifact.model().spec();
            return new ModelView(
                    artifact.id(),
                    artifact.name(),
                    artifact.model().imported().isPresent()
                            ? "IMPORTED"
                            : spec.hidden() == 0 ? "LINEAR" : spec.cell().name(),
                    spec.hidden(),
                    spec.layers(),
                    artifact.model().imported().isPresent()
                            ? 0
                            : artifact.model().parameterCount(),
                    spec.horizon(),
                    spec.stepMs(),
                    spec.seasons(),
                    spec.findsSeasons(),
                    spec.targets(),
                    spec.levels(),
                    artifact.report().settings(),
                    artifact.report().scores());
        }
    }

    /**
     * A candidate.
     *
     * @param model the model
     * @param share share of the series it runs on
     * @param serves whether its forecasts are issued for those; otherwise it runs in the shadow
     */
    record CandidateView(ModelView model, double share, boolean serves) {}

    static ModelsView of(Deployment deployed, Optional<Instance> instance, boolean followsTopic) {
        return new ModelsView(
                ModelView.of(deployed.champion()),
                deployed.trial()
                        .map(trial -> new CandidateView(ModelView.of(trial.artifact()), trial.share(), trial.serves())),
                deployed.trial()
                        .filter(trial -> followsTopic)
                        .flatMap(trial -> instance.filter(Instance::isRunning)
                                .flatMap(running -> compare(
                                        running.streams(),
                                        deployed.champion().id(),
                                        trial.artifact().id()))));
    }

    private static Optional<Verdict> compare(KafkaStreams streams, String championId, String candidateId) {
        try {
            ReadOnlyKeyValueStore<String, byte[]> store = streams.store(
                    StoreQueryParameters.fromNameAndType(Stores.SCORES, QueryableStoreTypes.keyValueStore()));
            List<ModelScore> scores = new ArrayList<>();
            try (KeyValueIterator<String, byte[]> all = store.all()) {
                while (all.hasNext() && scores.size() < MOST_SERIES) {
                    decode(all.next())
                            .filter(score -> score.getChampionId().equals(championId)
                                    && score.getCandidateId().equals(candidateId))
                            .ifPresent(scores::add);
                }
            }
            return Optional.of(Verdict.of(scores, SCORES_PER_SERIES));
        } catch (InvalidStateStoreException e) {
            return Optional.empty(); // moving between instances: the page asks again
        }
    }

    private static Optional<ModelScore> decode(KeyValue<String, byte[]> entry) {
        try {
            return Optional.of(ModelScore.getDecoder().decode(entry.value));
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }
}
