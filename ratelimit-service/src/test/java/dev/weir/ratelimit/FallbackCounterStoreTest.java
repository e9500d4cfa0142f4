package dev.weir.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.CircuitBreaker;
import dev.weir.ratelimit.adapter.memory.MemoryCounterStore;
import dev.weir.ratelimit.adapter.redis.RealRedis;
import dev.weir.ratelimit.adapter.redis.RedisCounterStore;
import dev.weir.ratelimit.port.Charge;
import dev.weir.ratelimit.port.CounterStore;
import dev.weir.ratelimit.port.CounterStoreUnavailable;
import dev.weir.ratelimit.port.FallbackListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FallbackCounterStoreTest {
    private static final List<Charge> ONE_OF_FIVE =
            List.of(new Charge(new CounterKey("a"), new Rate(5, RateUnit.HOUR), 1));

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T12:00:00Z"));
    private final Told told = new Told();

    @Test
    void take_whileRedisIsOut_isBoundedByTheSameLimitAndTold() {
        try (var redis = new RealRedis();
                var shared = new RedisCounterStore(redis.address())) {
            var store = fallback(shared);
            assertThat(admitted(store, 2)).isEqualTo(2);
            assertThat(told.events).isEmpty();

            redis.stop();
            assertThat(admitted(store, 20)).isEqualTo(5);
            assertThat(told.events).containsOnlyOnce("lost");
            assertThat(told.local).isEqualTo(20);

            redis.startAgain();
            clock.forward(Duration.ofSeconds(2));
            assertThat(admitted(store, 20)).isEqualTo(5);
            assertThat(told.events).containsExactly("lost", "regained");
            assertThat(told.local).isEqualTo(20);
        }
    }

    @Test
    void take_afterAFailure_leavesTheSharedStoreAloneForThePause() {
        var shared = new Failing(CounterStoreUnavailable.lost("out", new IllegalStateException("out")));
        var store = fallback(shared);

        admitted(store, 10);
        assertThat(shared.asked).isEqualTo(1);

        clock.forward(Duration.ofSeconds(1));
        admitted(store, 10);
        assertThat(shared.asked).isEqualTo(2);
        assertThat(told.events).containsExactly("lost");
    }

    @Test
    void take_whileAllWaysToTheSharedStoreAreInUse_isLocal_andTheNextCallAsksAgain() {
        var shared = new Failing(CounterStoreUnavailable.busy("in use", new IllegalStateException("in use")));
        var store = fallback(shared);

        assertThat(admitted(store, 10)).isEqualTo(5);

        assertThat(shared.asked).isEqualTo(10);
        assertThat(told.events).isEmpty();
    }

    private FallbackCounterStore fallback(CounterStore shared) {
        return new FallbackCounterStore(
                shared,
                new MemoryCounterStore(100, clock, clock::nanos),
                new CircuitBreaker(Duration.ofSeconds(1), clock::nanos),
                told);
    }

    private int admitted(CounterStore store, int tries) {
        int admitted = 0;
        for (int attempt = 0; attempt < tries; attempt++) {
            admitted += store.take(ONE_OF_FIVE).getFirst().admitted() ? 1 : 0;
        }
        return admitted;
    }

    /** Never answers. */
    private static final class Failing implements CounterStore {
        private final CounterStoreUnavailable why;
        private int asked;

        private Failing(CounterStoreUnavailable why) {
            this.why = why;
        }

        @Override
        public List<Taken> take(List<Charge> charges) {
            asked++;
            throw why;
        }
    }

    private static final class Told implements FallbackListener {
        private final List<String> events = new ArrayList<>();
        private int local;

        @Override
        public void countedLocally() {
            local++;
        }

        @Override
        public void lost(CounterStoreUnavailable reason) {
            events.add("lost");
        }

        @Override
        public void regained() {
            events.add("regained");
        }
    }
}
