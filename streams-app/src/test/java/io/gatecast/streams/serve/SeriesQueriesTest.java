package io.gatecast.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.gatecast.streams.board.Board;
import io.gatecast.streams.config.HttpSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.HostInfo;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is asked of other instances, over real HTTP. */
class SeriesQueriesTest {
    private static final String UNKNOWN = "{\"error\":\"no series pump is known here\"}";
    private static final String NO_FORECAST = "{\"error\":\"there is no forecast of pump yet\"}";

    private final List<HttpServer> servers = new ArrayList<>();
    private final SeriesQueries queries = new SeriesQueries(
            new Board(10, 10),
            new Peers(new HttpSettings(
                    "127.0.0.1", 0, true, Optional.empty(), Optional.empty(), Optional.empty(), "", 2, 10, 1, 10, 10)),
            new Owners());

    @AfterEach
    void stopServers() {
        servers.forEach(server -> server.stop(0));
    }

    @Test
    void shouldGiveTheAnswerOfTheOneThatHasIt() throws IOException {
        List<HostInfo> peers = List.of(peer(404, UNKNOWN), peer(503, NO_FORECAST), peer(200, "{\"key\":\"pump\"}"));

        assertThat(queries.elsewhere(peers, "pump", "/forecast"))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"key\":\"pump\"}");
    }

    @Test
    void shouldQuoteTheOneThatKnowsTheSeriesButCannotAnswerNow() throws IOException {
        List<HostInfo> peers = List.of(peer(503, NO_FORECAST), peer(404, UNKNOWN));

        assertFails(() -> queries.elsewhere(peers, "pump", "/forecast"), 503, "there is no forecast of pump yet");
    }

    @Test
    void shouldNotQuoteWhatIsNoAnswerOfAnInstance() throws IOException {
        List<HostInfo> peers = List.of(peer(503, "<html>bad gateway</html>"));

        assertFails(
                () -> queries.elsewhere(peers, "pump", "/forecast"),
                503,
                "the instance that has it answers with status 503");
    }

    @Test
    void shouldNameThoseThatCannotBeReached() throws IOException {
        HostInfo gone = peer(200, "{}");
        servers.get(0).stop(0);

        assertFails(
                () -> queries.elsewhere(List.of(gone), "pump", ""),
                503,
                "the series pump may be at [" + gone + "], which cannot answer at the moment; try again");
    }

    @Test
    void shouldKnowNothingOfASeriesThatNobodyHas() throws IOException {
        List<HostInfo> peers = List.of(peer(404, UNKNOWN));

        assertFails(
                () -> queries.elsewhere(peers, "pump", "/state"),
                404,
                "no series pump is known here, or none of its steps since the instance took it over");
    }

    private static void assertFails(ThrowingCallable question, int status, String message) {
        assertThatThrownBy(question)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.status()).isEqualTo(status))
                .hasMessage(message);
    }

    private HostInfo peer(int status, String answer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/series/pump", exchange -> {
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        servers.add(server);
        return new HostInfo("127.0.0.1", server.getAddress().getPort());
    }
}
