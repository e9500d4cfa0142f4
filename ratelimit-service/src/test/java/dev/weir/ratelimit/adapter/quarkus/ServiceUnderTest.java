package dev.weir.ratelimit.adapter.quarkus;

import dev.weir.ratelimit.adapter.redis.RealRedis;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Free ports and limits of its own for a service that runs in a test. */
public class ServiceUnderTest implements QuarkusTestResourceLifecycleManager {
    private static final String LIMITS = """
            domain: weir
            descriptors:
              - key: api
                value: quotes
                descriptors:
                  - key: tier
                    value: open
                    descriptors:
                      - key: caller
                        rate_limit: {name: quotes-open, unit: day, requests_per_unit: 3}
              - key: second
                rate_limit: {unit: second, requests_per_unit: 20}
              - key: watched
                shadow_mode: true
                rate_limit: {unit: day, requests_per_unit: 1}
              - key: free
                rate_limit: {unlimited: true}
            """;

    @Override
    public Map<String, String> start() {
        try {
            Path limits = Files.createTempDirectory("weir-limits");
            Files.writeString(limits.resolve("weir.yaml"), LIMITS);
            return Map.of(
                    "weir.limits-dir", limits.toString(),
                    "quarkus.grpc.server.test-port", Integer.toString(RealRedis.freePort()),
                    "quarkus.http.test-port", Integer.toString(RealRedis.freePort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {}
}
