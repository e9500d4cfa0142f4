package dev.weir.ratelimit.adapter.quarkus;

import dev.weir.ratelimit.DescriptorStatus;
import dev.weir.ratelimit.RateDecision;
import dev.weir.ratelimit.port.CounterStoreUnavailable;
import dev.weir.ratelimit.port.DecisionListener;
import dev.weir.ratelimit.port.FallbackListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * What the service counts of itself. Labels come from the configuration only (domains, rules) or from closed sets, so
 * their number is bounded and they name no caller.
 */
@Singleton
final class RateLimitMetrics implements DecisionListener, FallbackListener {
    private static final Logger LOG = Logger.getLogger(RateLimitMetrics.class);

    private final MeterProvider<Counter> decisions;
    private final MeterProvider<Counter> rules;
    private final Timer duration;
    private final Counter failed;
    private final Counter fallback;
    private final AtomicBoolean onFallback = new AtomicBoolean();

    RateLimitMetrics(MeterRegistry registry) {
        this.decisions = Counter.builder("weir_ratelimit_decisions")
                .description("questions of gateways, by what they were answered")
                .withRegistry(registry);
        this.rules = Counter.builder("weir_ratelimit_rules")
                .description("descriptors, by the rule that counted them")
                .withRegistry(registry);
        this.duration = Timer.builder("weir_ratelimit_decision_duration")
                .description("one question, the wait for its counters included")
                .register(registry);
        this.failed = counter(registry, "weir_ratelimit_requests_failed", "questions that were not answered");
        this.fallback = counter(
                registry,
                "weir_ratelimit_fallback",
                "questions that this instance counted by itself, as Redis was out");
        Gauge.builder("weir_ratelimit_fallback_active", onFallback, active -> active.get() ? 1 : 0)
                .description("1 while this instance counts by itself, as Redis is out")
                .register(registry);
    }

    /** Who starts after this in the same virtual machine, as tests do, finds no gauges of what is gone. */
    void stop(@Observes ShutdownEvent event, MeterRegistry meters) {
        meters.clear();
    }

    @Override
    public void decided(String domain, RateDecision decision) {
        String label = decision.domainKnown() ? domain : "unknown";
        decisions
                .withTags("domain", label, "result", decision.overLimit() ? "over_limit" : "ok")
                .increment();
        for (DescriptorStatus status : decision.statuses()) {
            rule(label, status);
        }
    }

    private void rule(String domain, DescriptorStatus status) {
        switch (status) {
            case DescriptorStatus.Unmatched unmatched -> rule(domain, "none", "ok");
            case DescriptorStatus.Unlimited unlimited ->
                rule(domain, unlimited.rule().name(), "ok");
            case DescriptorStatus.Counted counted -> rule(domain, counted.rule().name(), result(counted));
        }
    }

    private void rule(String domain, String rule, String result) {
        rules.withTags("domain", domain, "rule", rule, "result", result).increment();
    }

    private static Counter counter(MeterRegistry registry, String name, String what) {
        return Counter.builder(name).description(what).register(registry);
    }

    @Override
    public void took(Duration time) {
        duration.record(time);
    }

    private static String result(DescriptorStatus.Counted counted) {
        if (counted.admitted()) {
            return "ok";
        }
        return counted.refuses() ? "over_limit" : "shadowed";
    }

    @Override
    public void failed() {
        failed.increment();
    }

    @Override
    public void countedLocally() {
        fallback.increment();
    }

    @Override
    public void lost(CounterStoreUnavailable reason) {
        onFallback.set(true);
        LOG.warnf("Redis is out and this instance counts by itself meanwhile: %s", reason.getMessage());
    }

    @Override
    public void regained() {
        onFallback.set(false);
        LOG.info("Redis answers again; counters are shared");
    }
}
