package dev.weir.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VirtualTimeTest {
    private final VirtualTime time = new VirtualTime();
    private final List<String> seen = new ArrayList<>();

    @Test
    void events_comeInTheOrderOfTheirTimes() {
        at(30, "third");
        at(10, "first");
        at(20, "second");

        time.runUntil(100);

        assertThat(seen).containsExactly("first 10", "second 20", "third 30");
        assertThat(time.now()).isEqualTo(100);
    }

    @Test
    void events_atTheSameTime_comeAsTheyWereAskedFor() {
        at(10, "a");
        at(10, "b");
        time.at(5, () -> at(10, "c"));

        time.runUntil(100);

        assertThat(seen).containsExactly("a 10", "b 10", "c 10");
    }

    @Test
    void event_ofThePast_comesNow() {
        time.at(10, () -> at(3, "late"));

        time.runUntil(100);

        assertThat(seen).containsExactly("late 10");
    }

    @Test
    void end_isLeftOut_untilTheNextRun() {
        at(10, "at the end");

        time.runUntil(10);
        assertThat(seen).isEmpty();

        time.runUntil(11);
        assertThat(seen).containsExactly("at the end 10");
    }

    @Test
    void every_comesAgainAndAgain() {
        time.every(Duration.ofNanos(5), Duration.ofNanos(10), () -> seen.add("tick " + time.now()));

        time.runUntil(36);

        assertThat(seen).containsExactly("tick 5", "tick 15", "tick 25", "tick 35");
    }

    @Test
    void interrupt_stopsTheRun() {
        time.every(Duration.ofNanos(5), Duration.ofNanos(10), () -> {
            seen.add("tick " + time.now());
            Thread.currentThread().interrupt();
        });

        assertThatThrownBy(() -> time.runUntil(36)).hasMessage("interrupted");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(seen).containsExactly("tick 5");
    }

    @Test
    void instant_isCountedFromTheEpoch() {
        time.runUntil(1_500_000_000);

        assertThat(time.instant()).isEqualTo(Instant.parse("1970-01-01T00:00:01.500Z"));
    }

    private void at(long when, String what) {
        time.at(when, () -> seen.add(what + " " + time.now()));
    }
}
