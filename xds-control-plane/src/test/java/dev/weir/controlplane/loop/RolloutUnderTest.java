package dev.weir.controlplane.loop;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.BIRCH;
import static dev.weir.controlplane.Fixtures.QUOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.controlplane.audit.AuditEntry;
import dev.weir.controlplane.rollout.RolloutTerms;
import dev.weir.controlplane.view.GatewayView.RolloutView;
import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.scoring.Attempt;
import dev.weir.scoring.Attempt.Cohort;
import dev.weir.scoring.FeatureVector;
import dev.weir.scoring.ModelDigest;
import dev.weir.scoring.PolicyNetwork;
import dev.weir.scoring.Prediction;
import dev.weir.scoring.ScoringModel;
import dev.weir.topology.ApiRoute;
import dev.weir.topology.Canary;
import dev.weir.topology.WeightedEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A rollout as the gateways meet it, in virtual time: calls go to a node by the weights that were published last, the canary's part of them by the
 * canary's. Amber answers in 10 ms, birch in 100 ms. Stages of 10 s and 50 calls; a regret of a fifth is allowed.
 */
final class RolloutUnderTest {
    private static final int CALLS_PER_TICK = 200;

    final LoopUnderTest loop = new LoopUnderTest(new RolloutTerms(Duration.ofSeconds(10), 50, 0.2, true));
    double birchMillis = 100;
    private final SplittableRandom random = new SplittableRandom(7);

    void settle() {
        loop.registry.refresh();
        run(Duration.ofSeconds(10));
        assertThat(share(AMBER)).isCloseTo(0.6, within(0.001));
    }

    void runUntil(String stage) {
        for (int tick = 0;
                tick < 2_000 && !loop.view().rollout().map(RolloutView::stage).equals(Optional.of(stage));
                tick++) {
            step();
        }
        assertThat(view().stage()).isEqualTo(stage);
    }

    void runUntilItIsOver(Duration atMost) {
        step();
        for (long tick = atMost.dividedBy(LoopUnderTest.TICK);
                tick > 0 && loop.view().rollout().isPresent();
                tick--) {
            step();
        }
        assertThat(loop.view().rollout()).isEmpty();
    }

    void run(Duration duration) {
        for (long tick = duration.dividedBy(LoopUnderTest.TICK); tick > 0; tick--) {
            step();
        }
    }

    /** One tick with calls. */
    void step() {
        if (!loop.publisher.published.isEmpty()) {
            for (int i = 0; i < CALLS_PER_TICK; i++) {
                loop.attempts.offer(call());
            }
        }
        beat();
    }

    /** One tick without calls. */
    void beat() {
        loop.step();
        loop.artifacts.judge();
    }

    /** Goes where Envoy would send it. */
    private Attempt call() {
        int percent = canary().map(Canary::percent).orElse(0);
        int drawn = random.nextInt(100);
        var cohort = drawn < percent ? Cohort.CANARY : drawn < 2 * percent ? Cohort.CONTROL : Cohort.REST;
        var pools = cohort == Cohort.CANARY ? canary().orElseThrow().pools() : route().pools();
        var pool = pools.getFirst();
        var node = random.nextDouble() < share(pool.endpoints(), AMBER) ? AMBER : BIRCH;
        double millis = (node.equals(AMBER) ? 10 : birchMillis) * Math.exp(0.3 * random.nextGaussian());
        return new Attempt(
                QUOTES,
                node,
                loop.clock.instant().minusNanos(random.nextLong(LoopUnderTest.TICK.toNanos())),
                Duration.ofNanos((long) (1e6 * millis)),
                true,
                false,
                cohort,
                Optional.empty(),
                "");
    }

    void publish(ScoringModel model) {
        loop.source.publish(model, "made for a test", loop.clock.instant());
        loop.artifacts.refresh();
    }

    void publish(PolicyNetwork network) {
        loop.networks.publish(new ModelDigest("d".repeat(64)), network, "made for a test", loop.clock.instant());
        loop.artifacts.refresh();
    }

    /** Takes that node to be ten times faster than the other: what it sees first of a node is the logarithm of its latency. */
    static ScoringModel preferring(NodeId node) {
        return model(features -> {
            boolean amber = features.values().getFirst() < Math.log(30);
            return Optional.of(new Prediction(amber == node.equals(AMBER) ? 10 : 100, 0));
        });
    }

    interface Answer {
        Optional<Prediction> to(FeatureVector features);
    }

    static ScoringModel model(Answer answer) {
        return new ScoringModel() {
            @Override
            public ModelDigest digest() {
                return new ModelDigest("c".repeat(64));
            }

            @Override
            public Optional<Prediction> predict(FeatureVector features) {
                return answer.to(features);
            }
        };
    }

    static double number(AuditEntry entry, String name) {
        return entry.numbers().getOrDefault(name, Double.NaN);
    }

    RolloutView view() {
        return loop.view().rollout().orElseThrow();
    }

    Optional<Canary> canary() {
        return route().canary();
    }

    ApiRoute route() {
        return route(QUOTES);
    }

    ApiRoute route(ApiName name) {
        return loop.publisher.published.getLast().apis().stream()
                .filter(route -> route.api().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    double shareOfCandidate(NodeId node) {
        return loop.node(node).shareCandidate().orElseThrow();
    }

    /** Of the weights in force, as they were published. */
    double share(NodeId node) {
        return share(route().pools().getFirst().endpoints(), node);
    }

    static double share(List<WeightedEndpoint> endpoints, NodeId node) {
        double all = endpoints.stream().mapToInt(WeightedEndpoint::weight).sum();
        return endpoints.stream()
                        .filter(endpoint -> endpoint.node().equals(node))
                        .mapToInt(WeightedEndpoint::weight)
                        .sum()
                / all;
    }
}
