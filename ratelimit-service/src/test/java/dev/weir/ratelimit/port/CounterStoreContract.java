package dev.weir.ratelimit.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ratelimit.CounterKey;
import dev.weir.ratelimit.Rate;
import dev.weir.ratelimit.RateUnit;
import dev.weir.ratelimit.SettableClock;
import dev.weir.ratelimit.SlidingWindow;
import dev.weir.ratelimit.Taken;
import dev.weir.ratelimit.WindowCount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every counter store must do. Each adapter's test extends it. */
public abstract class CounterStoreContract {
    protected static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final Rate TEN_A_MINUTE = new Rate(10, RateUnit.MINUTE);

    protected final SettableClock clock = new SettableClock(NOON);

    /** An empty store whose time is {@link #clock}. */
    protected abstract CounterStore store();

    @Test
    void take_upToTheRate_isAdmittedAndNoMore() {
        for (int hit = 1; hit <= 10; hit++) {
            assertThat(take("a", TEN_A_MINUTE, 1)).isEqualTo(admitted(10 - hit));
        }
        assertThat(take("a", TEN_A_MINUTE, 1)).isEqualTo(new Taken(false, 0, Duration.ofMillis(60_001)));
    }

    @Test
    void take_ofMoreThanFits_takesNothing() {
        take("a", TEN_A_MINUTE, 8);

        assertThat(take("a", TEN_A_MINUTE, 3).admitted()).isFalse();
        assertThat(take("a", TEN_A_MINUTE, 2)).isEqualTo(admitted(0));
    }

    @Test
    void take_ofNothing_looksOnly() {
        take("a", TEN_A_MINUTE, 4);

        assertThat(take("a", TEN_A_MINUTE, 0)).isEqualTo(admitted(6));
        assertThat(take("a", TEN_A_MINUTE, 0)).isEqualTo(admitted(6));
    }

    @Test
    void take_fromAnotherCounter_isIndependent() {
        take("a", TEN_A_MINUTE, 10);

        assertThat(take("b", TEN_A_MINUTE, 10).admitted()).isTrue();
    }

    @Test
    void take_inTheNextWindow_weighsThePreviousOne() {
        take("a", TEN_A_MINUTE, 10);
        clock.forward(Duration.ofSeconds(90));

        assertThat(take("a", TEN_A_MINUTE, 6).admitted()).isFalse();
        assertThat(take("a", TEN_A_MINUTE, 5)).isEqualTo(new Taken(true, 0, Duration.ofSeconds(30)));
    }

    @Test
    void take_twoWindowsLater_startsAnew() {
        take("a", TEN_A_MINUTE, 10);
        clock.forward(Duration.ofMinutes(2));

        assertThat(take("a", TEN_A_MINUTE, 10)).isEqualTo(admitted(0));
    }

    @Test
    void take_withAClockThatSteppedBack_admitsNoMore() {
        take("a", TEN_A_MINUTE, 10);
        clock.forward(Duration.ofMinutes(-3));

        assertThat(take("a", TEN_A_MINUTE, 1).admitted()).isFalse();
    }

    @Test
    void take_ofSeveralCharges_answersInOrderAndCountsARepeatedCounterTwice() {
        var one = new Charge(new CounterKey("one"), new Rate(1, RateUnit.DAY), 1);
        var ten = new Charge(new CounterKey("ten"), TEN_A_MINUTE, 1);

        assertThat(store().take(List.of(one, ten, one)))
                .extracting(Taken::admitted)
                .containsExactly(true, true, false);
        assertThat(store().take(List.of())).isEmpty();
    }

    @Test
    void take_atTheLargestLimit_isExact() {
        var largest = new Rate(Rate.MAX_REQUESTS, RateUnit.SECOND);

        assertThat(take("a", largest, Rate.MAX_REQUESTS).admitted()).isTrue();
        assertThat(take("a", largest, 1).admitted()).isFalse();
        assertThat(take("b", largest, Charge.MAX_HITS).admitted()).isFalse();
    }

    /** Seeded: 2,000 random steps do to the store what they do to the formula, also where products pass 2^53. */
    @ParameterizedTest
    @CsvSource({"7, SECOND, 200", "4294967295, DAY, 17280000"})
    void take_underRandomTraffic_agreesWithTheFormula(long limit, RateUnit unit, int pause) {
        var random = new Random(11);
        var rate = new Rate(limit, unit);
        var window = SlidingWindow.of(rate);
        WindowCount expected = WindowCount.EMPTY;
        for (int step = 0; step < 2_000; step++) {
            clock.forward(Duration.ofMillis(random.nextInt(pause)));
            long hits = random.nextLong(limit / 2 + 1);
            var formula = window.take(expected, hits, clock.instant());
            assertThat(take("a", rate, hits))
                    .as("step %d", step)
                    .isEqualTo(window.taken(formula, hits, clock.instant()));
            expected = formula.count();
        }
    }

    @Test
    void take_byManyThreadsAtOnce_admitsExactlyTheLimit() throws Exception {
        var hundred = new Rate(100, RateUnit.HOUR);
        CounterStore store = store();

        assertThat(admittedBy(
                        16,
                        50,
                        () -> store.take(List.of(new Charge(new CounterKey("hot"), hundred, 1)))
                                .getFirst()
                                .admitted()))
                .isEqualTo(100);
    }

    /** Threads start together and knock each {@code tries} times. */
    private static int admittedBy(int threads, int tries, Callable<Boolean> take) throws Exception {
        var start = new CyclicBarrier(threads);
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var results = new ArrayList<Future<Integer>>();
            for (int thread = 0; thread < threads; thread++) {
                results.add(pool.submit(() -> {
                    start.await();
                    int admitted = 0;
                    for (int attempt = 0; attempt < tries; attempt++) {
                        admitted += take.call() ? 1 : 0;
                    }
                    return admitted;
                }));
            }
            int sum = 0;
            for (Future<Integer> result : results) {
                sum += result.get();
            }
            return sum;
        }
    }

    protected final Taken take(String counter, Rate rate, long hits) {
        return store().take(List.of(new Charge(new CounterKey(counter), rate, hits)))
                .getFirst();
    }

    /** At the start of a window. */
    private static Taken admitted(long remaining) {
        return new Taken(true, remaining, Duration.ofMinutes(1));
    }
}
