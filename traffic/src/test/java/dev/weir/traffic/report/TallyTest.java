package dev.weir.traffic.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.traffic.load.Outcome;
import dev.weir.traffic.load.Outcome.Answered;
import dev.weir.traffic.load.Outcome.Failed;
import dev.weir.traffic.load.Outcome.Failure;
import dev.weir.traffic.workload.Party;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class TallyTest {
    private static final Outcome FINE = new Answered(200, Optional.of("amber"));
    private static final long MILLI = 1_000_000;

    private final Tally tally = new Tally();

    @Test
    void percentiles_areThoseOfTheLatencies() {
        for (int millis = 1; millis <= 1_000; millis++) {
            tally.count(Party.HONEST, FINE, millis * MILLI);
        }

        var honest = honest();
        assertThat(honest.p50Millis()).isCloseTo(500, within(0.5));
        assertThat(honest.p99Millis()).isCloseTo(990, within(1.0));
        assertThat(honest.p999Millis()).isCloseTo(999, within(1.0));
    }

    @Test
    void rate_isCallsASecond() {
        for (int i = 0; i < 30; i++) {
            tally.count(Party.HONEST, FINE, MILLI);
        }

        assertThat(honest().calls()).isEqualTo(30);
        assertThat(honest().rate()).isCloseTo(3, within(1e-9));
    }

    @Test
    void nothingCounted_isAReportOfTheHonest() {
        assertThat(report().parties()).containsOnlyKeys(Party.HONEST);
        assertThat(honest().calls()).isZero();
        assertThat(report().honestFaults()).isZero();
    }

    @Test
    void nodes_areCountedByWhatHonestCallersWereAnswered() {
        tally.count(Party.HONEST, FINE, MILLI);
        tally.count(Party.HONEST, FINE, MILLI);
        tally.count(Party.HONEST, new Answered(200, Optional.of("birch")), MILLI);
        tally.count(Party.HONEST, new Answered(200, Optional.empty()), MILLI);
        tally.count(Party.HONEST, new Answered(503, Optional.of("birch")), MILLI);
        tally.count(Party.FLOOD, new Answered(200, Optional.of("birch")), MILLI);

        assertThat(report().nodes()).isEqualTo(Map.of("amber", 2L, "birch", 1L, "unknown", 1L));
    }

    @Test
    void nodesBeyondTheBound_areUnknown() {
        for (int i = 0; i < 1_000; i++) {
            tally.count(Party.HONEST, new Answered(200, Optional.of("node-" + i)), MILLI);
        }

        assertThat(report().nodes()).hasSize(257).containsEntry("unknown", 744L);
    }

    @Test
    void faults_areServerErrorsAndMissingAnswers_notRefusals() {
        tally.count(Party.HONEST, new Answered(429, Optional.empty()), MILLI);
        tally.count(Party.HONEST, new Answered(500, Optional.empty()), MILLI);
        tally.count(Party.HONEST, new Failed(Failure.NOT_CONNECTED), MILLI);
        tally.count(Party.HONEST, new Failed(Failure.CUT_OFF), MILLI);
        tally.count(Party.SCAN, new Answered(503, Optional.empty()), MILLI);

        assertThat(report().honestFaults()).isEqualTo(3);
        assertThat(honest().failures()).isEqualTo(Map.of(Failure.NOT_CONNECTED, 1L, Failure.CUT_OFF, 1L));
        assertThat(honest().statuses()).isEqualTo(Map.of(429, 1L, 500, 1L));
    }

    @Test
    void callsThatFailedAtOnce_doNotImproveTheLatency_timeoutsCount() {
        tally.count(Party.HONEST, FINE, 100 * MILLI);
        for (int i = 0; i < 10; i++) {
            tally.count(Party.HONEST, new Failed(Failure.NOT_CONNECTED), MILLI);
        }
        assertThat(honest().p50Millis()).isCloseTo(100, within(0.1));

        for (int i = 0; i < 10; i++) {
            tally.count(Party.HONEST, new Failed(Failure.TIMED_OUT), 10_000 * MILLI);
        }
        assertThat(honest().p50Millis()).isCloseTo(10_000, within(10.0));
    }

    @Test
    void latencyBeyondTheBound_isTheBound() {
        tally.count(Party.HONEST, FINE, Long.MAX_VALUE);
        tally.count(Party.HONEST, FINE, -1);

        assertThat(honest().p99Millis()).isCloseTo(300_000, within(300.0));
    }

    @Test
    void manyThreads_loseNoCall() {
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (int thread = 0; thread < 8; thread++) {
                threads.execute(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        tally.count(Party.HONEST, FINE, MILLI);
                    }
                });
            }
        }

        assertThat(tally.calls()).isEqualTo(80_000);
        assertThat(report().nodes()).isEqualTo(Map.of("amber", 80_000L));
    }

    private PartyReport honest() {
        return report().parties().getOrDefault(Party.HONEST, new PartyReport(-1, 0, 0, 0, 0, Map.of(), Map.of()));
    }

    private TrafficReport report() {
        return tally.report(Duration.ofSeconds(10), 0, 0);
    }
}
