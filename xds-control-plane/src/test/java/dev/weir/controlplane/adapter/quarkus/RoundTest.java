package dev.weir.controlplane.adapter.quarkus;

import static dev.weir.controlplane.Fixtures.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.controlplane.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
final class RoundTest {
    private static final Duration TICK = Duration.ofMillis(250);

    private final SettableClock clock = new SettableClock(START);
    private Runnable work = () -> {};
    private final Round round = new Round("a test", () -> work.run(), clock);

    static List<Throwable> faults() {
        return List.of(
                new IllegalStateException("a test"),
                new AssertionError("a test"),
                new NoClassDefFoundError("a test"),
                new ExceptionInInitializerError("a test"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void fault_isCounted_andTheNextRoundComes(Throwable fault) {
        work = () -> RoundTest.<RuntimeException>sneak(fault);
        round.run();
        clock.forward(TICK);
        round.run();
        assertThat(round.failed()).isEqualTo(2);
        assertThat(round.sinceGood()).isEqualTo(TICK);

        work = () -> {};
        round.run();
        assertThat(round.failed()).isEqualTo(2);
        assertThat(round.sinceGood()).isZero();
    }

    @Test
    void error_doesNotEndTheThread() throws InterruptedException {
        var rounds = new CountDownLatch(3);
        work = () -> {
            rounds.countDown();
            throw new NoClassDefFoundError("a test");
        };
        try (var thread = Executors.newSingleThreadScheduledExecutor()) {
            var _ = thread.scheduleAtFixedRate(round, 0, 1, TimeUnit.MILLISECONDS);

            assertThat(rounds.await(10, TimeUnit.SECONDS)).isTrue();
            thread.shutdownNow();
        }
    }

    @Test
    void errorOfTheVirtualMachine_isCountedAndPassedOn() {
        work = () -> {
            throw new OutOfMemoryError("a test");
        };

        assertThatThrownBy(round::run).isInstanceOf(OutOfMemoryError.class);
        assertThat(round.failed()).isEqualTo(1);
    }

    @Test
    void loopThatStands_isNotAlive_after5Seconds() {
        clock.forward(Duration.ofSeconds(5));
        assertThat(check(TICK).getStatus()).isEqualTo(Status.UP);

        clock.forward(Duration.ofMillis(1));
        assertThat(check(TICK).getName()).isEqualTo("weight-loop");
        assertThat(check(TICK).getStatus()).isEqualTo(Status.DOWN);
        assertThat(check(TICK).getData().orElseThrow()).containsEntry("millisSinceGoodTick", 5_001L);
    }

    @Test
    void loopWithLongTicks_isAliveFor10() {
        clock.forward(Duration.ofSeconds(10));
        assertThat(check(Duration.ofSeconds(1)).getStatus()).isEqualTo(Status.UP);

        clock.forward(Duration.ofMillis(1));
        assertThat(check(Duration.ofSeconds(1)).getStatus()).isEqualTo(Status.DOWN);
    }

    private HealthCheckResponse check(Duration tick) {
        return WeightLoopCheck.answer(round.sinceGood(), tick);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable fault) throws T {
        throw (T) fault;
    }
}
