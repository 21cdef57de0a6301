package io.gatecast.streams.alert;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real HTTP server that keeps what is posted to it, and answers as it is told. */
final class Receiver implements AutoCloseable {
    record Post(String body, Map<String, List<String>> headers) {}

    /** An answer: its status and, if positive, the seconds after which to try again. */
    record Answer(int status, int retryAfter) {}

    final List<Post> posts = new CopyOnWriteArrayList<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final HttpServer server;

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Headers headers = exchange.getRequestHeaders();
            posts.add(new Post(body, Map.copyOf(headers)));
            Answer next = answers.poll();
            Answer answer = next == null ? new Answer(204, 0) : next;
            if (answer.retryAfter() > 0) {
                exchange.getResponseHeaders().set("Retry-After", Integer.toString(answer.retryAfter()));
            }
            exchange.sendResponseHeaders(answer.status(), -1);
            exchange.close();
        });
        server.start();
    }

    /** Answers the next posts so; further ones are taken. */
    void answer(Answer... next) {
        answers.addAll(List.of(next));
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/hook");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
