package dev.weir.bench.load;

import dev.weir.bench.upstream.NodeScript;
import dev.weir.simulator.scenario.Scenario;
import dev.weir.simulator.scenario.Scenario.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The calls of a block: at each gateway a Poisson process of its own. The same seed gives the same calls, whichever policy places them. A rate that
 * changes is drawn at its highest and thinned (Lewis and Shedler, 1979).
 */
public final class CallPlan {
    /** Callers enough that none meets its limit. */
    public static final int CALLERS = 32;

    /** A log-normal with a coefficient of variation of 2 has this variance of its logarithm. */
    private static final double HEAVY = Math.log(5);

    private CallPlan() {}

    /** Calls a second that make the scenario's load of what the nodes can do in the measured time, their faults included. */
    public static double rate(Scenario scenario, List<NodeScript> scripts) {
        long from = scenario.warmup().toNanos();
        long until = end(scenario);
        double cores = 0;
        int node = 0;
        for (var nodes : scenario.nodes()) {
            for (int i = 0; i < nodes.count(); i++) {
                cores += nodes.cores() * scripts.get(node++).capacity(from, until) / (until - from);
            }
        }
        return scenario.load() * cores * 1_000 / scenario.calls().meanMillis();
    }

    /** @param rate calls a second of all gateways together, where the scenario's factor on it is 1 */
    public static List<BenchCall> of(Scenario scenario, double rate, long seed) {
        var calls = new ArrayList<BenchCall>();
        for (int gateway = 0; gateway < scenario.gateways(); gateway++) {
            var random = new SplittableRandom(seed * 1_000_003 + gateway);
            add(calls, scenario, gateway, rate / scenario.gateways() / 1e9, random);
        }
        calls.sort(Comparator.comparingLong(BenchCall::atNanos));
        return List.copyOf(calls);
    }

    private static void add(
            List<BenchCall> calls, Scenario scenario, int gateway, double perNano, RandomGenerator random) {
        double most = highestFactor(scenario);
        long end = end(scenario);
        double at = random.nextExponential() / (perNano * most);
        while (at < end) {
            // Drawn whether or not the call is kept, so that a changed rate moves no other call's work.
            var kind = kind(scenario, random);
            double work = scenario.calls().kinds().get(kind).work().toNanos()
                    / 1e3
                    * spread(scenario.calls().kinds().get(kind), random);
            int caller = random.nextInt(CALLERS);
            if (random.nextDouble() * most < factorAt(scenario, (long) at)) {
                calls.add(new BenchCall((long) at, gateway, kind, work, caller));
            }
            at += random.nextExponential() / (perNano * most);
        }
    }

    private static int kind(Scenario scenario, RandomGenerator random) {
        var kinds = scenario.calls().kinds();
        double left =
                random.nextDouble() * kinds.stream().mapToDouble(Kind::part).sum();
        int kind = 0;
        while (kind + 1 < kinds.size() && left >= kinds.get(kind).part()) {
            left -= kinds.get(kind++).part();
        }
        return kind;
    }

    private static double spread(Kind kind, RandomGenerator random) {
        return switch (kind.spread()) {
            case CONSTANT -> 1;
            case EXPONENTIAL -> random.nextExponential();
            case HEAVY -> Math.exp(Math.sqrt(HEAVY) * random.nextGaussian() - HEAVY / 2);
        };
    }

    private static long end(Scenario scenario) {
        return scenario.warmup().plus(scenario.length()).toNanos();
    }

    private static double factorAt(Scenario scenario, long nanos) {
        double factor = 1;
        for (var step : scenario.calls().rate()) {
            if (step.at().toNanos() <= nanos) {
                factor = step.factor();
            }
        }
        return factor;
    }

    private static double highestFactor(Scenario scenario) {
        return Math.max(
                1,
                scenario.calls().rate().stream()
                        .mapToDouble(Scenario.Step::factor)
                        .max()
                        .orElse(1));
    }
}
