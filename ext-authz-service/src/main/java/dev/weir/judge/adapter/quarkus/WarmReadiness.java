package dev.weir.judge.adapter.quarkus;

import dev.weir.judge.adapter.envoy.WarmUp;
import io.grpc.StatusRuntimeException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/** Ready once {@link WarmUp} has ended, however it ended: a cold judge is slow, and still right. */
@Readiness
@Singleton
final class WarmReadiness implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(WarmReadiness.class);

    private final WarmUp warmUp;
    private volatile boolean warm;

    WarmReadiness(WarmUp warmUp) {
        this.warmUp = warmUp;
    }

    void start(@Observes StartupEvent event) {
        Thread.ofPlatform().name("warm-up").daemon().start(() -> {
            try {
                LOG.debugf("warm after %d checks", warmUp.run());
            } catch (IOException | StatusRuntimeException e) {
                LOG.warnf("not warmed up, the first checks may be slow: %s", e.getMessage());
            } finally {
                warm = true;
            }
        });
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("warm").status(warm).build();
    }
}
