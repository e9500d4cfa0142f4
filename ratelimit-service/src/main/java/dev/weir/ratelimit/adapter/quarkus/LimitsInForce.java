package dev.weir.ratelimit.adapter.quarkus;

import dev.weir.ratelimit.Limits;
import dev.weir.ratelimit.adapter.yaml.InvalidLimits;
import dev.weir.ratelimit.adapter.yaml.LimitsDirectory;
import dev.weir.ratelimit.adapter.yaml.LimitsReload;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Reads the limits before the service answers anything, and looks for changes every second. */
@Startup
@Singleton
final class LimitsInForce implements Supplier<Limits>, LimitsReload.Listener {
    private static final Logger LOG = Logger.getLogger(LimitsInForce.class);

    private final LimitsReload reload;
    private static final String LOADED = "loaded";
    private static final String REFUSED = "refused";

    private final MeterProvider<Counter> reloads;
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("weir-limits").daemon().factory());

    LimitsInForce(RateLimitConfig config, MeterRegistry registry) {
        this.reloads = Counter.builder("weir_ratelimit_limits_reloads")
                .description("times that changed files of limits were read")
                .withRegistry(registry);
        reloads.withTag("result", LOADED);
        reloads.withTag("result", REFUSED);
        try {
            this.reload = new LimitsReload(new LimitsDirectory(config.limitsDir()), this);
        } catch (InvalidLimits e) {
            throw new IllegalStateException("the limits cannot be used:\n" + e.getMessage(), e);
        }
        var _ = clockwork.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public Limits get() {
        return reload.get();
    }

    void look() {
        try {
            reload.look();
        } catch (RuntimeException e) {
            LOG.error("the limits could not be looked at; the last good ones stay", e);
        }
    }

    @Override
    public void loaded(Limits limits) {
        count(LOADED);
        LOG.infof("limits reloaded: %d domains", limits.domains().size());
    }

    @Override
    public void refused(InvalidLimits reason) {
        count(REFUSED);
        LOG.errorf("The changed limits cannot be used; the last good ones stay.%n%s", reason.getMessage());
    }

    void stop(@Observes ShutdownEvent event) {
        clockwork.shutdownNow();
    }

    private void count(String result) {
        reloads.withTag("result", result).increment();
    }
}
