package dev.weir.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ratelimit.adapter.memory.MemoryCounterStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReturnsTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final Rate SECOND = new Rate(100, RateUnit.SECOND);
    private static final Duration FITS = Duration.ofMillis(400);

    private final Returns returns = new Returns(new Random(1));

    @Test
    void oneRefusal_isSpreadOverASecond() {
        assertThat(after("a", SECOND, NOON)).isBetween(FITS, FITS.plusSeconds(1));
    }

    @Test
    void callersWhoAreRefusedAtOnce_areNotToldTheSameTime() {
        var told = new TreeMap<Long, Integer>();
        for (int caller = 0; caller < 100; caller++) {
            told.merge(RateLimitFields.seconds(after("caller " + caller, SECOND, NOON)), 1, Integer::sum);
        }

        assertThat(told.keySet()).containsExactly(1L, 2L);
        assertThat(told.values()).allMatch(callers -> callers > 25);
    }

    @Test
    void backlog_isSpreadOverTwiceTheTimeThatItTakes_andDrains() {
        var last = IntStream.range(0, 400)
                .mapToObj(hit -> after("a", SECOND, NOON))
                .max(Duration::compareTo)
                .orElseThrow();
        assertThat(last).isBetween(Duration.ofSeconds(6), FITS.plusSeconds(8));

        for (int i = 0; i < 50; i++) {
            assertThat(after("a", SECOND, NOON.plusSeconds(10))).isLessThan(FITS.plusSeconds(2));
        }
    }

    @ParameterizedTest
    @CsvSource({"SECOND, 60", "MINUTE, 60", "HOUR, 3600", "DAY, 86400"})
    void waits_areSpreadOverAMinuteOrAWindowAtMost(RateUnit unit, long seconds) {
        for (int i = 0; i < 10_000; i++) {
            assertThat(after("a", new Rate(1, unit), NOON)).isLessThan(FITS.plusSeconds(seconds));
        }
    }

    @Test
    void limitOfZero_andAClockThatStepsBack_areSpreadAsWell() {
        assertThat(after("a", new Rate(0, RateUnit.SECOND), NOON)).isGreaterThanOrEqualTo(FITS);
        assertThat(after("a", SECOND, NOON)).isGreaterThanOrEqualTo(FITS);
        assertThat(after("a", SECOND, NOON.minusSeconds(3_600))).isLessThan(FITS.plusSeconds(60));
    }

    /** 250 calls at once where 100 a second are let in, by a client that obeys and asks four times in all, at several parts of the window. */
    @ParameterizedTest
    @CsvSource({"1", "250", "500", "750", "999"})
    void clientThatObeys_isServed(int millisIntoTheWindow) {
        var clock = new SettableClock(NOON.plusMillis(millisIntoTheWindow));
        var rule = new Rule("staked", SECOND, false);
        var limits = new Limits(Map.of(
                "weir", LimitLevel.of(List.of(new LimitEntry("caller", null, rule, LimitLevel.of(List.of()))))));
        var limiter =
                new RateLimiter(() -> limits, new MemoryCounterStore(10, clock, clock::nanos), clock, new Random(7));
        var calls = new PriorityQueue<Call>();
        IntStream.range(0, 250).forEach(call -> calls.add(new Call(clock.instant(), 1)));

        int mostTries = 0;
        while (!calls.isEmpty()) {
            var call = calls.remove();
            clock.forward(Duration.between(clock.instant(), call.at));
            mostTries = Math.max(mostTries, call.tries);
            var decision = limiter.decide("weir", List.of(Descriptor.of(new Descriptor.Entry("caller", "a"))), 1);
            decision.retryAfter()
                    .ifPresent(wait ->
                            calls.add(new Call(call.at.plusSeconds(RateLimitFields.seconds(wait)), call.tries + 1)));
        }

        assertThat(mostTries).isLessThanOrEqualTo(4);
    }

    private record Call(Instant at, int tries) implements Comparable<Call> {
        @Override
        public int compareTo(Call other) {
            return at.compareTo(other.at);
        }
    }

    private Duration after(String caller, Rate rate, Instant now) {
        var counter = CounterKey.of("weir", rate.unit(), List.of(new Descriptor.Entry("caller", caller)));
        return returns.after(counter, rate, 1, FITS, now);
    }
}
