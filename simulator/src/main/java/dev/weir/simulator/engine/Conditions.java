package dev.weir.simulator.engine;

import dev.weir.simulator.scenario.Fault;
import dev.weir.simulator.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How fast one node is and whether it is there, over the whole run: drawn before it, so that every policy meets the same and the clairvoyant one
 * can look ahead.
 */
public final class Conditions {
    /** Whether a node takes calls. */
    public enum Presence {
        THERE,
        /** It refuses calls at once. */
        REFUSING,
        /** It swallows them. */
        SILENT
    }

    private final long[] times;
    private final double[] speeds;
    private final Presence[] presences;
    private final boolean liar;
    private final double answers;

    private Conditions(long[] times, double[] speeds, Presence[] presences, boolean liar, double answers) {
        this.times = times;
        this.speeds = speeds;
        this.presences = presences;
        this.liar = liar;
        this.answers = answers;
    }

    /** The conditions of all nodes, in the order of the file. */
    public static List<Conditions> of(Scenario scenario, List<NoiseSource> noise, SplittableRandom random) {
        long end = scenario.warmup().plus(scenario.length()).toNanos();
        var drafts = new ArrayList<Draft>();
        for (var nodes : scenario.nodes()) {
            for (int i = 0; i < nodes.count(); i++) {
                drafts.add(new Draft(nodes.speed(), end));
            }
        }
        for (var fault : scenario.faults()) {
            var own = random.split();
            for (int node : fault.on().indices(scenario.nodes())) {
                drafts.get(node).add(fault, noise, own.split());
            }
        }
        return drafts.stream().map(Draft::conditions).toList();
    }

    public int changes() {
        return times.length;
    }

    public long time(int change) {
        return times[change];
    }

    /** The last change at or before {@code time}. */
    public int changeAt(long time) {
        int found = Arrays.binarySearch(times, time);
        return found >= 0 ? found : -found - 2;
    }

    /** Work per time of one core. */
    public double speed(int change) {
        return speeds[change];
    }

    public double speedAt(long time) {
        return speeds[changeAt(time)];
    }

    public Presence presence(int change) {
        return presences[change];
    }

    public Presence presenceAt(long time) {
        return presences[changeAt(time)];
    }

    /** Whether it reports that it is idle and fast, whatever it is. */
    public boolean liar() {
        return liar;
    }

    /** The part of its calls that it serves. */
    public double answers() {
        return answers;
    }

    /** Mean speed from {@code from} to {@code to}; nothing while it is gone. */
    public double meanSpeed(long from, long to) {
        double work = 0;
        for (int i = changeAt(from); i < times.length && times[i] < to; i++) {
            long until = i + 1 < times.length ? Math.min(to, times[i + 1]) : to;
            work += presences[i] == Presence.THERE ? speeds[i] * (until - Math.max(from, times[i])) : 0;
        }
        return answers * work / (to - from);
    }

    private static final class Draft {
        private final double speed;
        private final long end;
        private final List<TreeMap<Long, Double>> factors = new ArrayList<>();
        private final List<TreeMap<Long, Presence>> presences = new ArrayList<>();
        private boolean liar;
        private double answers = 1;

        Draft(double speed, long end) {
            this.speed = speed;
            this.end = end;
        }

        void add(Fault fault, List<NoiseSource> noise, SplittableRandom random) {
            switch (fault) {
                case Fault.Slow slow -> {
                    var factor = factor();
                    factor.put(slow.at().toNanos(), 1 / slow.factor());
                    slow.until().ifPresent(until -> factor.put(until.toNanos(), 1.0));
                }
                case Fault.Bursts bursts -> {
                    var factor = factor();
                    // As if it had always been so: at the start it is busy as often as at any time.
                    boolean busy = random.nextDouble()
                                    * (bursts.busy().toNanos() + bursts.quiet().toNanos())
                            < bursts.busy().toNanos();
                    for (long at = 0; at < end; busy = !busy) {
                        factor.put(at, busy ? 1 / bursts.factor() : 1);
                        at += exponential(busy ? bursts.busy() : bursts.quiet(), random);
                    }
                }
                case Fault.Noise wander -> {
                    var factor = factor();
                    var speeds = noise.isEmpty()
                            ? NoiseSource.generated(wander.spread(), random)
                            : noise.get(random.nextInt(noise.size())).from(random);
                    for (long at = 0; at < end; at += wander.every().toNanos()) {
                        factor.put(at, speeds.getAsDouble());
                    }
                }
                case Fault.Dead dead -> {
                    var presence = presence();
                    presence.put(dead.at().toNanos(), dead.silent() ? Presence.SILENT : Presence.REFUSING);
                    dead.until().ifPresent(until -> presence.put(until.toNanos(), Presence.THERE));
                }
                case Fault.Flapping flapping -> {
                    var presence = presence();
                    boolean up = random.nextDouble()
                                    * (flapping.up().toNanos() + flapping.down().toNanos())
                            < flapping.up().toNanos();
                    for (long at = 0; at < end; up = !up) {
                        presence.put(at, up ? Presence.THERE : flapping.silent() ? Presence.SILENT : Presence.REFUSING);
                        at += exponential(up ? flapping.up() : flapping.down(), random);
                    }
                }
                case Fault.Warming warming -> {
                    var presence = presence();
                    presence.put(0L, Presence.REFUSING);
                    presence.put(warming.at().toNanos(), Presence.THERE);
                    var factor = factor();
                    int steps = 50;
                    for (int i = 0; i <= steps; i++) {
                        factor.put(
                                warming.at().toNanos() + warming.over().toNanos() * i / steps,
                                warming.from() + (1 - warming.from()) * i / steps);
                    }
                }
                case Fault.Liar lies -> {
                    liar = true;
                    answers = lies.answers();
                }
            }
        }

        private TreeMap<Long, Double> factor() {
            var factor = new TreeMap<Long, Double>();
            factor.put(0L, 1.0);
            factors.add(factor);
            return factor;
        }

        private TreeMap<Long, Presence> presence() {
            var presence = new TreeMap<Long, Presence>();
            presence.put(0L, Presence.THERE);
            presences.add(presence);
            return presence;
        }

        private static long exponential(Duration mean, SplittableRandom random) {
            return 1 + (long) (mean.toNanos() * -Math.log(1 - random.nextDouble()));
        }

        Conditions conditions() {
            var changes = new TreeSet<Long>();
            changes.add(0L);
            factors.forEach(factor -> changes.addAll(factor.keySet()));
            presences.forEach(presence -> changes.addAll(presence.keySet()));
            long[] times = changes.stream().mapToLong(Long::longValue).toArray();
            double[] speeds = new double[times.length];
            var there = new Presence[times.length];
            for (int i = 0; i < times.length; i++) {
                long time = times[i];
                speeds[i] = factors.stream()
                        .mapToDouble(factor -> factor.floorEntry(time).getValue())
                        .reduce(speed, (a, b) -> a * b);
                there[i] = presences.stream()
                        .map(presence -> presence.floorEntry(time).getValue())
                        .max(Comparator.naturalOrder())
                        .orElse(Presence.THERE);
            }
            return new Conditions(times, speeds, there, liar, answers);
        }
    }
}
