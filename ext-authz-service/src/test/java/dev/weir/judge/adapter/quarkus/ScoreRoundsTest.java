package dev.weir.judge.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.judge.anomaly.CallerBehaviour;
import dev.weir.judge.anomaly.SeenRequest;
import dev.weir.judge.anomaly.port.OrdinaryLog;
import dev.weir.model.Caller;
import dev.weir.model.SteadyClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

final class ScoreRoundsTest {
    private static final Caller ALICE = new Caller.Address("10.0.0.1");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Supplier<RuntimeException> fault = () -> new IllegalStateException("never");
    private volatile boolean faulty;

    private final CallerBehaviour behaviour = new CallerBehaviour(
            point -> {
                asked.incrementAndGet();
                if (faulty) {
                    throw fault.get();
                }
                return List.of(1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
            },
            OrdinaryLog.none(),
            SteadyClock.system());

    @Test
    void caller_isScored_withoutAnyRequestThatWaitsForIt() {
        try (var rounds = new ScoreRounds(behaviour, meters)) {
            rounds.start();

            await().until(() -> score() == 1);
            assertThat(rounds.sinceRound()).isLessThan(CallerBehaviour.STALE);
            assertThat(meters.get("weir_judge_score_age_seconds").gauge().value())
                    .isLessThan(5);
        }
    }

    @Test
    void roundThatFails_isCounted_andTheNextComes() {
        fault = () -> new IllegalStateException("cannot score this");
        faulty = true;
        try (var rounds = new ScoreRounds(behaviour, meters)) {
            rounds.start();
            score();
            await().until(() -> failed() == 1);

            faulty = false;
            await().until(() -> score() == 1);
        }
    }

    @Test
    void errorOfTheVirtualMachine_endsTheRounds() {
        fault = () -> {
            throw new StackOverflowError();
        };
        faulty = true;
        try (var rounds = new ScoreRounds(behaviour, meters)) {
            rounds.start();
            score();
            await().until(() -> failed() == 1);
            faulty = false;
            int before = asked.get();
            await().during(Duration.ofMillis(500)).until(() -> score() == 0 && asked.get() == before);
        }
    }

    @Test
    void closedRounds_scoreNobody() {
        var rounds = new ScoreRounds(behaviour, meters);
        rounds.start();
        rounds.close();

        await().during(Duration.ofMillis(300)).until(() -> score() == 0);
        assertThat(meters.get("weir_judge_score_sightings_waiting").gauge().value())
                .isPositive();
    }

    @Test
    void health_isDown_onceNoRoundEndedForTenSeconds() {
        assertThat(ScoreLiveness.answer(Duration.ofSeconds(10)).getStatus()).isEqualTo(Status.UP);
        assertThat(ScoreLiveness.answer(Duration.ofMillis(10_001)).getStatus()).isEqualTo(Status.DOWN);
    }

    private double score() {
        return behaviour
                .score(ALICE, new SeenRequest(Optional.empty(), "GET", "/a", 0))
                .value();
    }

    private double failed() {
        return meters.get("weir_judge_score_rounds_failed").counter().count();
    }
}
