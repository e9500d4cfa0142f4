package dev.weir.ratelimit.adapter.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import redis.clients.jedis.RedisClient;
import redis.embedded.RedisServer;

/** A Redis server of its own process, on loopback and a free port, that can be stopped and started again. */
public final class RealRedis implements AutoCloseable {
    private final int port = freePort();
    private RedisServer server = start(port);
    private String pid = pid(uri());

    public URI uri() {
        return URI.create("redis://127.0.0.1:" + port);
    }

    public RedisAddress address() {
        return new RedisAddress(uri(), Duration.ofSeconds(2), 8);
    }

    public void stop() {
        close();
    }

    public void startAgain() {
        server = start(port);
        pid = pid(uri());
    }

    /** It keeps its connections and answers nothing, until it is resumed. */
    public void suspend() {
        signal("STOP");
    }

    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int code = new ProcessBuilder("kill", "-" + name, pid).start().waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + name + " of Redis ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Redis got " + name, e);
        }
    }

    private static String pid(URI uri) {
        try (var redis = RedisClient.create(uri)) {
            return redis.info("server")
                    .lines()
                    .filter(line -> line.startsWith("process_id:"))
                    .map(line -> line.substring("process_id:".length()).strip())
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RedisServer start(int port) {
        try {
            RedisServer server = RedisServer.newRedisServer()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .setting("appendonly no")
                    .build();
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
