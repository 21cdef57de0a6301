package io.gatecast.streams.serve;

import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.metrics.Instruments;
import io.gatecast.streams.models.LiveModels;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is answered at which path, and what is said where nothing can be. */
final class Routes {
    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);
    private static final String EXPLAINED = "explained";

    private final GatecastConfig config;
    private final LiveModels models;
    private final Instruments instruments;
    private final Page page;
    private final Gate gate;
    private final LiveUpdates live;
    private final Owners owners;
    private final Fleet fleet;
    private final SeriesList list;
    private final SeriesQueries series;
    private volatile Optional<Instance> instance = Optional.empty();

    Routes(
            GatecastConfig config,
            LiveModels models,
            Instruments instruments,
            Page page,
            Gate gate,
            LiveUpdates live,
            Owners owners,
            Fleet fleet,
            SeriesQueries series) {
        this.config = config;
        this.models = models;
        this.instruments = instruments;
        this.page = page;
        this.gate = gate;
        this.live = live;
        this.owners = owners;
        this.fleet = fleet;
        this.list = new SeriesList(fleet);
        this.series = series;
    }

    /** Answers for an application from now on. */
    void serve(Instance running) {
        instance = Optional.of(running);
    }

    /** Names every path and what answers it. */
    void name(RoutesConfig routes) {
        routes.before(gate::admit);
        routes.after(gate::dismiss);
        page.forEach(routes::get);
        routes.get("/health/live", request -> health(request, Health::live));
        routes.get("/health/ready", request -> health(request, Health::ready));
        routes.get(
                "/metrics",
                request -> write(
                        request,
                        "text/plain; version=0.0.4; charset=utf-8",
                        instruments.scrape().getBytes(StandardCharsets.UTF_8)));
        routes.get(
                "/topology",
                request -> json(
                        request,
                        TopologyView.of(
                                config.applicationId(),
                                running(),
                                owners,
                                config.detection().isPresent())));
        routes.get(
                "/v1/models",
                request -> json(
                        request,
                        ModelsView.of(
                                models.current(), instance, config.modelTopic().isPresent())));
        routes.get("/v1/live", request -> {
            gate.leave(request);
            live.fleet(request, () -> fleet.snapshot(instance));
        });
        routes.get("/v1/series", request -> json(request, list.answer(request, instance)));
        for (SeriesQueries.Question question : SeriesQueries.Question.values()) {
            routes.get("/v1/series/{key}" + question.path(), request -> ask(request, question));
        }
        routes.get("/v1/series/{key}/live", request -> {
            String key = request.pathParam("key");
            gate.leave(request);
            live.series(
                    request,
                    () -> series.answer(
                            running(), key, SeriesQueries.Question.DETAIL, false, Gate.isForwarded(request)));
        });
        routes.exception(Failure.class, (failure, request) -> fail(request, failure.status(), failure.getMessage()));
        routes.exception(
                HttpResponseException.class,
                (failure, request) -> fail(request, failure.getStatus(), failure.getMessage()));
        routes.exception(Exception.class, (failure, request) -> {
            LOG.warn("{} {} failed", request.method(), request.path(), failure);
            fail(request, 500, "this could not be answered; the log of the instance has more");
        });
        routes.error(404, request -> {
            if (request.attribute(EXPLAINED) == null) {
                fail(request, 404, "there is nothing at " + request.path() + "; /openapi.json says what there is");
            }
        });
    }

    private static void fail(Context request, int status, String message) {
        if (status == 401) {
            request.header("WWW-Authenticate", "Bearer");
        } else if (status == 429 || status == 503) {
            request.header("Retry-After", "1");
        }
        request.attribute(EXPLAINED, true);
        request.status(status).contentType("application/json").result(Json.bytes(new Failure.Body(message)));
    }

    private static void json(Context request, Object answer) {
        write(request, "application/json", Json.bytes(answer));
    }

    /** Writes now, while the request still has its place: what the server writes later, a slow client makes it keep. */
    private static void write(Context request, String type, byte[] answer) {
        try {
            request.contentType(type).outputStream().write(answer);
        } catch (IOException e) {
            LOG.debug("{} {}: the client is gone", request.method(), request.path(), e);
        }
    }

    private void health(Context request, Predicate<Health> isWell) {
        Health health = Health.of(instance, instruments.restore());
        request.status(isWell.test(health) ? 200 : 503);
        json(request, health);
    }

    private Instance running() {
        return instance.orElseThrow(() -> Failure.unavailable("the application is starting; try again"));
    }

    private void ask(Context request, SeriesQueries.Question question) {
        boolean standby = "true".equals(request.queryParam("standby"));
        write(
                request,
                "application/json",
                series.answer(running(), request.pathParam("key"), question, standby, Gate.isForwarded(request)));
    }
}
