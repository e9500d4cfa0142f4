package dev.weir.balancing;

import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import dev.weir.scoring.Attempt;
import dev.weir.scoring.ScoringModel;
import dev.weir.scoring.WindowSample;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Nodes of fixed speed in virtual time, and the weight loop that sends them traffic. Requests are allotted by the pushed shares
 * without chance: each goes to the node that is furthest behind its share, as Envoy's weighted schedule does.
 */
final class VirtualNodes {
    static final BalancerSettings SETTINGS = new BalancerSettings(
            new Objective(1, 1, 0.2),
            Bounds.NONE,
            Duration.ofMillis(250),
            0.005,
            0.6,
            0.2,
            0.005,
            Duration.ofSeconds(10));
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final TokenAmount PRICE = TokenAmount.ofTokens("0.0001");

    final Balancer balancer = new Balancer(SETTINGS);
    private final double requestsPerSecond;
    private final double[] latencyMillis;
    private final boolean[] refusing;
    private final double[] owed;
    private Optional<ScoringModel> model = Optional.empty();
    private double[] pushed;
    private Set<NodeId> drained = Set.of();
    private double requestsDue;
    private int ticks;
    private WeightPlan plan;
    private int pushes;

    VirtualNodes(double requestsPerSecond, double... latencyMillis) {
        this.requestsPerSecond = requestsPerSecond;
        this.latencyMillis = latencyMillis;
        this.refusing = new boolean[latencyMillis.length];
        this.owed = new double[latencyMillis.length];
        var first = balancer.tick(START, candidates(), model);
        this.plan = first.plan();
        this.pushed = shares(plan);
    }

    static NodeId node(int index) {
        return new NodeId("node-" + index);
    }

    List<Candidate> candidates() {
        return IntStream.range(0, latencyMillis.length)
                .mapToObj(index -> new Candidate(node(index), PRICE, true, Optional.empty()))
                .toList();
    }

    void makeSlower(int node, double factor) {
        latencyMillis[node] *= factor;
    }

    /** No connection gets through any more; or all do again. */
    void refuse(int node, boolean refuse) {
        refusing[node] = refuse;
    }

    void predictBy(ScoringModel predictor) {
        model = Optional.of(predictor);
    }

    /** One window of traffic by the weights in force, then one round of the loop. */
    void tick() {
        int[] attempts = allot();
        ticks++;
        var now = now();
        for (int node = 0; node < attempts.length; node++) {
            if (attempts[node] > 0) {
                balancer.observe(window(node, attempts[node], now));
                observe(node, attempts[node], now);
            }
        }
        var tick = balancer.tick(now, candidates(), model);
        plan = tick.plan();
        if (tick.push()) {
            pushes++;
            pushed = shares(plan);
            drained = plan.drained();
        }
    }

    void run(Duration time) {
        for (long tick = 0; tick < time.dividedBy(SETTINGS.tick()); tick++) {
            tick();
        }
    }

    Instant now() {
        return START.plus(SETTINGS.tick().multipliedBy(ticks));
    }

    WeightPlan plan() {
        return plan;
    }

    double share(int node) {
        return plan.weights().get(node).share();
    }

    boolean drained(int node) {
        return drained.contains(node(node));
    }

    int pushes() {
        return pushes;
    }

    private int[] allot() {
        int[] attempts = new int[latencyMillis.length];
        requestsDue += requestsPerSecond * SETTINGS.tick().toMillis() / 1_000;
        for (; requestsDue >= 1; requestsDue--) {
            int behind = -1;
            for (int node = 0; node < owed.length; node++) {
                if (!drained.contains(node(node))) {
                    owed[node] += pushed[node];
                    behind = behind < 0 || owed[node] > owed[behind] ? node : behind;
                }
            }
            owed[behind]--;
            attempts[behind]++;
        }
        return attempts;
    }

    private WindowSample window(int node, int attempts, Instant end) {
        double latency = refusing[node] ? 0 : latencyMillis[node];
        return new WindowSample(
                new ApiName("quotes"),
                node(node),
                end,
                SETTINGS.tick(),
                attempts,
                refusing[node] ? attempts : 0,
                latency,
                latency * 1.5,
                latency * attempts / SETTINGS.tick().toMillis(),
                PRICE,
                pushed[node]);
    }

    /** Ends spread evenly over the window. */
    private void observe(int node, int attempts, Instant end) {
        for (int i = attempts - 1; i >= 0; i--) {
            balancer.observe(new Attempt(
                    new ApiName("quotes"),
                    node(node),
                    end.minus(SETTINGS.tick().multipliedBy(i).dividedBy(attempts)),
                    refusing[node] ? Duration.ZERO : Duration.ofNanos((long) (latencyMillis[node] * 1e6)),
                    !refusing[node],
                    refusing[node]));
        }
    }

    private static double[] shares(WeightPlan plan) {
        return plan.weights().stream().mapToDouble(NodeWeight::share).toArray();
    }

    @Override
    public String toString() {
        return ticks + " ticks, shares " + Arrays.toString(shares(plan)) + ", guards " + plan.guards();
    }
}
