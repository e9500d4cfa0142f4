package dev.weir.traffic.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.traffic.load.Outcome.Answered;
import dev.weir.traffic.load.port.Wire;
import dev.weir.traffic.report.PartyReport;
import dev.weir.traffic.report.Tally;
import dev.weir.traffic.workload.Party;
import dev.weir.traffic.workload.PlannedCall;
import dev.weir.traffic.workload.PlannedCaller;
import dev.weir.traffic.workload.Request;
import dev.weir.traffic.workload.Workload;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class OpenLoopTest {
    private static final Outcome FINE = new Answered(200, Optional.empty());
    private static final PlannedCaller CALLER = PlannedCaller.of(Party.HONEST, 0);

    private final Tally tally = new Tally();

    /** A server that stalls once, for a tenth of a second; a closed loop would count one slow call of five. */
    @Test
    void stall_countsForAllCallsThatItHeldBack() throws IOException, InterruptedException {
        var stalled = new AtomicInteger();
        Wire wire = (call, token) -> {
            if (stalled.getAndIncrement() == 0) {
                stall(Duration.ofMillis(100));
            }
            return FINE;
        };

        run(wire, 1, at(0, 0, 0, 0, 0));

        assertThat(honest().calls()).isEqualTo(5);
        assertThat(honest().p50Millis()).isGreaterThanOrEqualTo(100);
    }

    @Test
    @Timeout(60)
    void nextCall_doesNotWaitForTheLastAnswer() throws IOException, InterruptedException {
        var allSent = new CountDownLatch(20);
        Wire wire = (call, token) -> {
            allSent.countDown();
            await(allSent);
            return FINE;
        };

        run(wire, 20, at(new long[20]));

        assertThat(honest().calls()).isEqualTo(20);
    }

    @Test
    void callsInFlight_areBounded() throws IOException, InterruptedException {
        var inFlight = new AtomicInteger();
        var most = new AtomicInteger();
        Wire wire = (call, token) -> {
            most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
            Thread.yield();
            inFlight.decrementAndGet();
            return FINE;
        };

        run(wire, 3, at(new long[500]));

        assertThat(most.get()).isBetween(1, 3);
        assertThat(honest().calls()).isEqualTo(500);
    }

    @Test
    void call_isNotSentBeforeItsTime() throws IOException, InterruptedException {
        var sent = Collections.synchronizedList(new ArrayList<Long>());
        long start = System.nanoTime();
        Wire wire = (call, token) -> {
            sent.add(System.nanoTime() - start);
            return FINE;
        };

        run(wire, 10, at(50_000_000));

        assertThat(sent).hasSize(1).allMatch(nanos -> nanos >= 50_000_000);
    }

    @Test
    void token_goesWithItsCallersCalls() throws IOException, InterruptedException {
        var tokens = Collections.synchronizedList(new ArrayList<Optional<String>>());
        Wire wire = (call, token) -> {
            tokens.add(token);
            return FINE;
        };

        new OpenLoop(wire, caller -> Optional.of("token of " + caller.index()), tally, 10).run(at(0));

        assertThat(tokens).containsExactly(Optional.of("token of 0"));
    }

    private void run(Wire wire, int most, Workload workload) throws IOException, InterruptedException {
        new OpenLoop(wire, caller -> Optional.empty(), tally, most).run(workload);
    }

    private static Workload at(long... nanos) {
        List<PlannedCall> calls = IntStream.range(0, nanos.length)
                .mapToObj(i -> new PlannedCall(nanos[i], CALLER, Request.get("/")))
                .toList();
        var rest = calls.iterator();
        return () -> rest.hasNext() ? Optional.of(rest.next()) : Optional.empty();
    }

    /** What a slow server does; nothing waits for it as a signal. */
    private static void stall(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private PartyReport honest() {
        return tally.report(Duration.ofSeconds(1), 0, 0)
                .parties()
                .getOrDefault(Party.HONEST, new PartyReport(-1, 0, 0, 0, 0, Map.of(), Map.of()));
    }
}
