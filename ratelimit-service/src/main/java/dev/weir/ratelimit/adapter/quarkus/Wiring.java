package dev.weir.ratelimit.adapter.quarkus;

import dev.weir.model.CircuitBreaker;
import dev.weir.model.SteadyClock;
import dev.weir.observe.adapter.micrometer.IdentityMeters;
import dev.weir.observe.adapter.micrometer.ResidentMemory;
import dev.weir.observe.adapter.micrometer.WeirMeters;
import dev.weir.ratelimit.FallbackCounterStore;
import dev.weir.ratelimit.RateLimiter;
import dev.weir.ratelimit.adapter.grpc.DecisionThreads;
import dev.weir.ratelimit.adapter.memory.MemoryCounterStore;
import dev.weir.ratelimit.adapter.redis.RedisAddress;
import dev.weir.ratelimit.adapter.redis.RedisCounterStore;
import dev.weir.ratelimit.port.CounterStore;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;

/** Puts the parts together as the configuration says. */
@Singleton
final class Wiring {
    private static final String MEMORY = "memory";
    private static final int WAITING_FOR_EACH_CONNECTION = 64;

    @Produces
    @Singleton
    MeterFilter meters() {
        return new WeirMeters();
    }

    @Produces
    @Singleton
    MeterBinder memory() {
        return new ResidentMemory();
    }

    @Produces
    @Singleton
    MeterBinder identityMeters(RateLimitIdentity identity) {
        return new IdentityMeters(identity.tls()
                .map(tls -> new IdentityMeters.Watched(
                        () -> tls.left().toSeconds(), () -> !tls.fault().isEmpty())));
    }

    @Produces
    @Singleton
    RateLimiter limiter(LimitsInForce limits, CounterStore counters) {
        return new RateLimiter(limits, counters, SteadyClock.system(), new Random());
    }

    @Produces
    @Singleton
    CounterStore counters(RateLimitConfig config, RateLimitMetrics metrics) {
        var local = new MemoryCounterStore(config.maxCounters(), InstantSource.system(), System::nanoTime);
        var redis = config.redis();
        return redisAddress(config.counters())
                .map(address -> new RedisAddress(address, redis.timeout(), redis.connections()))
                .<CounterStore>map(address -> new FallbackCounterStore(
                        new RedisCounterStore(address),
                        local,
                        new CircuitBreaker(redis.pause(), System::nanoTime),
                        metrics))
                .orElse(local);
    }

    @Produces
    @Singleton
    DecisionThreads threads(RateLimitConfig config) {
        int connections = config.redis().connections();
        return redisAddress(config.counters()).isEmpty()
                ? DecisionThreads.caller()
                : DecisionThreads.workers(connections, WAITING_FOR_EACH_CONNECTION * connections);
    }

    /**
     * The Redis that {@code weir.counters} names; empty for memory.
     *
     * @throws IllegalArgumentException where it is neither; the message does not repeat it, for it may hold a password
     */
    static Optional<URI> redisAddress(String counters) {
        return MEMORY.equals(counters) ? Optional.empty() : Optional.of(RedisAddress.parse(counters));
    }

    void close(@Disposes DecisionThreads threads) {
        threads.close();
    }
}
