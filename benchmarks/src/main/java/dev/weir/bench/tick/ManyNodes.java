package dev.weir.bench.tick;

import dev.weir.balancing.Balancer;
import dev.weir.balancing.BalancerSettings;
import dev.weir.balancing.Bounds;
import dev.weir.balancing.Candidate;
import dev.weir.balancing.NodeWeight;
import dev.weir.balancing.Objective;
import dev.weir.balancing.Tick;
import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import dev.weir.scoring.Attempt;
import dev.weir.scoring.Windows;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A weight loop over nodes of random speed and price, in virtual time: each tick brings some attempts to every node on average. */
final class ManyNodes {
    static final Duration TICK = Duration.ofMillis(250);
    private static final ApiName API = new ApiName("many");
    private static final int ATTEMPTS_A_NODE = 2;

    private final Balancer balancer = new Balancer(new BalancerSettings(
            new Objective(1, 1, 0.2), Bounds.NONE, TICK, 0.005, 0.6, 0.2, 0.005, Duration.ofSeconds(10)));
    private final SplittableRandom random = new SplittableRandom(1);
    private final List<Candidate> candidates;
    private final double[] speeds;
    private final Map<NodeId, TokenAmount> prices = new HashMap<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    ManyNodes(int nodes) {
        speeds = random.doubles(nodes, 0.3, 3).toArray();
        candidates = IntStream.range(0, nodes)
                .mapToObj(i -> new Candidate(
                        new NodeId("n" + i),
                        new TokenAmount(BigInteger.valueOf(50 + random.nextInt(200))),
                        true,
                        Optional.empty()))
                .toList();
        candidates.forEach(candidate -> prices.put(candidate.node(), candidate.pricePerCall()));
    }

    /** What the control plane does each tick, but for reading the log and publishing. */
    Tick tick() {
        observe();
        return plan();
    }

    /** Lets a tick's time pass, and observes what came meanwhile. */
    void observe() {
        now = now.plus(TICK);
        var attempts = attempts();
        Windows.of(attempts, now, TICK, new Windows.Terms() {
                    @Override
                    public TokenAmount price(NodeId node) {
                        return prices.getOrDefault(node, TokenAmount.ZERO);
                    }

                    @Override
                    public double share(ApiName api, NodeId node) {
                        return 0;
                    }
                })
                .forEach(balancer::observe);
        attempts.forEach(balancer::observe);
    }

    /** The part of a tick that comes once all was observed: estimates, plan, guard. */
    Tick plan() {
        return balancer.tick(now, candidates, Optional.empty());
    }

    private List<Attempt> attempts() {
        var attempts = new ArrayList<Attempt>(ATTEMPTS_A_NODE * speeds.length);
        for (int i = 0; i < ATTEMPTS_A_NODE * speeds.length; i++) {
            int node = random.nextInt(speeds.length);
            double millis = -20 / speeds[node] * Math.log(1 - random.nextDouble());
            attempts.add(new Attempt(
                    API,
                    candidates.get(node).node(),
                    now.minusNanos(random.nextLong(TICK.toNanos())),
                    Duration.ofNanos((long) (millis * 1e6)),
                    true,
                    false));
        }
        return attempts;
    }

    /** Whether the plan is one. */
    static boolean whole(Tick tick, int nodes) {
        return tick.plan().weights().size() == nodes
                && tick.plan().weights().stream().mapToInt(NodeWeight::weight).sum() == 1_000_000;
    }
}
