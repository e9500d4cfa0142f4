package dev.weir.judge.adapter.quarkus;

import dev.weir.judge.anomaly.CallerBehaviour;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Whether callers are still scored: down where no round has ended for twice as long as scores count. Liveness and not readiness: only a restart
 * mends it, and passed over, the judge would let nobody in.
 */
@Liveness
@Singleton
final class ScoreLiveness implements HealthCheck {
    static final Duration LONGEST = CallerBehaviour.STALE.multipliedBy(2);

    private final ScoreRounds rounds;

    ScoreLiveness(ScoreRounds rounds) {
        this.rounds = rounds;
    }

    @Override
    public HealthCheckResponse call() {
        return answer(rounds.sinceRound());
    }

    static HealthCheckResponse answer(Duration sinceRound) {
        return HealthCheckResponse.named("anomaly-scores")
                .status(sinceRound.compareTo(LONGEST) <= 0)
                .withData("millisSinceRound", sinceRound.toMillis())
                .build();
    }
}
