package io.gatecast.streams.serve;

import io.gatecast.core.StateFormatException;
import io.gatecast.schema.Forecast;
import io.gatecast.schema.ForecastStep;
import io.gatecast.streams.board.Alarm;
import io.gatecast.streams.board.Board;
import io.gatecast.streams.board.Detail;
import io.gatecast.streams.board.Fan;
import io.gatecast.streams.board.Figures;
import io.gatecast.streams.board.Limit;
import io.gatecast.streams.state.StoredState;
import io.gatecast.streams.state.Stores;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Answers questions about one series: here if it is here, else by the instance that has it. */
final class SeriesQueries {
    /** What can be asked about a series; the text is the end of the path. */
    enum Question {
        DETAIL(""),
        FORECAST("/forecast"),
        STATE("/state"),
        HISTORY("/history"),
        ANOMALIES("/anomalies");

        private final String path;

        Question(String path) {
            this.path = path;
        }

        String path() {
            return path;
        }
    }

    /**
     * The present forecast.
     *
     * @param key series key
     * @param issuedAtMs event time of the last observation used
     * @param stepMs length of a step, 0 = unknown
     * @param modelId model that made it
     * @param warmup whether the series is too young to be judged
     * @param targets forecasts, one per target
     * @param breaches how probable it is that the limits of the series will be crossed within the horizon
     */
    record ForecastAnswer(
            String key,
            long issuedAtMs,
            long stepMs,
            String modelId,
            boolean warmup,
            List<TargetForecast> targets,
            List<Limit> breaches) {}

    /**
     * The forecast of a target.
     *
     * @param target name of the value column
     * @param levels quantile levels
     * @param steps steps ahead, nearest first
     */
    record TargetForecast(String target, List<Double> levels, List<Step> steps) {}

    /**
     * A step ahead.
     *
     * @param timeMs its event time; 0 if the length of a step is unknown
     * @param median point forecast
     * @param quantiles quantiles in the order of the levels
     */
    record Step(long timeMs, double median, List<Double> quantiles) {}

    /**
     * The latest steps.
     *
     * @param key series key
     * @param targets steps and earlier forecasts, one per target
     */
    record HistoryAnswer(String key, List<TargetHistory> targets) {}

    /**
     * The latest steps of a target, as in {@link Detail.Target}.
     *
     * @param target name of the value column
     * @param timesMs event times
     * @param values what was observed
     * @param expected what had been forecast
     * @param lower lower end of the outer band
     * @param upper upper end of it
     * @param scores how unusual the values are
     * @param earlier earlier forecasts
     * @param figures how good the forecasts were
     */
    @SuppressWarnings("ArrayRecordComponent")
    record TargetHistory(
            String target,
            long[] timesMs,
            double[] values,
            double[] expected,
            double[] lower,
            double[] upper,
            double[] scores,
            List<Fan> earlier,
            Figures figures) {}

    /**
     * The latest alarms.
     *
     * @param key series key
     * @param anomalies alarms, oldest first
     */
    record AnomaliesAnswer(String key, List<Alarm> anomalies) {}

    /**
     * What the stores hold.
     *
     * @param key series key
     * @param standby whether a warm copy was read, which may lag behind
     * @param state what there is
     */
    record StateAnswer(String key, boolean standby, StoredState state) {}

    private final Board board;
    private final Peers peers;
    private final Owners owners;

    SeriesQueries(Board board, Peers peers, Owners owners) {
        this.board = board;
        this.peers = peers;
        this.owners = owners;
    }

    /**
     * Answers a question.
     *
     * @param instance the running application
     * @param key series key
     * @param question what is asked
     * @param standby whether the state may be read from a warm copy
     * @param forwarded whether another instance asks, which then asks the others itself
     * @return JSON
     */
    byte[] answer(Instance instance, String key, Question question, boolean standby, boolean forwarded) {
        Optional<Object> here = here(instance, key, question, standby);
        if (here.isPresent()) {
            return Json.bytes(here.get());
        }
        return forwarded
                ? fail(key, List.of())
                : elsewhere(owners.toAsk(instance, key), key, question.path() + (standby ? "?standby=true" : ""));
    }

    /** Asks other instances in order. One that knows the series but cannot answer now is quoted, rather than called silent. */
    byte[] elsewhere(List<HostInfo> others, String key, String path) {
        String encoded = URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
        List<HostInfo> silent = new ArrayList<>();
        Optional<Failure> told = Optional.empty();
        for (HostInfo other : others) {
            try {
                HttpResponse<byte[]> response =
                        peers.ask(other, "/v1/series/" + encoded + path).join();
                if (response.statusCode() == 200) {
                    return response.body();
                }
                if (response.statusCode() == 503) {
                    told = Optional.of(Failure.ofPeer(response.statusCode(), response.body()));
                } else if (response.statusCode() != 404) {
                    silent.add(other);
                }
            } catch (CompletionException e) {
                silent.add(other);
            }
        }
        if (told.isPresent()) {
            throw told.get();
        }
        return fail(key, silent);
    }

    private static byte[] fail(String key, List<HostInfo> silent) {
        if (silent.isEmpty()) {
            throw Failure.notFound(
                    "no series " + key + " is known here, or none of its steps since the instance took it over");
        }
        throw Failure.unavailable(
                "the series " + key + " may be at " + silent + ", which cannot answer at the moment; try again");
    }

    private Optional<Object> here(Instance instance, String key, Question question, boolean standby) {
        if (question == Question.STATE) {
            return stored(instance.running(), key, standby).map(state -> new StateAnswer(key, standby, state));
        }
        return board.detail(key).map(detail -> switch (question) {
            case FORECAST -> forecast(detail);
            case HISTORY -> history(detail);
            case ANOMALIES -> new AnomaliesAnswer(key, detail.alarms());
            case DETAIL, STATE -> detail;
        });
    }

    private static Optional<StoredState> stored(KafkaStreams streams, String key, boolean standby) {
        try {
            return StoredState.read(
                    store(streams, Stores.CHECKPOINTS, standby), store(streams, Stores.TAILS, standby), key);
        } catch (InvalidStateStoreException e) {
            throw Failure.unavailable("the state is moving between instances or being restored; try again");
        } catch (StateFormatException e) {
            throw new Failure(500, "the state of " + key + " cannot be read: " + e.getMessage());
        }
    }

    private static ReadOnlyKeyValueStore<String, byte[]> store(KafkaStreams streams, String name, boolean standby) {
        StoreQueryParameters<ReadOnlyKeyValueStore<String, byte[]>> query =
                StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.keyValueStore());
        return streams.store(standby ? query.enableStaleStores() : query);
    }

    private static ForecastAnswer forecast(Detail detail) {
        Forecast first = detail.targets()
                .get(0)
                .forecast()
                .orElseThrow(() -> Failure.unavailable("there is no forecast of "
                        + detail.row().key() + " since the instance took it over; the next event brings one"));
        return new ForecastAnswer(
                first.getKey(),
                first.getIssuedAtMs(),
                first.getStepMs(),
                first.getModelId(),
                first.getWarmup(),
                detail.targets().stream()
                        .flatMap(target -> target.forecast().stream())
                        .map(SeriesQueries::forecast)
                        .toList(),
                detail.limits());
    }

    private static TargetForecast forecast(Forecast forecast) {
        List<Step> steps = new ArrayList<>();
        for (ForecastStep step : forecast.getSteps()) {
            long timeMs = forecast.getStepMs() == 0
                    ? 0
                    : forecast.getIssuedAtMs() + (steps.size() + 1) * forecast.getStepMs();
            steps.add(new Step(timeMs, step.getMean(), step.getQuantiles()));
        }
        return new TargetForecast(forecast.getTarget(), forecast.getLevels(), steps);
    }

    private static HistoryAnswer history(Detail detail) {
        return new HistoryAnswer(
                detail.row().key(),
                detail.targets().stream()
                        .map(target -> new TargetHistory(
                                target.target(),
                                target.timesMs(),
                                target.values(),
                                target.expected(),
                                target.lower(),
                                target.upper(),
                                target.scores(),
                                target.earlier(),
                                target.figures()))
                        .toList());
    }
}
