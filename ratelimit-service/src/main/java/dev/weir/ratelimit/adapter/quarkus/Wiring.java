package dev.weir.ratelimit.adapter.quarkus;

import dev.weir.ratelimit.FallbackCounterStore;
import dev.weir.ratelimit.RateLimiter;
import dev.weir.ratelimit.adapter.grpc.DecisionThreads;
import dev.weir.ratelimit.adapter.memory.MemoryCounterStore;
import dev.weir.ratelimit.adapter.redis.RedisAddress;
import dev.weir.ratelimit.adapter.redis.RedisCounterStore;
import dev.weir.ratelimit.port.CounterStore;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.InstantSource;

/** Puts the parts together as the configuration says. */
@Singleton
final class Wiring {
    private static final String MEMORY = "memory";
    private static final int WAITING_FOR_EACH_CONNECTION = 64;

    @Produces
    @Singleton
    RateLimiter limiter(LimitsInForce limits, CounterStore counters) {
        return new RateLimiter(limits, counters, InstantSource.system());
    }

    @Produces
    @Singleton
    CounterStore counters(RateLimitConfig config, RateLimitMetrics metrics) {
        var local = new MemoryCounterStore(config.maxCounters(), InstantSource.system());
        if (MEMORY.equals(config.counters())) {
            return local;
        }
        var redis = config.redis();
        var address = new RedisAddress(URI.create(config.counters()), redis.timeout(), redis.connections());
        return new FallbackCounterStore(new RedisCounterStore(address), local, redis.pause(), metrics);
    }

    @Produces
    @Singleton
    DecisionThreads threads(RateLimitConfig config) {
        int connections = config.redis().connections();
        return MEMORY.equals(config.counters())
                ? DecisionThreads.caller()
                : DecisionThreads.workers(connections, WAITING_FOR_EACH_CONNECTION * connections);
    }

    void close(@Disposes DecisionThreads threads) {
        threads.close();
    }
}
