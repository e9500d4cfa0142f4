package dev.weir.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.scoring.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AttemptReplayTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AttemptReplay replay = new AttemptReplay(new Variability(), new Parallelism(1));
    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void nothing_isUnknown() {
        assertThat(replay.until(START).known()).isFalse();
    }

    @Test
    void callsOneAfterTheOther_takeTheirLatency() {
        for (int i = 0; i < 1_000; i++) {
            replay.add(attempt(100 * i, 20, false));
            replay.until(at(100 * i + 50));
        }

        assertThat(replay.until(at(200_000)).serviceMillis(20)).isCloseTo(20, within(0.5));
    }

    /** The line of a single server: latencies are mostly waiting, and the service is what is left of them. */
    @Test
    void busyServer_isAsFastAsWithoutItsLine() {
        serve(1, 20, 0.9, 20_000);

        var model = replay.until(at(10_000_000));
        assertThat(model.parallel()).isEqualTo(1);
        assertThat(model.serviceMillis(20)).isCloseTo(20, within(3.0));
    }

    @Test
    void fourServers_areSeenAsFour() {
        serve(4, 20, 0.8, 20_000);

        var model = replay.until(at(10_000_000));
        assertThat(model.parallel()).isBetween(3, 6);
        assertThat(model.serviceMillis(20) / model.parallel()).isCloseTo(5, within(1.0));
    }

    @Test
    void callThatTookLongerThanWasWaitedFor_isNotTakenToBeShort() {
        for (int i = 0; i < 200; i++) {
            replay.add(attempt(50 * i, 5, false));
            replay.until(at(50 * i));
        }
        for (int i = 0; i < 5; i++) {
            replay.add(attempt(11_000 + 1_000 * i, 500, false));
            replay.until(at(11_000 + 1_000 * i));
        }

        assertThat(replay.until(at(20_000)).serviceMillis(5)).isGreaterThan(200);
    }

    /** One call of twenty meets a stall of the machine. */
    @Test
    void tenTimesSlower_isBelievedAfterSixCalls_whereCallsDifferMuch() {
        for (int i = 0; i < 1_000; i++) {
            replay.add(attempt(1_000 * i, i % 20 == 7 ? 400 : 10, false));
            replay.until(at(1_000 * i));
        }
        double before = replay.until(at(1_000_000)).serviceMillis(10);
        for (int i = 0; i < 6; i++) {
            replay.add(attempt(1_001_000 + 1_000 * i, 300, false));
        }

        assertThat(before).isLessThan(40);
        assertThat(replay.until(at(1_010_000)).serviceMillis(10)).isGreaterThan(200);
    }

    @Test
    void notReached_andLate_countForNothing() {
        replay.add(new Attempt(new ApiName("quotes"), new NodeId("n"), START, Duration.ZERO, false, true));
        replay.until(at(10_000));
        replay.add(attempt(5_000, 20, false));

        assertThat(replay.until(at(20_000)).known()).isFalse();
    }

    @Test
    void failed_keepsTheNodeBusy_andIsNoWork() {
        replay.add(attempt(1_000, 20, true));

        assertThat(replay.until(at(20_000)).known()).isFalse();
    }

    /** First come, first served. */
    private void serve(int servers, double meanMillis, double load, int calls) {
        double[] free = new double[servers];
        double now = 0;
        var ends = new double[calls];
        var latencies = new double[calls];
        for (int i = 0; i < calls; i++) {
            now += exponential(meanMillis / servers / load);
            int next = 0;
            for (int s = 1; s < servers; s++) {
                next = free[s] < free[next] ? s : next;
            }
            free[next] = Math.max(free[next], now) + exponential(meanMillis);
            ends[i] = free[next];
            latencies[i] = free[next] - now;
        }
        var order = IntStream.range(0, calls)
                .boxed()
                .sorted((a, b) -> Double.compare(ends[a], ends[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        Arrays.stream(order).forEach(i -> {
            replay.add(attempt(ends[i], latencies[i], false));
            replay.until(at(ends[i]));
        });
    }

    private double exponential(double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    private static Attempt attempt(double endMillis, double latencyMillis, boolean failed) {
        return new Attempt(
                new ApiName("quotes"),
                new NodeId("n"),
                at(endMillis),
                Duration.ofNanos((long) (latencyMillis * 1e6)),
                true,
                failed);
    }

    private static Instant at(double millis) {
        return START.plusNanos((long) (millis * 1e6));
    }
}
