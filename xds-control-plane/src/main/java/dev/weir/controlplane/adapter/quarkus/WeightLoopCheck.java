package dev.weir.controlplane.adapter.quarkus;

import dev.weir.config.WeirConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Whether weights are still planned: down where the last good round of the weight loop is older than ten ticks or five seconds, whichever is longer.
 *
 * <p>Liveness and not readiness: a loop that stands is mended by a restart, which goes on with the last weights, while being passed over would
 * take ADS from gateways and mend nothing.
 */
@Liveness
@ApplicationScoped
public class WeightLoopCheck implements HealthCheck {
    private static final int TICKS = 10;
    private static final Duration AT_LEAST = Duration.ofSeconds(5);

    private final Round ticks;
    private final WeirConfig config;

    @Inject
    public WeightLoopCheck(Round ticks, WeirConfig config) {
        this.ticks = ticks;
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        return answer(ticks.sinceGood(), config.weights().tick());
    }

    static HealthCheckResponse answer(Duration sinceGood, Duration tick) {
        var limit = tick.multipliedBy(TICKS).compareTo(AT_LEAST) > 0 ? tick.multipliedBy(TICKS) : AT_LEAST;
        return HealthCheckResponse.named("weight-loop")
                .status(sinceGood.compareTo(limit) <= 0)
                .withData("millisSinceGoodTick", sinceGood.toMillis())
                .build();
    }
}
