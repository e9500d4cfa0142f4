package dev.weir.ratelimit.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ratelimit.DescriptorStatus;
import dev.weir.ratelimit.Rate;
import dev.weir.ratelimit.RateDecision;
import dev.weir.ratelimit.RateUnit;
import dev.weir.ratelimit.Rule;
import dev.weir.ratelimit.port.CounterStoreUnavailable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RateLimitMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RateLimitMetrics metrics = new RateLimitMetrics(registry);

    @Test
    void decided_inADomainThatIsNotConfigured_isCountedWithoutItsName() {
        metrics.decided("made up", new RateDecision(false, List.of(new DescriptorStatus.Unmatched())));

        assertThat(decisions("unknown", "ok")).isEqualTo(1);
    }

    @Test
    void decided_overTheLimit_isCountedUnderItsRule() {
        metrics.decided("weir", new RateDecision(true, List.of(refused(false), refused(true))));

        assertThat(decisions("weir", "over_limit")).isEqualTo(1);
        assertThat(rules("over_limit")).isEqualTo(1);
        assertThat(rules("shadowed")).isEqualTo(1);
    }

    @Test
    void fallback_whileItLasts_isAGaugeOfOne() {
        metrics.lost(CounterStoreUnavailable.lost("Redis did not take the hits", new IllegalStateException("out")));
        assertThat(registry.get("weir_ratelimit_fallback_active").gauge().value())
                .isEqualTo(1);

        metrics.regained();
        assertThat(registry.get("weir_ratelimit_fallback_active").gauge().value())
                .isZero();
    }

    private double decisions(String domain, String result) {
        return registry.get("weir_ratelimit_decisions")
                .tags("domain", domain, "result", result)
                .counter()
                .count();
    }

    private double rules(String result) {
        return registry.get("weir_ratelimit_rules")
                .tags("domain", "weir", "rule", "open", "result", result)
                .counter()
                .count();
    }

    private static DescriptorStatus refused(boolean shadow) {
        var rate = new Rate(1, RateUnit.SECOND);
        return new DescriptorStatus.Counted(
                new Rule("open", rate, shadow), rate, 1, false, 0, Duration.ofSeconds(1), Duration.ofSeconds(2));
    }
}
