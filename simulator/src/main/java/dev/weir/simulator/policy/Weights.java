package dev.weir.simulator.policy;

import dev.weir.balancing.Aperture;
import dev.weir.balancing.Balancer;
import dev.weir.balancing.BalancerSettings;
import dev.weir.balancing.Bounds;
import dev.weir.balancing.Candidate;
import dev.weir.balancing.EnvoyWeights;
import dev.weir.balancing.GatewayTraffic;
import dev.weir.balancing.NodeWeight;
import dev.weir.balancing.Objective;
import dev.weir.balancing.WeightPlan;
import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import dev.weir.scoring.PolicyNetwork;
import dev.weir.scoring.Windows;
import dev.weir.simulator.engine.Policy;
import dev.weir.simulator.engine.SimulatedAttempt;
import dev.weir.simulator.engine.SimulatedCall;
import dev.weir.simulator.engine.SimulatedGateway;
import dev.weir.simulator.engine.World;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Our weights, parted among the gateways: the production balancer hears of attempts {@code signals.log} late, plans each tick, and what it pushes is used by every gateway
 * {@code signals.push} later, by one of Envoy's balancers. A push begins their schedules anew.
 */
final class Weights implements Policy {
    /** Envoy's balancer that uses the weights. */
    enum Beneath {
        LEAST_REQUEST,
        ROUND_ROBIN,
        RANDOM
    }

    private static final ApiName API = new ApiName("simulated");
    /** As envoy-config/cluster-weights.yaml has it. */
    private static final double ACTIVE_REQUEST_BIAS = 2;

    private static final Duration TICK = Duration.ofMillis(250);

    private final World world;
    private final Beneath beneath;
    private final Optional<PolicyNetwork> network;
    private final Balancer balancer;
    private final List<NodeId> ids;
    private final List<TokenAmount> prices;
    private final Set<String> gateways;
    private final Choices choices;
    private final Schedule[] schedules;
    private final int[] offsets;
    private List<dev.weir.scoring.Attempt> heard = new ArrayList<>();
    private final GatewayTraffic traffic = new GatewayTraffic();
    private Map<String, Double> parts = Map.of();
    private List<Integer> inForce;
    private double[] planned;
    /** By gateway and node. */
    private double[][] weights;

    private boolean[] equal;

    /** @param network corrects what was planned */
    Weights(World world, Beneath beneath, Optional<PolicyNetwork> network) {
        this.world = world;
        this.beneath = beneath;
        this.network = network;
        var objective = world.scenario().objective();
        this.balancer = new Balancer(new BalancerSettings(
                new Objective(objective.latency(), objective.availability(), objective.cost()),
                Bounds.NONE,
                TICK,
                0.005,
                0.6,
                0.2,
                0.005,
                Duration.ofSeconds(10)));
        int nodes = world.nodes().size();
        this.ids = world.nodes().stream()
                .map(node -> new NodeId("n" + node.index()))
                .toList();
        this.prices = world.nodes().stream()
                .map(node ->
                        new TokenAmount(BigInteger.valueOf((long) (node.spec().price() * 1_000))))
                .toList();
        this.gateways = IntStream.range(0, world.gateways().size())
                .mapToObj(Weights::name)
                .collect(Collectors.toSet());
        this.choices = new Choices(nodes);
        this.inForce = Collections.nCopies(nodes, 1);
        this.planned = new double[nodes];
        Arrays.fill(planned, 1);
        this.weights = world.gateways().stream().map(gateway -> planned).toArray(double[][]::new);
        this.equal = new boolean[weights.length];
        this.schedules =
                world.gateways().stream().map(gateway -> new Schedule()).toArray(Schedule[]::new);
        this.offsets = world.gateways().stream()
                .mapToInt(gateway -> world.random().nextInt(nodes))
                .toArray();
        begin();
        world.time().every(TICK, TICK, this::tick);
    }

    private void tick() {
        var now = world.time().instant();
        var windows = Windows.of(heard, now, TICK, new Windows.Terms() {
            @Override
            public TokenAmount price(NodeId node) {
                return prices.get(index(node));
            }

            @Override
            public double share(ApiName api, NodeId node) {
                return Math.clamp(planned[index(node)] / Arrays.stream(planned).sum(), 0, 1);
            }
        });
        windows.forEach(balancer::observe);
        heard.forEach(balancer::observe);
        heard = new ArrayList<>();
        var gateway = world.gateways().getFirst();
        var candidates = new ArrayList<Candidate>(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            candidates.add(new Candidate(ids.get(i), prices.get(i), gateway.knownThere(i), Optional.empty()));
        }
        var tick = balancer.tick(now, candidates, Optional.empty(), network);
        var parted = traffic.tick(gateways);
        if (tick.push()) {
            inForce = tick.plan().weights().stream().map(NodeWeight::weight).toList();
            planned = doubles(EnvoyWeights.of(inForce));
        }
        if (tick.push() || !parted.equals(parts)) {
            parts = parted;
            push(tick.plan(), candidates);
        }
    }

    private void push(WeightPlan plan, List<Candidate> candidates) {
        var drained = plan.drained();
        var usable = IntStream.range(0, ids.size())
                .mapToObj(i -> candidates.get(i).healthy() && !drained.contains(ids.get(i)) ? inForce.get(i) : 0)
                .toList();
        var fresh = world.gateways().stream()
                .map(gateway -> of(gateway.index(), usable))
                .toArray(double[][]::new);
        world.time().after(world.scenario().signals().push(), () -> {
            weights = fresh;
            choices.drain(node -> drained.contains(ids.get(node)));
            begin();
        });
    }

    /** As the control plane tells that gateway. */
    private double[] of(int gateway, List<Integer> usable) {
        var names = List.copyOf(parts.keySet());
        int at = names.indexOf(name(gateway));
        return at < 0
                ? doubles(EnvoyWeights.of(inForce))
                : doubles(EnvoyWeights.of(Aperture.weights(ids, usable, List.copyOf(parts.values()), at)));
    }

    private static double[] doubles(List<Integer> weights) {
        return weights.stream().mapToDouble(Integer::doubleValue).toArray();
    }

    private static String name(int gateway) {
        return "gateway-" + gateway;
    }

    private static int index(NodeId node) {
        return Integer.parseInt(node.value().substring(1));
    }

    private void begin() {
        for (int gateway = 0; gateway < schedules.length; gateway++) {
            int own = gateway;
            equal[own] = Arrays.stream(weights[own]).distinct().count() == 1;
            schedules[gateway].begin(weights[own].length, node -> weight(own, node), offsets[gateway]);
        }
    }

    private double weight(int gateway, int node) {
        return switch (beneath) {
            case LEAST_REQUEST ->
                weights[gateway][node] / Math.pow(world.gateways().get(gateway).active(node) + 1, ACTIVE_REQUEST_BIAS);
            case ROUND_ROBIN, RANDOM -> weights[gateway][node];
        };
    }

    @Override
    public int choose(SimulatedCall call, SimulatedGateway gateway) {
        choices.of(call, gateway, world.time().now());
        int own = gateway.index();
        if (equal[own] && beneath == Beneath.LEAST_REQUEST) {
            return choices.ofTwo(gateway::active, world.random());
        }
        return switch (beneath) {
            case LEAST_REQUEST, ROUND_ROBIN ->
                schedules[own].next(node -> weight(own, node), choices::contains, choices, world.random());
            case RANDOM -> choices.weighted(node -> weights[own][node], world.random());
        };
    }

    @Override
    public void ended(SimulatedAttempt attempt) {
        boolean failed = attempt.outcome() == SimulatedAttempt.Outcome.FAILED || attempt.timedOut();
        if (attempt.outcome() == SimulatedAttempt.Outcome.ABANDONED && !failed) {
            return;
        }
        var latency = Duration.ofNanos(attempt.ended() - attempt.sent());
        var ended = world.time().instant();
        var gateway = name(attempt.call().gateway());
        world.time().after(world.scenario().signals().log(), () -> {
            traffic.observe(gateway, 1);
            heard.add(new dev.weir.scoring.Attempt(
                    API, ids.get(attempt.node()), ended, latency, !attempt.refused(), failed));
        });
    }
}
