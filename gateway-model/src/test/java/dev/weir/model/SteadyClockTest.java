package dev.weir.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class SteadyClockTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    private final AtomicReference<Instant> wall = new AtomicReference<>(NOON);
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final SteadyClock clock = new SteadyClock(wall::get, nanos::get);

    @Test
    void clock_startsAtTheWallClocksTime() {
        assertThat(clock.instant()).isEqualTo(NOON);
    }

    @Test
    void clock_goesOnByTheMonotonicOne_alsoWhereThatOverflows() {
        nanos.addAndGet(1_000_000_000);

        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(1));
    }

    @Test
    void wallClockThatIsSet_changesNothing() {
        wall.set(NOON.plusSeconds(3_600));
        assertThat(clock.instant()).isEqualTo(NOON);

        wall.set(NOON.minusSeconds(3_600));
        assertThat(clock.instant()).isEqualTo(NOON);
    }
}
