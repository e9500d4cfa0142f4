package dev.weir.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that takes its time with every call, and knows how many it had at once. */
final class BusyOrigin implements AutoCloseable {
    private final HttpServer server;
    private final Duration work;
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    BusyOrigin(Duration work) throws IOException {
        this.work = work;
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 100);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        CompletableFuture.delayedExecutor(work.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> answer(exchange));
    }

    private void answer(HttpExchange exchange) {
        // Before the answer: whoever has it may send the next call at once.
        now.decrementAndGet();
        try (exchange) {
            exchange.sendResponseHeaders(200, -1);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** How many calls it had at once at most. */
    int most() {
        return most.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
