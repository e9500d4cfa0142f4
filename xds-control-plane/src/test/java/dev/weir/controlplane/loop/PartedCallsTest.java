package dev.weir.controlplane.loop;

import static dev.weir.controlplane.Fixtures.AMBER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.balancing.BalancerSettings;
import dev.weir.balancing.Bounds;
import dev.weir.balancing.KeptShares;
import dev.weir.balancing.Objective;
import dev.weir.config.WeirConfig;
import dev.weir.controlplane.operator.Orders;
import dev.weir.controlplane.rollout.RolloutTerms;
import dev.weir.model.ApiName;
import dev.weir.scoring.Attempt;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How the calls of one API divide among gateways, as their access logs tell. */
final class PartedCallsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Set<String> BOTH = Set.of("gateway-1", "gateway-2");
    private static final BalancerSettings SETTINGS = new BalancerSettings(
            new Objective(1, 1, 0.2), Bounds.NONE, TICK, 0.005, 0.6, 0.2, 0.005, Duration.ofSeconds(10));

    private final ApiLoop quotes = loop("quotes");

    @Test
    void gatewaysThatSendCalls_haveTheirPart() {
        run(quotes, 8, 8, BOTH);

        assertThat(traffic(quotes)).isEqualTo(Map.of("gateway-1", 0.5, "gateway-2", 0.5));
    }

    @Test
    void gatewayThatSendsNothing_hasNone_andNodesAreNotPartedForOne() {
        run(quotes, 8, 0, BOTH);

        assertThat(traffic(quotes)).isEmpty();
    }

    @Test
    void gatewayThatIsGone_hasNone() {
        run(quotes, 8, 8, BOTH);
        run(quotes, 0, 0, Set.of("gateway-1"));

        assertThat(traffic(quotes)).isEmpty();
    }

    @Test
    void underThePick_nodesAreNotParted() {
        var fast = loop("fast-quotes");
        run(fast, 8, 8, BOTH);

        assertThat(traffic(fast)).isEmpty();
    }

    @Test
    void whileFrozen_gatewayThatIsGone_hasNone() {
        run(quotes, 8, 8, BOTH);
        var frozen = new Orders(Map.of(), Optional.of(new Orders.Freeze("for a test", NOW)));

        quotes.plan(NOW, List.of(), Set.of("gateway-1"), frozen, Learned.NOTHING, Learned.NOTHING);

        assertThat(traffic(quotes)).isEmpty();
    }

    private static Map<String, Double> traffic(ApiLoop loop) {
        return loop.route(NOW, List.of()).traffic();
    }

    private static void run(ApiLoop loop, int one, int other, Set<String> connected) {
        for (int tick = 0; tick < 20; tick++) {
            loop.observe(TICK, Map.of(), Collections.nCopies(one, attempt(loop, "gateway-1")));
            loop.observe(TICK, Map.of(), Collections.nCopies(other, attempt(loop, "gateway-2")));
            loop.plan(NOW, List.of(), connected, Orders.NONE, Learned.NOTHING, Learned.NOTHING);
        }
    }

    private static Attempt attempt(ApiLoop loop, String gateway) {
        return new Attempt(
                loop.api().name(),
                AMBER,
                NOW,
                Duration.ofMillis(10),
                true,
                false,
                Attempt.Cohort.REST,
                Optional.empty(),
                gateway);
    }

    private static ApiLoop loop(String api) {
        var config = WeirConfig.read(Path.of("../weir.yaml")).apis().stream()
                .filter(each -> each.name().equals(new ApiName(api)))
                .findFirst()
                .orElseThrow();
        return new ApiLoop(config, SETTINGS, new RolloutTerms(Duration.ZERO, 1, 0, false), KeptShares.NONE);
    }
}
