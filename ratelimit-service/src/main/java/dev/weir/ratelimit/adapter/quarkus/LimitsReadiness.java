package dev.weir.ratelimit.adapter.quarkus;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready with limits in force. A Redis that is out does not make it unready: it counts by itself then. */
@Readiness
@Singleton
final class LimitsReadiness implements HealthCheck {
    private final LimitsInForce limits;

    LimitsReadiness(LimitsInForce limits) {
        this.limits = limits;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("limits")
                .up()
                .withData("domains", limits.get().domains().size())
                .build();
    }
}
