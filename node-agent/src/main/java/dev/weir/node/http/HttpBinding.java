package dev.weir.node.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weir.jsonrpc.JsonRpcLimits;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The JDK's HTTP server on a loopback port, one virtual thread a request. */
public final class HttpBinding implements AutoCloseable {
    /** Longest body that is read, in bytes; a longer one is answered with 413. What the judge lets in is never longer. */
    public static final int LONGEST_BODY = JsonRpcLimits.DEFAULT.bodyBytes();

    private static final System.Logger LOG = System.getLogger(HttpBinding.class.getName());
    private static final int BACKLOG = 1_024;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private HttpBinding(HttpServer server) {
        this.server = server;
    }

    /**
     * Settings of the JDK's server, read when its first class loads: call before the first {@link #open}.
     *
     * <p>Small answers must not wait for Nagle's algorithm. The gateway keeps its connections for minutes: the server must not be
     * the one that closes them, or a request meets a closing connection. A request that takes a minute to arrive is an attack.
     */
    public static void configureServer() {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "4096");
        System.setProperty("sun.net.httpserver.idleInterval", "86400");
        System.setProperty("sun.net.httpserver.maxReqTime", "60");
        System.setProperty("jdk.httpserver.maxConnections", "8192");
    }

    /**
     * Binds 127.0.0.1.
     *
     * @param port 0 for any free one
     * @throws IOException if the port is taken
     */
    public static HttpBinding open(int port, Endpoint endpoint) throws IOException {
        var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        var binding = new HttpBinding(HttpServer.create(new InetSocketAddress(loopback, port), BACKLOG));
        binding.server.setExecutor(binding.threads);
        binding.server.createContext("/", exchange -> serve(exchange, endpoint));
        binding.server.start();
        return binding;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private static void serve(HttpExchange exchange, Endpoint endpoint) throws IOException {
        try (exchange) {
            // Reading the body first is what lets the connection live on after the exchange closes.
            byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY + 1);
            var answer = body.length > LONGEST_BODY
                    ? NodeProblem.REQUEST_TOO_LARGE
                            .answer("The limit is " + LONGEST_BODY + " bytes.")
                            .with("Connection", "close")
                    : answer(call(exchange, body), endpoint);
            write(exchange, answer);
        }
    }

    private static NodeCall call(HttpExchange exchange, byte[] body) {
        var headers = exchange.getRequestHeaders();
        var path = exchange.getRequestURI().getPath();
        return new NodeCall(
                exchange.getRequestMethod().toUpperCase(Locale.ROOT),
                path == null ? "" : path,
                name -> Optional.ofNullable(headers.getFirst(name)),
                body);
    }

    private static Answer answer(NodeCall call, Endpoint endpoint) {
        try {
            return endpoint.answer(call);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return NodeProblem.NODE_OVERLOADED.answer();
        } catch (RuntimeException bug) {
            LOG.log(Level.ERROR, "a call failed", bug);
            return NodeProblem.NODE_FAILED.answer();
        }
    }

    private static void write(HttpExchange exchange, Answer answer) throws IOException {
        var headers = exchange.getResponseHeaders();
        answer.headers().forEach(headers::set);
        if (!answer.contentType().isEmpty()) {
            headers.set("Content-Type", answer.contentType());
        }
        boolean head = exchange.getRequestMethod().equalsIgnoreCase("HEAD");
        if (head || answer.body().length == 0) {
            if (head) {
                headers.set("Content-Length", String.valueOf(answer.body().length));
            }
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(answer.status(), answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }

    /** Takes no more connections, lets calls in flight end for up to two seconds, then closes what is left. */
    @Override
    public void close() {
        server.stop(2);
        threads.shutdownNow();
    }
}
