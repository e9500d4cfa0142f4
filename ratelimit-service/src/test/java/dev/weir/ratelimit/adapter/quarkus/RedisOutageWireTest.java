package dev.weir.ratelimit.adapter.quarkus;

import static dev.weir.ratelimit.adapter.quarkus.EnvoyClient.quotes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.ratelimit.adapter.redis.RealRedis;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.Code;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The service on a real Redis, which goes away, or hangs. */
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
            awaitShared(envoy);
            assertThat(admitted(envoy, "one caller", 10)).isEqualTo(3);
            var before = counted("weir_ratelimit_fallback");

            redis.stop();
            try {
                assertThat(admitted(envoy, "one caller", 10)).isEqualTo(3);
                assertThat(counted("weir_ratelimit_fallback") - before).isEqualTo(10);
            } finally {
                redis.startAgain();
            }
        }
    }

    /** The store that hangs costs a call its timeout, once in each pause; the counters are there when it wakes. */
    @Test
    void calls_whileRedisHangs_areStillLimited_andSharedAgainWhenItWakes() {
        try (var envoy = new EnvoyClient(grpcPort)) {
            awaitShared(envoy);
            assertThat(admitted(envoy, "another caller", 10)).isEqualTo(3);

            redis.suspend();
            try {
                var before = counted("weir_ratelimit_fallback");
                assertThat(admitted(envoy, "another caller", 10)).isEqualTo(3);
                assertThat(counted("weir_ratelimit_fallback") - before).isEqualTo(10);
            } finally {
                redis.resume();
            }

            awaitShared(envoy);
            assertThat(admitted(envoy, "another caller", 10)).isZero();
        }
    }

    private void awaitShared(EnvoyClient envoy) {
        await().untilAsserted(() -> {
            var before = counted("weir_ratelimit_fallback");
            admitted(envoy, "who asks whether it is back", 1);
            assertThat(counted("weir_ratelimit_fallback")).isEqualTo(before);
        });
    }

    private static int admitted(EnvoyClient envoy, String caller, int calls) {
        int admitted = 0;
        for (int call = 0; call < calls; call++) {
            admitted += envoy.ask(quotes(caller)).getOverallCode() == Code.OK ? 1 : 0;
        }
        return admitted;
    }

    private double counted(String name) {
        return metrics.get(name).counter().count();
    }
}
