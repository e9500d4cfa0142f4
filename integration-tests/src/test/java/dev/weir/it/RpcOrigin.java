package dev.weir.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** A provider's JSON-RPC that does not have every method: it says so as go-ethereum does, and remembers what it was asked. */
final class RpcOrigin implements AutoCloseable {
    private final String name;
    private final Set<String> lacks;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, String> said = new ConcurrentHashMap<>();
    private volatile boolean chunked;
    private final HttpServer server;

    /** @param port 0 for any */
    RpcOrigin(String name, int port, String... lacks) {
        this.name = name;
        this.lacks = Set.of(lacks);
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = Gateway.json(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            var answers = (body.isArray() ? Gateway.stream(body).toList() : List.of(body))
                    .stream().map(this::answer).collect(Collectors.joining(","));
            byte[] written = (body.isArray() ? "[" + answers + "]" : answers).getBytes(UTF_8);
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(200, chunked ? 0 : written.length);
            exchange.getResponseBody().write(written);
        }
    }

    private String answer(JsonNode call) {
        var method = call.get("method").asText();
        asked.add(method);
        if (said.containsKey(method)) {
            return said.getOrDefault(method, "");
        }
        return "{\"jsonrpc\":\"2.0\",\"id\":" + call.get("id")
                + (lacks.contains(method)
                        ? ",\"error\":{\"code\":-32601,\"message\":\"the method " + method
                                + " does not exist/is not available\"}}"
                        : ",\"result\":\"" + name + "\"}");
    }

    /** From now on, to calls of that method. @param inChunks without saying beforehand how long it is */
    void say(String method, String answer, boolean inChunks) {
        said.put(method, answer);
        chunked = inChunks;
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** How often the method was asked for. */
    long asked(String method) {
        return asked.stream().filter(method::equals).count();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
