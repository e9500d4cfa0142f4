package dev.weir.simulator.policy;

import dev.weir.simulator.engine.Policy;
import dev.weir.simulator.engine.SimulatedAttempt;
import dev.weir.simulator.engine.SimulatedCall;
import dev.weir.simulator.engine.SimulatedGateway;
import dev.weir.simulator.engine.SimulatedNode;
import dev.weir.simulator.engine.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Prequal, by Wydrowski and others, NSDI 2024: each call sends three probes to random nodes, whose answers (requests in flight, and the latency that
 * calls had at about as many) go to a pool of 16 per gateway. Of its cold probes, those with fewer requests than a quantile of what was seen,
 * the fastest is chosen; where all are hot, the one with the fewest requests.
 */
final class Prequal implements Policy {
    private static final int PROBES = 3;
    private static final int POOL = 16;
    private static final double HOT = Math.pow(2, -0.25);
    private static final long OLDEST_NANOS = 1_000_000_000L;
    private static final int MEMORY = 64;
    private static final int RECENT = 100;
    /** The paper's δ: how much faster than the least rate the pool refills. */
    private static final double SPARE = 1;

    private final World world;
    private final Choices choices;
    private final List<List<Probe>> pools = new ArrayList<>();
    private final List<ArrayDeque<Integer>> seen = new ArrayList<>();
    private final List<ArrayDeque<Sample>> samples = new ArrayList<>();
    private final IdentityHashMap<SimulatedAttempt, Integer> requestsAtSending = new IdentityHashMap<>();
    private final double reuses;
    private final boolean[] removeOldest;

    private static final class Probe {
        final int node;
        final double latency;
        final long at;
        int requests;
        double uses;

        Probe(int node, int requests, double latency, long at, double uses) {
            this.node = node;
            this.requests = requests;
            this.latency = latency;
            this.at = at;
            this.uses = uses;
        }
    }

    private record Sample(int requests, double latency) {}

    Prequal(World started) {
        world = started;
        int nodes = started.nodes().size();
        choices = new Choices(nodes);
        started.gateways().forEach(gateway -> {
            pools.add(new ArrayList<>());
            seen.add(new ArrayDeque<>());
        });
        started.nodes().forEach(node -> samples.add(new ArrayDeque<>()));
        removeOldest = new boolean[started.gateways().size()];
        double pool = (double) POOL / Math.max(POOL + 1, nodes);
        reuses = Math.max(1, (1 + SPARE) / Math.max(0.1, (1 - pool) * PROBES - 1));
    }

    @Override
    public int choose(SimulatedCall call, SimulatedGateway gateway) {
        int own = gateway.index();
        probe(gateway);
        var pool = pools.get(own);
        long now = world.time().now();
        pool.removeIf(probe -> now - probe.at > OLDEST_NANOS);
        var among = choices.of(call, gateway, now);
        var usable = pool.stream().filter(probe -> among.contains(probe.node)).toList();
        if (usable.size() < 2) {
            return among.random(world.random());
        }
        double hot = hot(own);
        var chosen = usable.stream()
                .filter(probe -> probe.requests < hot)
                .min(Comparator.comparingDouble(probe -> probe.latency))
                .orElseGet(() -> usable.stream()
                        .min(Comparator.comparingInt(probe -> probe.requests))
                        .orElseThrow());
        chosen.requests++;
        chosen.uses--;
        if (chosen.uses <= 0) {
            pool.remove(chosen);
        }
        removeOne(own, hot);
        return chosen.node;
    }

    private void probe(SimulatedGateway gateway) {
        for (int i = 0; i < PROBES; i++) {
            var node = world.nodes().get(world.random().nextInt(world.nodes().size()));
            var delay = node.spec().delay();
            world.time().after(delay, () -> {
                if (!node.there()) {
                    return;
                }
                int requests = node.conditions().liar() ? 0 : node.inFlight();
                double latency = node.conditions().liar() ? 0 : latency(node);
                world.time().after(delay, () -> answer(gateway, node.index(), requests, latency));
            });
        }
    }

    private void answer(SimulatedGateway gateway, int node, int requests, double latency) {
        var pool = pools.get(gateway.index());
        if (pool.size() >= POOL) {
            pool.removeFirst();
        }
        double uses = Math.floor(reuses) + (world.random().nextDouble() < reuses % 1 ? 1 : 0);
        pool.add(new Probe(node, requests, latency, world.time().now(), uses));
        var recent = seen.get(gateway.index());
        if (recent.size() >= RECENT) {
            recent.removeFirst();
        }
        recent.add(requests);
    }

    /** With every call one more is removed: in turns the oldest and the worst. */
    private void removeOne(int gateway, double hot) {
        var pool = pools.get(gateway);
        if (pool.size() < POOL / 2) {
            return;
        }
        removeOldest[gateway] = !removeOldest[gateway];
        if (removeOldest[gateway]) {
            pool.removeFirst();
            return;
        }
        pool.stream()
                .filter(probe -> probe.requests >= hot)
                .max(Comparator.comparingInt(probe -> probe.requests))
                .or(() -> pool.stream().max(Comparator.comparingDouble(probe -> probe.latency)))
                .ifPresent(pool::remove);
    }

    private double hot(int gateway) {
        int[] sorted =
                seen.get(gateway).stream().mapToInt(Integer::intValue).sorted().toArray();
        return sorted.length == 0 ? Double.POSITIVE_INFINITY : sorted[(int) (HOT * (sorted.length - 1))];
    }

    /** Median of what calls took that came when there were about as many. */
    private double latency(SimulatedNode node) {
        int requests = node.inFlight();
        double[] near = samples.get(node.index()).stream()
                .sorted(Comparator.comparingInt(sample -> Math.abs(sample.requests() - requests)))
                .limit(9)
                .mapToDouble(Sample::latency)
                .sorted()
                .toArray();
        return near.length == 0 ? 0 : near[near.length / 2];
    }

    @Override
    public void sent(SimulatedAttempt attempt) {
        requestsAtSending.put(attempt, world.nodes().get(attempt.node()).inFlight());
    }

    @Override
    public void ended(SimulatedAttempt attempt) {
        int requests = requestsAtSending.getOrDefault(attempt, 0);
        requestsAtSending.remove(attempt);
        if (attempt.outcome() == SimulatedAttempt.Outcome.ANSWERED) {
            var recent = samples.get(attempt.node());
            if (recent.size() >= MEMORY) {
                recent.removeFirst();
            }
            recent.add(new Sample(requests, attempt.ended() - attempt.sent()));
        }
    }
}
