package dev.weir.ratelimit.adapter.quarkus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What an operator may set, as property {@code weir.…} or environment variable {@code WEIR_…}. Ports and hosts are Quarkus's own. */
@ConfigMapping(prefix = "weir")
public interface RateLimitConfig {
    /** A directory of limit files, read at the start and looked at every second. */
    Path limitsDir();

    /** {@code memory}, or the address of a Redis: {@code redis[s]://[[user]:password@]host:port[/database]}. */
    String counters();

    /** The most counters held in memory, also while Redis is out. */
    @WithDefault("65536")
    long maxCounters();

    /** This service's certificate, its key, and the authorities that it believes, all three or none: PEM files that may be replaced. */
    Optional<Path> tlsCert();

    Optional<Path> tlsKey();

    Optional<Path> tlsCa();

    RedisConfig redis();

    /** Only where counters are in Redis. */
    interface RedisConfig {
        /** For each of: a free connection, a connect, an answer. */
        @WithDefault("100ms")
        Duration timeout();

        /** The most connections, and the threads that use them. */
        @WithDefault("16")
        int connections();

        /** How long Redis is left alone after it failed. */
        @WithDefault("1s")
        Duration pause();
    }
}
