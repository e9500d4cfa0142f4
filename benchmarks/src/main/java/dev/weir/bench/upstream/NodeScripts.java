package dev.weir.bench.upstream;

import dev.weir.bench.upstream.NodeScript.Outage;
import dev.weir.simulator.scenario.Fault;
import dev.weir.simulator.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A scenario's faults as what each node does. The same seed gives the same scripts, in whichever process; what comes and goes by
 * chance is as likely to be there at the start as at any time.
 */
public final class NodeScripts {
    /** A ramp is climbed in so many steps. */
    private static final int RAMP = 50;

    /** Chance goes on so long after the last call came; from there on nothing changes. */
    private static final Duration AFTER = Duration.ofSeconds(20);

    private final Scenario scenario;
    private final long seed;
    private final long horizon;

    private NodeScripts(Scenario scenario, long seed) {
        this.scenario = scenario;
        this.seed = seed;
        this.horizon = scenario.warmup().plus(scenario.length()).plus(AFTER).toNanos();
    }

    /** One for each node. */
    public static List<NodeScript> of(Scenario scenario, long seed) {
        return new NodeScripts(scenario, seed).all();
    }

    /** As the nodes are without faults. */
    public static List<NodeScript> healthy(Scenario scenario) {
        return speeds(scenario).stream()
                .map(speed -> new NodeScript(Steps.constant(speed), List.of(), OptionalDouble.empty()))
                .toList();
    }

    private List<NodeScript> all() {
        var speeds = speeds(scenario);
        return IntStream.range(0, speeds.size())
                .mapToObj(node -> script(node, speeds.get(node)))
                .toList();
    }

    private static List<Double> speeds(Scenario scenario) {
        return scenario.nodes().stream()
                .flatMap(nodes -> IntStream.range(0, nodes.count()).mapToObj(i -> nodes.speed()))
                .toList();
    }

    private NodeScript script(int node, double usual) {
        var speed = Steps.constant(usual);
        var outages = new ArrayList<Outage>();
        var liar = OptionalDouble.empty();
        for (int i = 0; i < scenario.faults().size(); i++) {
            var fault = scenario.faults().get(i);
            if (IntStream.of(fault.on().indices(scenario.nodes())).noneMatch(each -> each == node)) {
                continue;
            }
            var random = new SplittableRandom(seed * 1_000_003 + i * 10_007L + node);
            switch (fault) {
                case Fault.Slow slow ->
                    speed = speed.times(Steps.between(slow.at().toNanos(), end(slow.until()), 1 / slow.factor()));
                case Fault.Bursts bursts -> speed = speed.times(burst(bursts, random));
                case Fault.Noise noise -> speed = speed.times(wandering(noise, random));
                case Fault.Dead dead -> outages.add(new Outage(dead.at().toNanos(), end(dead.until()), dead.silent()));
                case Fault.Flapping flapping ->
                    turns(flapping.down(), flapping.up(), random)
                            .forEach(turn -> outages.add(new Outage(turn.from(), turn.until(), flapping.silent())));
                case Fault.Warming warming -> {
                    speed = speed.times(ramp(warming));
                    if (warming.at().isPositive()) {
                        outages.add(new Outage(0, warming.at().toNanos(), false));
                    }
                }
                case Fault.Liar lie -> liar = OptionalDouble.of(lie.answers());
            }
        }
        return new NodeScript(speed, outages, liar);
    }

    private static long end(Optional<Duration> until) {
        return until.map(Duration::toNanos).orElse(Long.MAX_VALUE);
    }

    /** When it is on, of something that is on and off in turns of exponential lengths. */
    private List<Outage> turns(Duration on, Duration off, RandomGenerator random) {
        double meanOn = on.toNanos();
        double meanOff = off.toNanos();
        var turns = new ArrayList<Outage>();
        boolean begins = random.nextDouble() < meanOn / (meanOn + meanOff);
        long at = begins ? 0 : length(meanOff, random);
        while (at < horizon) {
            long until = at + length(meanOn, random);
            turns.add(new Outage(at, until, false));
            at = until + length(meanOff, random);
        }
        return turns;
    }

    private static long length(double mean, RandomGenerator random) {
        return 1 + (long) (mean * random.nextExponential());
    }

    private Steps burst(Fault.Bursts bursts, RandomGenerator random) {
        var steps = new TreeMap<Long, Double>();
        steps.put(0L, 1.0);
        for (var turn : turns(bursts.busy(), bursts.quiet(), random)) {
            steps.put(turn.from(), 1 / bursts.factor());
            steps.put(turn.until(), 1.0);
        }
        return new Steps(steps);
    }

    private Steps wandering(Fault.Noise noise, RandomGenerator random) {
        var steps = new TreeMap<Long, Double>();
        double logarithm = noise.spread() * random.nextGaussian();
        for (long at = 0; at < horizon; at += noise.every().toNanos()) {
            steps.put(at, Math.exp(logarithm));
            logarithm = Math.sqrt(0.5) * (logarithm + noise.spread() * random.nextGaussian());
        }
        return new Steps(steps);
    }

    private static Steps ramp(Fault.Warming warming) {
        var steps = new TreeMap<Long, Double>();
        steps.put(0L, warming.from());
        for (int i = 0; i <= RAMP; i++) {
            long at = warming.at().toNanos() + warming.over().toNanos() * i / RAMP;
            steps.put(at, warming.from() + (1 - warming.from()) * i / RAMP);
        }
        return new Steps(steps);
    }
}
