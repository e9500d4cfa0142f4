package dev.weir.judge.adapter.quarkus;

import dev.weir.judge.anomaly.CallerBehaviour;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The one thread that scores. A fault of one round is logged and counted, and the next comes; an error of the virtual machine ends the
 * rounds, and liveness says so. Without rounds everybody is ordinary.
 */
final class ScoreRounds implements AutoCloseable {
    static final Duration PAUSE = Duration.ofMillis(20);
    private static final Logger LOG = Logger.getLogger(ScoreRounds.class);

    private final CallerBehaviour behaviour;
    private final Counter failed;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("scores").daemon().factory());

    ScoreRounds(CallerBehaviour behaviour, MeterRegistry meters) {
        this.behaviour = behaviour;
        this.failed = Counter.builder("weir_judge_score_rounds_failed")
                .description("rounds of scoring that failed")
                .register(meters);
        FunctionCounter.builder("weir_judge_score_sightings_dropped", behaviour, CallerBehaviour::dropped)
                .description("requests and answers of callers that scoring did not get to")
                .register(meters);
        Gauge.builder("weir_judge_score_sightings_waiting", behaviour, CallerBehaviour::waiting)
                .description("requests and answers of callers that wait for the next round of scoring")
                .register(meters);
        Gauge.builder(
                        "weir_judge_score_age_seconds",
                        behaviour,
                        watched -> watched.sinceRound().toMillis() / 1_000.0)
                .description("time since the last round of scoring")
                .register(meters);
    }

    /** Once. The first round is over when this returns, so that no age is told of rounds that never were. */
    void start() {
        run();
        var _ = thread.scheduleWithFixedDelay(this::run, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            behaviour.round();
        } catch (VirtualMachineError e) {
            failed.increment();
            LOG.error("scoring ended; this process must be restarted", e);
            throw e;
        } catch (RuntimeException | LinkageError | AssertionError e) {
            failed.increment();
            LOG.error("a round of scoring failed; the next comes", e);
        }
    }

    Duration sinceRound() {
        return behaviour.sinceRound();
    }

    /** No round begins any more. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
