package dev.weir.ratelimit.adapter.quarkus;

import dev.weir.ratelimit.adapter.redis.RealRedis;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A real Redis for the service's counters, which its test may stop. */
public final class RedisBehindTheService implements QuarkusTestResourceLifecycleManager {
    private final RealRedis redis = new RealRedis();

    @Override
    public Map<String, String> start() {
        return Map.of("weir.counters", redis.uri().toString(), "weir.redis.timeout", "1s");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(redis, new TestInjector.MatchesType(RealRedis.class));
    }

    @Override
    public void stop() {
        redis.close();
    }
}
