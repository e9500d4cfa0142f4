package dev.weir.balancing;

import static dev.weir.model.AttemptOutcome.ANSWERED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.TokenAmount;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Settings that change while there is traffic. */
final class FollowedSettingsTest extends PickerUnderTest {
    @Test
    void picker_keepsWhatItLearned_andKeepsTheLimitOfNow() {
        var picker = new EndpointPicker(new PickSettings(0, 0), new SplittableRandom(1));
        var candidates = List.of(new PickCandidate(node(A), A, true, 100), new PickCandidate(node(B), B, true, 300));
        picker.completed("", node(A), 50, ANSWERED, NOW);
        picker.completed("", node(B), 5, ANSWERED, NOW);
        assertThat(picker.pick(fresh(), candidates, "", NOW).orElseThrow().addresses())
                .startsWith(B);

        picker.follow(new PickSettings(
                0, 0, new Bounds(Optional.of(new TokenAmount(BigInteger.valueOf(100_000))), OptionalDouble.empty())));

        assertThat(picker.inFlight()).isEqualTo(1);
        assertThat(picker.serviceMillis(node(B))).isLessThan(picker.serviceMillis(node(A)));
        for (int i = 0; i < 30; i++) {
            assertThat(picker.pick(fresh(), candidates, "", NOW).orElseThrow().addresses())
                    .startsWith(A);
        }
    }

    @Test
    void balancer_goesOnFromItsShares_withinTheBoundsOfNow() {
        var balancer = new Balancer(VirtualNodes.SETTINGS);
        var nodes = List.of(BalancerUnderTest.A, BalancerUnderTest.B);
        var now = Instant.parse("2026-01-01T00:00:00Z");
        for (int i = 0; i < 10; i++) {
            balancer.tick(now, nodes, Optional.empty());
        }
        var before = balancer.kept();

        var settings = VirtualNodes.SETTINGS;
        balancer.follow(new BalancerSettings(
                new Objective(1, 1, 5),
                settings.bounds(),
                settings.tick(),
                settings.floor(),
                0.5,
                settings.step(),
                settings.deadband(),
                settings.staleness()));

        assertThat(balancer.kept()).isEqualTo(before);
        var shares = balancer.tick(now, nodes, Optional.empty()).plan().weights();
        assertThat(shares).allMatch(weight -> weight.share() <= 0.5 + 1e-6);
    }
}
