package io.gatecast.streams.serve;

import io.gatecast.streams.board.Board;
import io.gatecast.streams.config.GatecastConfig;
import io.gatecast.streams.control.LiveControls;
import io.gatecast.streams.metrics.Instruments;
import io.gatecast.streams.models.LiveModels;
import io.gatecast.streams.process.SeriesWatch;
import io.gatecast.streams.topology.ForecastTopology;
import java.net.URI;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;

/** Everything by which a running application can be watched: metrics always, board and HTTP unless they are switched off. */
public final class Observability implements AutoCloseable {
    private final Optional<Board> board;
    private final Instruments instruments;
    private final Optional<HttpServer> server;
    private final GatecastConfig config;
    private final LiveModels models;
    private Optional<Recall> recall = Optional.empty();

    private Observability(
            GatecastConfig config,
            LiveModels models,
            Optional<Board> board,
            Instruments instruments,
            Optional<HttpServer> server) {
        this.config = config;
        this.models = models;
        this.board = board;
        this.instruments = instruments;
        this.server = server;
    }

    /**
     * Begins to listen, before there is an application.
     *
     * @param config configuration
     * @param models the models that run
     * @return what there is to see
     * @throws ConfigException if the port is taken or the key store cannot be used
     */
    public static Observability open(GatecastConfig config, LiveModels models) {
        Optional<Board> board = config.http().map(http -> new Board(http.historySeries(), http.historySteps()));
        Instruments instruments = new Instruments(config, models, board);
        try {
            Optional<HttpServer> server =
                    config.http().map(http -> HttpServer.start(config, http, models, board.orElseThrow(), instruments));
            return new Observability(config, models, board, instruments, server);
        } catch (RuntimeException e) {
            instruments.close();
            throw e;
        }
    }

    /**
     * What the processors tell of series.
     *
     * @return the board, if there is one
     */
    public SeriesWatch watch() {
        return board.<SeriesWatch>map(kept -> kept).orElse(SeriesWatch.NONE);
    }

    /**
     * Makes an application that is watched.
     *
     * @param topology what it runs
     * @param controls what is asked of single series
     * @return the application, not started
     */
    public KafkaStreams watched(ForecastTopology topology, LiveControls controls) {
        Properties settings = topology.settings();
        server.ifPresent(http -> settings.put(StreamsConfig.APPLICATION_SERVER_CONFIG, http.applicationServer()));
        KafkaStreams streams = new KafkaStreams(topology.topology(), settings);
        instruments.bind(topology.counts());
        instruments.bind(streams);
        server.ifPresent(http -> http.serve(streams, topology.topology(), topology.topics()));
        recall = board.map(kept -> Recall.start(config, kept, models, controls, streams, instruments.restore()));
        return streams;
    }

    /**
     * Address of the page.
     *
     * @return address; empty if nothing listens
     */
    public Optional<URI> address() {
        return server.map(HttpServer::address);
    }

    @Override
    public void close() {
        recall.ifPresent(Recall::close);
        server.ifPresent(HttpServer::close);
        instruments.close();
    }
}
