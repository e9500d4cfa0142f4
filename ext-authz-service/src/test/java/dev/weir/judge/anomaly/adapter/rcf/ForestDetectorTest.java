package dev.weir.judge.anomaly.adapter.rcf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.judge.SettableClock;
import dev.weir.judge.anomaly.CallerBehaviour;
import dev.weir.judge.anomaly.SeenAnswer;
import dev.weir.judge.anomaly.SeenRequest;
import dev.weir.judge.anomaly.adapter.file.OrdinaryInForce;
import dev.weir.judge.anomaly.port.OrdinaryLog;
import dev.weir.model.AnomalyScore;
import dev.weir.model.ApiName;
import dev.weir.model.Caller;
import dev.weir.scoring.adapter.csv.CallersFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The forest as the service runs it (seed 1, by the callers that are shipped), against the thresholds of weir.yaml: slow at 0.7, deny at 0.95. */
final class ForestDetectorTest {
    private static final List<double[]> SHIPPED =
            OrdinaryInForce.of(new CallersFolder(Path.of("target/nobody"))).points();
    private static final double SLOW = 0.7;
    private static final double DENY = 0.95;
    private static final Caller CALLER = new Caller.Address("10.0.0.1");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T12:00:00Z"));
    private final ForestDetector forest = new ForestDetector(SHIPPED, 1);
    private final CallerBehaviour behaviour = new CallerBehaviour(forest, OrdinaryLog.none(), clock);

    @Test
    void ordinaryCallers_thatItWasNotMadeOf_stayFarFromTheThresholds() {
        var half = new ForestDetector(every(2, 0), 1);
        double[] scores = every(2, 1).stream()
                .mapToDouble(point -> sum(half.parts(point)))
                .sorted()
                .toArray();

        assertThat(scores[(int) (0.99 * scores.length)]).as("99th percentile").isLessThan(0.1);
        assertThat(scores[scores.length - 1]).as("highest of " + scores.length).isLessThan(SLOW);
    }

    @Test
    void parts_areNotNegative_andAddUpToAScoreOfAtMostOne() {
        var random = new SplittableRandom(3);
        for (int i = 0; i < 2_000; i++) {
            double[] point = random.doubles(7, 0, 3).toArray();

            var parts = forest.parts(point);

            assertThat(parts).hasSize(7).allSatisfy(part -> assertThat(part).isBetween(0.0, 1.0));
            assertThat(sum(parts)).isBetween(0.0, 1.0 + 1e-9);
        }
    }

    @Test
    void parts_ofOneSeed_areTheSame() {
        var other = new ForestDetector(SHIPPED, 1);
        double[] point = {2, 0, 0.4, 0, 0, 1.5, 0};

        assertThat(other.parts(point)).isEqualTo(forest.parts(point));
    }

    @Test
    void callerWhoDoesNothing_isNoAnomaly() {
        assertThat(sum(forest.parts(new double[7]))).isLessThan(0.05);
    }

    /** One of three that share 50 calls a second, as {@code weir traffic --attack scan} makes them. */
    @Test
    void scan_isRefusedForItsPaths() {
        var score = attack(17, Duration.ofSeconds(20), (random, call) -> {
            answered(false, "/x", 404);
            return request("none", "GET", "/" + Long.toHexString(random.nextLong()), 0);
        });

        assertThat(score.value()).isGreaterThan(DENY);
        assertThat(score.reasons().getFirst().feature()).isEqualTo("paths");
    }

    /** One of two that share 500 calls a second: mostly beyond every limit. */
    @Test
    void flood_isRefusedForItsRateOrTheLimitsItMeets() {
        somebodyWasAnswered();

        var score = attack(250, Duration.ofSeconds(20), (random, call) -> {
            if (call % 10 == 0) {
                answered(false, "/quotes/BTC", 200);
            } else {
                refused(429, 1 + random.nextInt(3));
            }
            return request("quotes", "GET", "/quotes/BTC", 0);
        });

        assertThat(score.value()).isGreaterThan(DENY);
        assertThat(score.reasons().getFirst().feature()).isIn("impatience", "rate");
    }

    /** One of four that share 20 calls a second at sign-in, each of them wrong. */
    @Test
    void stuffing_isRefusedForItsFailedSignIns() {
        var score = attack(5, Duration.ofSeconds(20), (random, call) -> {
            answered(true, "/auth/session", 400);
            return random.nextInt(3) == 0
                    ? request("auth", "GET", "/auth/challenge", 0)
                    : request("auth", "POST", "/auth/session", 270);
        });

        assertThat(score.value()).isGreaterThan(DENY);
        assertThat(score.reasons().getFirst().feature()).isEqualTo("sign-in");
    }

    @Test
    void attacks_areSlowedWithinThreeSeconds() {
        var score = attack(17, Duration.ofSeconds(3), (random, call) -> {
            answered(false, "/x", 404);
            return request("none", "GET", "/" + Long.toHexString(random.nextLong()), 0);
        });

        assertThat(score.value()).isGreaterThan(SLOW);
    }

    @Test
    void score_fallsWithinAMinuteAfterTheAttack() {
        attack(17, Duration.ofSeconds(20), (random, call) -> {
            answered(false, "/x", 404);
            return request("none", "GET", "/" + Long.toHexString(random.nextLong()), 0);
        });
        clock.forward(Duration.ofSeconds(60));
        behaviour.round();

        assertThat(behaviour
                        .score(CALLER, request("quotes", "GET", "/quotes/BTC", 0))
                        .value())
                .isLessThan(0.3);
    }

    /** Ten minutes of it: what is not ordinary is not learned, so that it does not become the norm. */
    @Test
    void attacker_whoGoesOn_doesNotBecomeTheNorm() {
        var score = attack(5, Duration.ofMinutes(10), (random, call) -> {
            answered(true, "/auth/session", 400);
            return request("auth", "POST", "/auth/session", 270);
        });

        assertThat(score.value()).isGreaterThan(DENY);
    }

    /** 250 calls at once where 100 a second are let in; what is refused comes again when it was told to, and is refused at most three times. */
    @Test
    void callerWhoObeysRetryAfter_isFarFromBeingSlowed() {
        somebodyWasAnswered();
        var random = new SplittableRandom(1);
        int[] due = new int[20];
        due[0] = 250;
        double highest = 0;
        for (int second = 0; second < 12; second++) {
            for (int call = 0; call < due[second]; call++) {
                var score = behaviour.score(CALLER, request("eth-rpc", "POST", "/rpc", 130));
                highest = Math.max(highest, score.value());
                if (call < 50) {
                    answered(false, "/rpc", 200);
                } else {
                    int named = 1 + random.nextInt(4);
                    refused(429, named);
                    due[second + named]++;
                }
            }
            for (int turn = 0; turn < 10; turn++) {
                behaviour.round();
                clock.forward(Duration.ofMillis(100));
            }
        }

        assertThat(highest).isLessThan(SLOW / 2);
    }

    /** Nobody in what is shipped sends so much. */
    @Test
    void callerOfLargeBodies_isNotSlowed() {
        somebodyWasAnswered();

        var score = attack(2, Duration.ofSeconds(30), (random, call) -> {
            answered(false, "/quotes/BTC", 200);
            return request("quotes", "POST", "/quotes/BTC", 100_000);
        });

        assertThat(score.value()).isLessThan(SLOW);
    }

    @Test
    void busyButHonestCaller_isServed() {
        somebodyWasAnswered();

        var score = attack(20, Duration.ofSeconds(60), (random, call) -> {
            answered(false, "/quotes/BTC", 200);
            return request("quotes", "GET", "/quotes/BTC", 0);
        });

        assertThat(score.value()).isLessThan(0.3);
    }

    private interface Call {
        SeenRequest make(SplittableRandom random, int call);
    }

    /** Asks at a steady rate and gives the last score. */
    private AnomalyScore attack(int perSecond, Duration length, Call call) {
        var random = new SplittableRandom(5);
        var score = AnomalyScore.NONE;
        int calls = (int) (perSecond * length.toSeconds());
        for (int i = 0; i < calls; i++) {
            score = behaviour.score(CALLER, call.make(random, i));
            behaviour.round();
            clock.forward(Duration.ofNanos(1_000_000_000 / perSecond));
        }
        return score;
    }

    private void somebodyWasAnswered() {
        behaviour.answered(
                new SeenAnswer("somebody", "quotes", false, "/quotes/BTC", 200, Duration.ZERO, Optional.empty()));
    }

    private void answered(boolean signIn, String path, int status) {
        behaviour.answered(
                new SeenAnswer(CALLER.key(), "quotes", signIn, path, status, Duration.ZERO, Optional.empty()));
    }

    private void refused(int status, int seconds) {
        behaviour.answered(new SeenAnswer(
                CALLER.key(),
                "quotes",
                false,
                "/quotes/BTC",
                status,
                Duration.ZERO,
                Optional.of(Duration.ofSeconds(seconds))));
    }

    private static SeenRequest request(String api, String method, String path, long bodyBytes) {
        return new SeenRequest(Optional.of(new ApiName(api)), method, path, bodyBytes);
    }

    private static List<double[]> every(int nth, int from) {
        return IntStream.range(0, SHIPPED.size())
                .filter(row -> row % nth == from)
                .mapToObj(SHIPPED::get)
                .toList();
    }

    private static double sum(List<Double> parts) {
        return parts.stream().mapToDouble(Double::doubleValue).sum();
    }
}
