package dev.weir.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import dev.weir.scoring.WindowSample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class EjectionsTest {
    private static final Duration TICK = Duration.ofMillis(250);
    private static final NodeId SLOW = node(0);

    private final Ejections ejections = new Ejections();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private List<Candidate> candidates = candidates(6, Optional.empty());
    private double callsPerSecond = 100;

    @Test
    void nodeWhoseTailLeavesTheCrowd_isOutAfterFourWindows() {
        usual();

        for (int window = 1; window < Ejections.WINDOWS; window++) {
            assertThat(tick(300).out()).isEmpty();
        }
        var held = tick(300);

        assertThat(held.out()).containsExactly(SLOW);
        assertThat(held.most()[0]).isZero();
        assertThat(held.most()[1]).isEqualTo(1);
    }

    @Test
    void oneUsualWindowBetween_beginsAnew() {
        usual();
        for (int round = 0; round < 10; round++) {
            tick(300);
            tick(300);
            tick(300);
            assertThat(tick(20).out()).isEmpty();
        }
    }

    @Test
    void nodeThatWasAlwaysSlow_isLeftToTheWeights() {
        for (int i = 0; i < 200; i++) {
            assertThat(tick(300).out()).isEmpty();
        }
    }

    @Test
    void allOfThemSlow_isNobodysTail() {
        usual();
        for (int i = 0; i < 20; i++) {
            IntStream.range(0, 6).forEach(node -> ejections.observe(window(node, 300, 5)));
            now = now.plus(TICK);
            assertThat(ejections
                            .tick(now, candidates, estimates(20), callsPerSecond)
                            .out())
                    .isEmpty();
        }
    }

    @Test
    void moreCalls_thanTheOthersCanServe_bringItBack() {
        usual();
        slowUntilOut();

        callsPerSecond = 5 * 50 * 0.96;

        assertThat(tick(20).out()).isEmpty();
    }

    @Test
    void whereTheOthersWouldBeFull_nobodyGoes() {
        usual();
        callsPerSecond = 5 * 50 * 0.86;

        for (int i = 0; i < 20; i++) {
            assertThat(tick(300).out()).isEmpty();
        }
    }

    @Test
    void pinned_stays() {
        candidates = candidates(6, Optional.of(new Pin(0.2, "a test")));
        usual();

        for (int i = 0; i < 20; i++) {
            assertThat(tick(300).out()).isEmpty();
        }
    }

    @Test
    void healed_comesBackBySteps_withoutAJump() {
        usual();
        slowUntilOut();
        double before = 0.2 / 6 / 2;
        int steps = 0;
        while (before < 1) {
            double most = tick(20).most()[0];
            assertThat(most).isLessThanOrEqualTo(Math.max(2 * before, before));
            steps += most > before ? 1 : 0;
            before = most == 0 ? before : most;
        }

        assertThat(steps).isGreaterThanOrEqualTo(5);
        assertThat(tick(20).any()).isFalse();
    }

    @Test
    void stillSlow_goesAgain_forTwiceAsLong() {
        usual();
        slowUntilOut();
        var first = outFor(300);
        var second = outFor(300);

        assertThat(first).isBetween(Duration.ofMillis(4_500), Duration.ofSeconds(6));
        assertThat(second).isBetween(Duration.ofMillis(9_500), Duration.ofSeconds(11));
    }

    @Test
    void withoutAnswers_aTrialGoesNoFurther() {
        usual();
        slowUntilOut();
        now = now.plus(Duration.ofSeconds(6));
        var first = ejections.tick(now, candidates, estimates(20), callsPerSecond);
        now = now.plus(Duration.ofSeconds(600));
        var later = ejections.tick(now, candidates, estimates(20), callsPerSecond);

        assertThat(first.out()).isEmpty();
        assertThat(later.most()[0]).isEqualTo(first.most()[0]).isLessThan(0.05);
    }

    @Test
    void atMostAThird_isOut() {
        usual();
        for (int i = 0; i < 40; i++) {
            IntStream.range(0, 6).forEach(node -> ejections.observe(window(node, node < 3 ? 300 : 20, 5)));
            now = now.plus(TICK);
            assertThat(ejections.tick(now, candidates, estimates(20), 10).out()).hasSizeLessThanOrEqualTo(2);
        }
    }

    private Duration outFor(double slowMillis) {
        var began = now;
        while (!tick(slowMillis).out().isEmpty()) {
            assertThat(now).isBefore(began.plusSeconds(100));
        }
        var length = Duration.between(began, now);
        for (int i = 0; i < 8 && tick(slowMillis).out().isEmpty(); i++) {
            assertThat(i).isLessThan(7);
        }
        return length;
    }

    private void usual() {
        for (int i = 0; i < 40; i++) {
            tick(20);
        }
    }

    private void slowUntilOut() {
        for (int i = 0; i < 10 && tick(300).out().isEmpty(); i++) {
            assertThat(i).isLessThan(9);
        }
    }

    /** @param slowMillis of the first node */
    private Held tick(double slowMillis) {
        ejections.observe(window(0, slowMillis, 5));
        IntStream.range(1, 6).forEach(node -> ejections.observe(window(node, 20, 5)));
        now = now.plus(TICK);
        return ejections.tick(now, candidates, estimates(20), callsPerSecond);
    }

    private WindowSample window(int node, double p99Millis, int attempts) {
        return new WindowSample(
                new ApiName("quotes"),
                node(node),
                now,
                TICK,
                attempts,
                0,
                p99Millis / 2,
                p99Millis,
                0.1,
                TokenAmount.ZERO,
                0.1);
    }

    private static List<NodeEstimate> estimates(double serviceMillis) {
        return IntStream.range(0, 6)
                .mapToObj(node -> new NodeEstimate(serviceMillis, serviceMillis, 1, 0, 1))
                .toList();
    }

    private static List<Candidate> candidates(int count, Optional<Pin> pin) {
        return IntStream.range(0, count)
                .mapToObj(node -> new Candidate(node(node), TokenAmount.ZERO, true, node == 0 ? pin : Optional.empty()))
                .toList();
    }

    private static NodeId node(int index) {
        return new NodeId("n" + index);
    }
}
