package dev.weir.ratelimit.adapter.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.ratelimit.CounterKey;
import dev.weir.ratelimit.Rate;
import dev.weir.ratelimit.RateUnit;
import dev.weir.ratelimit.port.Charge;
import dev.weir.ratelimit.port.CounterStore;
import dev.weir.ratelimit.port.CounterStoreContract;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class MemoryCounterStoreTest extends CounterStoreContract {
    private static final Rate ONE_A_SECOND = new Rate(1, RateUnit.SECOND);

    private final MemoryCounterStore store = new MemoryCounterStore(1_000, clock, clock::nanos);

    @Override
    protected CounterStore store() {
        return store;
    }

    @Test
    void store_underAFloodOfNewCallers_staysBoundedAndRemembersTheBusyOne() {
        var tenADay = new Rate(10, RateUnit.DAY);
        for (int call = 0; call < 50; call++) {
            take("busy", tenADay, 1);
        }

        for (int caller = 0; caller < 20_000; caller++) {
            take("new-" + caller, tenADay, 1);
            assertThat(take("busy", tenADay, 1).admitted()).isFalse();
        }

        assertThat(store.size()).isLessThanOrEqualTo(1_000);
    }

    @Test
    void store_twoWindowsAfterTheLastHit_hasForgotten() {
        take("a", ONE_A_SECOND, 1);
        assertThat(store.size()).isEqualTo(1);

        clock.forward(Duration.ofMillis(2_001));

        assertThat(store.size()).isZero();
    }

    @Test
    void store_afterTheWallClockStepsFarBack_refusesForTwoWindowsAtMost() {
        var ticks = new AtomicLong();
        var steady = new MemoryCounterStore(10, clock, ticks::get);
        var charge = List.of(new Charge(new CounterKey("a"), ONE_A_SECOND, 1));
        assertThat(steady.take(charge).getFirst().admitted()).isTrue();

        clock.forward(Duration.ofDays(-1));
        assertThat(steady.take(charge).getFirst().admitted()).isFalse();
        clock.forward(Duration.ofSeconds(1));
        ticks.set(Duration.ofMillis(1_900).toNanos());
        assertThat(steady.take(charge).getFirst().admitted()).isFalse();
        clock.forward(Duration.ofSeconds(1));
        ticks.set(Duration.ofMillis(2_100).toNanos());
        assertThat(steady.take(charge).getFirst().admitted()).isTrue();
    }

    @Test
    void store_withoutRoom_isRefused() {
        assertThatThrownBy(() -> new MemoryCounterStore(0, clock, clock::nanos))
                .hasMessage("max counters 0 is not positive");
    }
}
