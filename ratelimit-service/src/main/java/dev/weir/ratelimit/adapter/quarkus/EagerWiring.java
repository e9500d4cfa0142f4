package dev.weir.ratelimit.adapter.quarkus;

import dev.weir.ratelimit.RateLimiter;
import dev.weir.ratelimit.adapter.grpc.DecisionThreads;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Has every part made while the service starts. What cannot be made ends the start; made later, by the gRPC server, it would
 * only be logged, and the service would stand there without one.
 */
@Singleton
final class EagerWiring {
    private static final Logger LOG = Logger.getLogger(EagerWiring.class);

    void start(@Observes StartupEvent event, RateLimiter limiter, DecisionThreads threads) {
        LOG.debugf("deciding with %s on %s", limiter, threads);
    }
}
