package dev.weir.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ratelimit.adapter.memory.MemoryCounterStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RateLimiterTest {
    private static final Rule THREE = new Rule("three", new Rate(3, RateUnit.MINUTE), false);
    private static final Rule ONE = new Rule("one", new Rate(1, RateUnit.SECOND), false);
    private static final Rule SHADOW = new Rule("shadow", new Rate(1, RateUnit.HOUR), true);
    private static final Rule OPEN = new Rule("open", new Allowance.Unlimited(), false);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T12:00:00.400Z"));
    private final RateLimiter limiter = limiter();

    @Test
    void decide_underTheLimit_saysWhatRemainsAndWhenTheWindowEnds() {
        RateDecision decision = limiter.decide("weir", List.of(asked("three", "a")), 1);

        assertThat(decision.overLimit()).isFalse();
        assertThat(decision.statuses())
                .containsExactly(new DescriptorStatus.Counted(
                        THREE,
                        new Rate(3, RateUnit.MINUTE),
                        1,
                        true,
                        2,
                        Duration.ofMillis(59_600),
                        Duration.ofMillis(59_600)));
    }

    @Test
    void decide_overTheLimit_saysWhenTheHitsFitAgain() {
        limiter.decide("weir", List.of(asked("one", "a")), 1);

        RateDecision decision = limiter.decide("weir", List.of(asked("one", "a")), 1);

        assertThat(decision.overLimit()).isTrue();
        assertThat(decision.refusing())
                .extracting(DescriptorStatus.Counted::reset)
                .containsExactly(Duration.ofMillis(601));
        assertThat(decision.retryAfter().orElseThrow()).isBetween(Duration.ofMillis(601), Duration.ofMillis(2_601));
    }

    @Test
    void decide_forAnotherValue_countsByItself() {
        limiter.decide("weir", List.of(asked("one", "a")), 1);

        assertThat(limiter.decide("weir", List.of(asked("one", "b")), 1).overLimit())
                .isFalse();
    }

    @Test
    void decide_withManyHits_takesAllOrNone() {
        assertThat(limiter.decide("weir", List.of(asked("three", "a")), 4).overLimit())
                .isTrue();
        assertThat(limiter.decide("weir", List.of(asked("three", "a")), 3).overLimit())
                .isFalse();
        assertThat(limiter.decide("weir", List.of(asked("three", "a")), 1).overLimit())
                .isTrue();
    }

    @Test
    void decide_withHitsOfItsOwn_costsADescriptorThose() {
        var free = new Descriptor(List.of(new Descriptor.Entry("one", "a")), null, OptionalLong.of(0));

        for (int call = 0; call < 5; call++) {
            assertThat(limiter.decide("weir", List.of(free), 1).overLimit()).isFalse();
        }
    }

    @Test
    void decide_withSeveralDescriptors_refusesWhenOneDoesAndCountsTheOthers() {
        limiter.decide("weir", List.of(asked("one", "a")), 1);

        RateDecision decision =
                limiter.decide("weir", List.of(asked("three", "a"), asked("nothing", "x"), asked("one", "a")), 1);

        assertThat(decision.overLimit()).isTrue();
        assertThat(decision.statuses()).extracting(DescriptorStatus::refuses).containsExactly(false, false, true);
        assertThat(decision.statuses().get(1)).isEqualTo(new DescriptorStatus.Unmatched());
        assertThat(decision.binding())
                .extracting(DescriptorStatus.Counted::remaining)
                .containsExactly(2L, 0L);
    }

    @Test
    void decide_underAShadowRule_reportsAndDoesNotRefuse() {
        limiter.decide("weir", List.of(asked("shadow", "a")), 1);

        RateDecision decision = limiter.decide("weir", List.of(asked("shadow", "a")), 1);

        assertThat(decision.overLimit()).isFalse();
        assertThat(decision.binding()).isEmpty();
        assertThat(decision.statuses().getFirst())
                .isInstanceOfSatisfying(
                        DescriptorStatus.Counted.class,
                        counted -> assertThat(counted.admitted()).isFalse());
    }

    @Test
    void decide_underAnUnlimitedRule_countsNothing() {
        assertThat(limiter.decide("weir", List.of(asked("open", "a")), 1_000_000)
                        .statuses())
                .containsExactly(new DescriptorStatus.Unlimited(OPEN));
    }

    @Test
    void decide_inAnUnknownDomain_letsThroughAndSaysSo() {
        RateDecision decision = limiter.decide("other", List.of(asked("one", "a")), 1);

        assertThat(decision.overLimit()).isFalse();
        assertThat(decision.domainKnown()).isFalse();
    }

    @Test
    void fields_ofADecision_areStructuredFieldsOfTheDraft() {
        RateDecision decision = limiter.decide("weir", List.of(asked("three", "a"), asked("one", "a")), 1);

        assertThat(RateLimitFields.policy(decision.binding())).isEqualTo("\"three\";q=3;w=60, \"one\";q=1;w=1");
        assertThat(RateLimitFields.limit(decision.binding())).isEqualTo("\"three\";r=2;t=60, \"one\";r=0;t=1");
    }

    @Test
    void fields_withAQuoteInTheName_escapeIt() {
        var counted = new DescriptorStatus.Counted(
                new Rule("a\"b\\c", new Rate(1, RateUnit.SECOND), false),
                new Rate(1, RateUnit.SECOND),
                1,
                true,
                0,
                Duration.ZERO,
                Duration.ZERO);

        assertThat(RateLimitFields.limit(List.of(counted))).isEqualTo("\"a\\\"b\\\\c\";r=0;t=1");
    }

    private RateLimiter limiter() {
        var level = LimitLevel.of(
                List.of(each("three", THREE), each("one", ONE), each("shadow", SHADOW), each("open", OPEN)));
        var limits = new Limits(Map.of("weir", level));
        return new RateLimiter(() -> limits, new MemoryCounterStore(100, clock, clock::nanos), clock, new Random(1));
    }

    private static LimitEntry each(String key, Rule rule) {
        return new LimitEntry(key, null, rule, LimitLevel.of(List.of()));
    }

    private static Descriptor asked(String key, String value) {
        return Descriptor.of(new Descriptor.Entry(key, value));
    }
}
