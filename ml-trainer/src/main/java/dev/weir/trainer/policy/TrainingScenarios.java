package dev.weir.trainer.policy;

import dev.weir.config.Fraction;
import dev.weir.simulator.scenario.Fault;
import dev.weir.simulator.scenario.Scenario;
import dev.weir.simulator.scenario.Scenario.Calls;
import dev.weir.simulator.scenario.Scenario.Ejection;
import dev.weir.simulator.scenario.Scenario.Handling;
import dev.weir.simulator.scenario.Scenario.Kind;
import dev.weir.simulator.scenario.Scenario.Nodes;
import dev.weir.simulator.scenario.Scenario.Objective;
import dev.weir.simulator.scenario.Scenario.Signals;
import dev.weir.simulator.scenario.Scenario.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Scenarios to train in, drawn by seed: 4 to 40 nodes in one to three groups of unlike speed, 1 to 20 gateways, loads of 0.5 to 0.95, up to two faults of any
 * kind. None is a file of {@code simulator/scenarios}: those judge what was trained.
 */
final class TrainingScenarios {
    /** Of what is drawn: the same version and seed give the same scenarios. */
    static final int VERSION = 1;

    private static final Duration WARMUP = Duration.ofSeconds(6);
    private static final Duration LENGTH = Duration.ofSeconds(10);

    /** When what happens once, happens: in the first part of what is measured. */
    private static final int FROM_SECONDS = 6;

    private static final int TO_SECONDS = 12;

    private final SplittableRandom random;

    private TrainingScenarios(SplittableRandom random) {
        this.random = random;
    }

    static Scenario of(long seed) {
        return new TrainingScenarios(new SplittableRandom(seed)).draw("drawn-" + seed);
    }

    private Scenario draw(String name) {
        boolean priced = chance(0.25);
        double cost = priced ? between(0.3, 1.5) : 0;
        var nodes = nodes(priced);
        double load = between(0.5, 0.95);
        return new Scenario(
                name,
                "Drawn to train in.",
                (int) Math.round(logBetween(1, 20)),
                load,
                WARMUP,
                LENGTH,
                calls(nodes, load),
                nodes,
                faults(nodes),
                new Handling(
                        Duration.ofSeconds(random.nextInt(3, 16)),
                        2,
                        new Fraction(0.2),
                        Duration.ZERO,
                        new Ejection(2, Duration.ofSeconds(5), new Fraction(0.5))),
                new Signals(
                        Duration.ofMillis(2),
                        Duration.ofMillis(2),
                        Duration.ofMillis(20),
                        Duration.ofSeconds(1),
                        1,
                        Duration.ofMillis(20),
                        0,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(1)),
                new Objective(1, 1, cost));
    }

    private List<Nodes> nodes(boolean priced) {
        int all = (int) Math.round(logBetween(4, 40));
        int groups = random.nextInt(1, 4);
        double spread = between(1, 3);
        var nodes = new ArrayList<Nodes>();
        for (int group = 0; group < groups; group++) {
            int cores = 1 << random.nextInt(0, 4);
            nodes.add(new Nodes(
                    "group" + group,
                    Math.max(1, all / groups + (group < all % groups ? 1 : 0)),
                    logBetween(1 / spread, spread),
                    cores,
                    chance(0.6) ? 1_000 : cores * random.nextInt(1, 5),
                    Duration.ofMillis(random.nextInt(1, 15)),
                    priced ? logBetween(30, 300) : 100,
                    Optional.empty(),
                    "region" + group % 2));
        }
        return nodes;
    }

    /** So much work that 200 to 800 calls a second arrive, and a run takes a fraction of a second. */
    private Calls calls(List<Nodes> nodes, double load) {
        double capacity = nodes.stream()
                .mapToDouble(group -> group.count() * group.cores() * group.speed())
                .sum();
        double millis = Math.clamp(1_000 * load * capacity / logBetween(200, 800), 4, 400);
        var spread = Spread.values()[random.nextInt(Spread.values().length)];
        var kinds = chance(0.75)
                ? List.of(new Kind("call", 1, micros(millis), spread))
                : List.of(
                        new Kind("short", 0.9, micros(millis / 2), spread),
                        new Kind("long", 0.1, micros(millis * 5.5), spread));
        var steps = chance(0.8)
                ? List.<Scenario.Step>of()
                : List.of(new Scenario.Step(Duration.ZERO, 0.8), new Scenario.Step(some(), between(0.9, 1.25)));
        return new Calls(kinds, steps);
    }

    private List<Fault> faults(List<Nodes> nodes) {
        var faults = new ArrayList<Fault>();
        for (int left = random.nextInt(0, 3); left > 0; left--) {
            var group = nodes.get(random.nextInt(nodes.size()));
            faults.add(fault(group));
        }
        return faults;
    }

    private Fault fault(Nodes group) {
        var all = where(group, group.count());
        var few = where(group, random.nextInt(1, Math.max(2, group.count() / 3 + 1)));
        var at = some();
        return switch (random.nextInt(0, 8)) {
            case 0 -> new Fault.Slow(few, logBetween(2, 15), at, until(at));
            case 1 -> new Fault.Slow(all, logBetween(1.5, 5), at, until(at));
            case 2 -> new Fault.Bursts(all, logBetween(2, 6), seconds(0.5, 4), seconds(3, 20));
            case 3 -> new Fault.Noise(all, between(0.1, 0.6), seconds(1, 5));
            case 4 -> new Fault.Dead(few, at, until(at), chance(0.3));
            case 5 -> new Fault.Flapping(few, seconds(4, 20), seconds(1, 5), chance(0.3));
            case 6 -> new Fault.Warming(few, at, seconds(3, 12), between(0.1, 0.5));
            default -> new Fault.Liar(few, between(0.2, 0.9));
        };
    }

    private static Fault.Where where(Nodes group, int count) {
        return new Fault.Where(Optional.of(group.name()), Optional.empty(), count);
    }

    private Optional<Duration> until(Duration at) {
        return chance(0.5) ? Optional.empty() : Optional.of(at.plus(seconds(3, 8)));
    }

    private Duration some() {
        return Duration.ofMillis(random.nextLong(FROM_SECONDS * 1_000L, TO_SECONDS * 1_000L));
    }

    private Duration seconds(double from, double to) {
        return Duration.ofMillis((long) (1_000 * between(from, to)));
    }

    private static Duration micros(double millis) {
        return Duration.ofNanos(1_000L * Math.round(1_000 * millis));
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private double between(double from, double to) {
        return from + (to - from) * random.nextDouble();
    }

    /** As likely between 1 and 2 as between 10 and 20. */
    private double logBetween(double from, double to) {
        return Math.exp(between(Math.log(from), Math.log(to)));
    }
}
