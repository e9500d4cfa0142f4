package dev.weir.balancing;

import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import dev.weir.scoring.PolicyNetwork;
import dev.weir.scoring.ScoringModel;
import dev.weir.scoring.WindowSample;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A balancer with the settings of weir.yaml, candidates for it, and a time that a test moves. */
final class BalancerUnderTest {
    static final Candidate A = candidate("a", true, Optional.empty());
    static final Candidate B = candidate("b", true, Optional.empty());
    static final Candidate C = candidate("c", true, Optional.empty());
    static final Candidate D = candidate("d", true, Optional.empty());

    Instant now = VirtualNodes.START;
    private final Balancer balancer = new Balancer(VirtualNodes.SETTINGS);

    /** Ticks until the step has let everything through; time stands still. */
    Tick settle(List<Candidate> candidates) {
        Tick tick = tick(candidates);
        for (int i = 0; i < 10; i++) {
            tick = tick(candidates);
        }
        return tick;
    }

    Tick tick(List<Candidate> candidates) {
        return balancer.tick(now, candidates, Optional.empty());
    }

    Tick tick(List<Candidate> candidates, ScoringModel model) {
        return balancer.tick(now, candidates, Optional.of(model));
    }

    Tick tick(List<Candidate> candidates, PolicyNetwork network) {
        return balancer.tick(now, candidates, Optional.empty(), Optional.of(network));
    }

    Tick hold(List<Candidate> candidates) {
        return balancer.hold(now, candidates);
    }

    KeptShares kept() {
        return balancer.kept();
    }

    void observe(Candidate candidate, double latencyMillis) {
        observe(candidate, 4, 0, latencyMillis);
    }

    void observe(Candidate candidate, int attempts, int failures, double latencyMillis) {
        balancer.observe(window(candidate, attempts, failures, latencyMillis));
    }

    WindowSample window(Candidate candidate, int attempts, int failures, double latencyMillis) {
        return new WindowSample(
                new ApiName("quotes"),
                candidate.node(),
                now,
                VirtualNodes.SETTINGS.tick(),
                attempts,
                failures,
                latencyMillis,
                latencyMillis,
                0,
                candidate.pricePerCall(),
                0.25);
    }

    static Candidate pinnedAt(double share) {
        return pinned("a", share);
    }

    static Candidate pinned(String node, double share) {
        return candidate(node, true, Optional.of(new Pin(share, "a trial")));
    }

    static Candidate candidate(String node, boolean healthy, Optional<Pin> pin) {
        return new Candidate(new NodeId(node), TokenAmount.ofTokens("0.0001"), healthy, pin);
    }

    static List<Integer> weights(WeightPlan plan) {
        return plan.weights().stream().map(NodeWeight::weight).toList();
    }

    static double share(Tick tick, int node) {
        return tick.plan().weights().get(node).share();
    }
}
