package dev.weir.ratelimit.adapter.quarkus;

import static dev.weir.ratelimit.adapter.quarkus.EnvoyClient.quotes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ratelimit.adapter.redis.RealRedis;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.Code;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The service on a real Redis, which then goes away. */
@QuarkusTest
@QuarkusTestResource(value = ServiceUnderTest.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = RedisBehindTheService.class, restrictToAnnotatedClass = true)
final class RedisOutageWireTest {
    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int grpcPort;

    @Inject
    MeterRegistry metrics;

    /** Set by {@link RedisBehindTheService}. */
    @SuppressWarnings("NullAway.Init")
    RealRedis redis;

    @Test
    void calls_whenRedisGoesAway_areStillLimitedAndCountedAsFallback() {
        try (var envoy = new EnvoyClient(grpcPort)) {
            assertThat(admitted(envoy, 10)).isEqualTo(3);
            assertThat(counted("weir_ratelimit_fallback")).isZero();

            redis.stop();

            assertThat(admitted(envoy, 10)).isEqualTo(3);
            assertThat(counted("weir_ratelimit_fallback")).isEqualTo(10);
        }
    }

    private static int admitted(EnvoyClient envoy, int calls) {
        int admitted = 0;
        for (int call = 0; call < calls; call++) {
            admitted += envoy.ask(quotes("one caller")).getOverallCode() == Code.OK ? 1 : 0;
        }
        return admitted;
    }

    private double counted(String name) {
        return metrics.get(name).counter().count();
    }
}
