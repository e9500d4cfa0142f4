package dev.weir.node.impair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.model.LoadReport;
import dev.weir.node.http.Answer;
import dev.weir.node.http.Endpoint;
import dev.weir.node.http.NodeCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ServiceGateTest {
    private static final NodeCall CALL = new NodeCall("GET", "/", name -> Optional.empty(), new byte[0]);
    private static final Endpoint FINE = call -> Answer.json(200, "{}");

    private final ArrayList<Duration> slept = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void latency_withoutJitter_isTheServiceTime() throws InterruptedException {
        var gate = gate(new Impairment(Duration.ofMillis(5), 0, 1, 0, 0));
        assertThat(gate.guard(FINE).answer(CALL).status()).isEqualTo(200);
        assertThat(slept).containsExactly(Duration.ofMillis(5));
    }

    @Test
    void jitter_keepsTheMean() throws InterruptedException {
        var gate = gate(new Impairment(Duration.ofMillis(10), 0.4, 1, 0, 0));
        for (int i = 0; i < 5_000; i++) {
            gate.guard(FINE).answer(CALL);
        }
        double mean = slept.stream().mapToLong(Duration::toNanos).average().orElse(0) / 1e6;
        assertThat(mean).isCloseTo(10, within(0.3));
        assertThat(slept.stream().distinct().count()).isGreaterThan(4_000);
    }

    @Test
    void errors_spoilTheirShare() throws InterruptedException {
        var gate = gate(new Impairment(Duration.ZERO, 0, 1, 0, 0.25));
        int failed = 0;
        for (int i = 0; i < 4_000; i++) {
            failed += gate.guard(FINE).answer(CALL).status() == 500 ? 1 : 0;
        }
        assertThat(failed).isBetween(900, 1_100);
        assertThat(gate.healthy()).isTrue();
    }

    @Test
    void errors_ofAll_makeTheNodeUnhealthy() {
        assertThat(gate(new Impairment(Duration.ZERO, 0, 1, 0, 1)).healthy()).isFalse();
    }

    @Test
    void call_beyondCapacityAndQueue_isRefusedWith503() throws Exception {
        var gate = gate(new Impairment(Duration.ZERO, 0, 1, 0, 0));
        var inside = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        Endpoint slow = call -> {
            inside.countDown();
            leave.await();
            return Answer.json(200, "{}");
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> gate.guard(slow).answer(CALL));
            inside.await();
            assertThat(gate.inFlight()).isEqualTo(1);

            var second = gate.guard(FINE).answer(CALL);
            assertThat(second.status()).isEqualTo(503);
            assertThat(second.headers()).containsEntry("retry-after", "1");
            assertThat(report(second).errorsPerSecond()).isEqualTo(1);

            leave.countDown();
            assertThat(first.get().status()).isEqualTo(200);
        }
        assertThat(gate.inFlight()).isZero();
        assertThat(gate.guard(FINE).answer(CALL).status()).isEqualTo(200);
    }

    @Test
    void change_holdsForTheNextCall() throws InterruptedException {
        var gate = gate(new Impairment(Duration.ofMillis(5), 0, 1, 0, 0));
        gate.change(gate.configured().withLatency(Duration.ofMillis(50)));
        gate.guard(FINE).answer(CALL);
        assertThat(slept).containsExactly(Duration.ofMillis(50));
    }

    @Test
    void answers_reportTheLoad_overTheLastSecond() throws InterruptedException {
        var gate = gate(new Impairment(Duration.ofSeconds(1), 0, 4, 0, 0));
        var report = report(gate.guard(FINE).answer(CALL));

        assertThat(report.utilisation()).isCloseTo(0.25 * (1 - 1 / Math.E), within(0.001));
        assertThat(report.requestsPerSecond()).isEqualTo(1);
        assertThat(report.errorsPerSecond()).isZero();
    }

    @Test
    void failedCalls_areReportedAsErrors() throws InterruptedException {
        var gate = gate(new Impairment(Duration.ZERO, 0, 1, 0, 1));

        assertThat(report(gate.guard(FINE).answer(CALL)).errorsPerSecond()).isEqualTo(1);
        assertThat(report(gate.guard(FINE).answer(CALL)).errorsPerSecond()).isEqualTo(2);
    }

    private static LoadReport report(Answer answer) {
        return LoadReport.read(answer.headers().getOrDefault("endpoint-load-metrics", ""));
    }

    private ServiceGate gate(Impairment impairment) {
        return new ServiceGate(impairment, new Random(7), this::sleep, nanos::get);
    }

    private void sleep(Duration time) {
        slept.add(time);
        nanos.addAndGet(time.toNanos());
    }
}
