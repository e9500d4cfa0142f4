package dev.weir.ratelimit.adapter.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Objects;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;

/**
 * Where a Redis is and how long to wait for it.
 *
 * @param uri {@code redis[s]://[[user]:password@]host:port[/database]}
 * @param timeout for each of: a free connection, a connect, an answer; 1 ms to 10 s
 * @param connections at most so many at once, 1 to 256; a caller who finds none free waits for the timeout
 */
public record RedisAddress(URI uri, Duration timeout, int connections) {
    public RedisAddress {
        Objects.requireNonNull(uri, "uri is null");
        check(uri);
        if (timeout.toMillis() < 1 || timeout.toSeconds() > 10) {
            throw new IllegalArgumentException("timeout " + timeout + " is not in 1 ms..10 s");
        }
        if (connections < 1 || connections > 256) {
            throw new IllegalArgumentException("connections " + connections + " is not in 1..256");
        }
    }

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException whose message does not repeat the text, for it may hold a password
     */
    public static URI parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw unfit();
        }
        check(uri);
        return uri;
    }

    private static void check(URI uri) {
        boolean scheme = "redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme());
        if (!scheme || uri.getHost() == null || uri.getPort() < 1) {
            throw unfit();
        }
    }

    private static IllegalArgumentException unfit() {
        return new IllegalArgumentException(
                "not usable: expected memory or redis[s]://[[user]:password@]host:port[/database]");
    }

    RedisClient connect() {
        int millis = Math.toIntExact(timeout.toMillis());
        var pool = new ConnectionPoolConfig();
        pool.setMaxTotal(connections);
        pool.setMaxIdle(connections);
        pool.setMaxWait(timeout);
        var client = DefaultJedisClientConfig.builder(uri)
                .connectionTimeoutMillis(millis)
                .socketTimeoutMillis(millis)
                .clientName("weir-ratelimit")
                .build();
        return RedisClient.builder()
                .hostAndPort(uri.getHost(), uri.getPort())
                .clientConfig(client)
                .poolConfig(pool)
                .build();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort();
    }
}
