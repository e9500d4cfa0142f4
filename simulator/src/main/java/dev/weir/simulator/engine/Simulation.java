package dev.weir.simulator.engine;

import dev.weir.config.ConfigException;
import dev.weir.simulator.engine.SimulatedAttempt.Outcome;
import dev.weir.simulator.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One run of one policy in one scenario. One thread; the same seed gives the same run, and every policy meets the same calls and conditions.
 *
 * <p>A call arrives at a random gateway by a Poisson process, is sent to the node that the policy names, crosses the network, is served, and comes
 * back. A failed attempt is retried elsewhere within the budget; a late one is hedged where the scenario says so.
 */
public final class Simulation implements World {
    private final Scenario scenario;
    private final Policy policy;
    private final VirtualTime time = new VirtualTime();
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<SimulatedGateway> gateways = new ArrayList<>();
    private final boolean[] healthy;
    private final SplittableRandom arrivals;
    private final SplittableRandom faults;
    private final SplittableRandom own;
    private final RunTally tally;
    private final double callsPerNano;
    private final double[] kinds;

    /**
     * @param maker makes the policy when gateways and nodes are there, before any call
     * @throws ConfigException where nothing could be served for a while, whatever the policy
     */
    public Simulation(Scenario scenario, List<NoiseSource> noise, Function<World, Policy> maker, long seed) {
        this.scenario = scenario;
        var random = new SplittableRandom(seed);
        var conditions = Conditions.of(scenario, noise, random.split());
        this.arrivals = random.split();
        this.faults = random.split();
        this.own = random.split();
        int index = 0;
        long end = end();
        for (var group : scenario.nodes()) {
            for (int i = 0; i < group.count(); i++) {
                nodes.add(new SimulatedNode(index, group, conditions.get(index), time));
                index++;
            }
        }
        this.healthy = new boolean[index];
        for (int gateway = 0; gateway < scenario.gateways(); gateway++) {
            gateways.add(new SimulatedGateway(
                    gateway, index, healthy, scenario.handling().ejection()));
        }
        double capacity = capacity(scenario, nodes);
        if (!(capacity > 0)) {
            throw new ConfigException("scenario '" + scenario.name()
                    + "': at some time between its faults' beginnings and ends no node can serve, "
                    + "so that there is no load to speak of; keep one node up");
        }
        this.callsPerNano = scenario.load() * capacity / (scenario.calls().meanMillis() * 1e6);
        this.kinds = cumulated(scenario);
        this.policy = maker.apply(this);
        this.tally = new RunTally(
                scenario.warmup().toNanos(), end, scenario.handling().timeout().toNanos() / 1e6, nodes);
    }

    private long end() {
        return scenario.warmup().plus(scenario.length()).toNanos();
    }

    /** The least that the nodes can do on average between two of the times at which a fault begins or ends for good; work per time. */
    private static double capacity(Scenario scenario, List<SimulatedNode> nodes) {
        var times = new TreeSet<Long>();
        long begin = scenario.warmup().toNanos();
        long end = scenario.warmup().plus(scenario.length()).toNanos();
        times.add(begin);
        times.add(end);
        scenario.faults().stream()
                .flatMap(fault -> fault.turns().stream())
                .map(Duration::toNanos)
                .filter(turn -> turn > begin && turn < end)
                .forEach(times::add);
        double least = Double.POSITIVE_INFINITY;
        for (long from : times.headSet(end)) {
            long to = Objects.requireNonNullElse(times.higher(from), end);
            double all = nodes.stream()
                    .mapToDouble(node -> node.spec().cores() * node.conditions().meanSpeed(from, to))
                    .sum();
            least = Math.min(least, all);
        }
        return least;
    }

    private static double[] cumulated(Scenario scenario) {
        double all = scenario.calls().kinds().stream()
                .mapToDouble(Scenario.Kind::part)
                .sum();
        double[] parts = new double[scenario.calls().kinds().size()];
        double sum = 0;
        for (int i = 0; i < parts.length; i++) {
            sum += scenario.calls().kinds().get(i).part() / all;
            parts[i] = sum;
        }
        return parts;
    }

    /** Runs it to the end. Call once. */
    public RunTally run() {
        nodes.forEach(SimulatedNode::start);
        for (var node : nodes) {
            watch(node);
        }
        arrive();
        time.at(scenario.warmup().toNanos(), () -> tally.begin(nodes));
        time.runUntil(end());
        tally.end(nodes);
        // Calls that are still under way get the time to end.
        time.runUntil(end() + scenario.handling().timeout().toNanos() + 1);
        return tally;
    }

    /** Everyone hears late that a node went or came. */
    private void watch(SimulatedNode node) {
        var conditions = node.conditions();
        healthy[node.index()] = conditions.presence(0) == Conditions.Presence.THERE;
        for (int i = 1; i < conditions.changes(); i++) {
            boolean there = conditions.presence(i) == Conditions.Presence.THERE;
            if (there != (conditions.presence(i - 1) == Conditions.Presence.THERE)) {
                time.at(
                        conditions.time(i) + scenario.signals().health().toNanos(),
                        () -> healthy[node.index()] = there);
            }
        }
    }

    private void arrive() {
        double factor = factor();
        if (factor == 0) {
            scenario.calls().rate().stream()
                    .map(Scenario.Step::at)
                    .map(Duration::toNanos)
                    .filter(at -> at > time.now())
                    .min(Long::compare)
                    .ifPresent(at -> time.at(at, this::arrive));
            return;
        }
        long gap = (long) (-Math.log(1 - arrivals.nextDouble()) / (callsPerNano * factor));
        time.at(time.now() + gap, () -> {
            if (time.now() < end()) {
                call();
                arrive();
            }
        });
    }

    private double factor() {
        double factor = 1;
        for (var step : scenario.calls().rate()) {
            factor = step.at().toNanos() <= time.now() ? step.factor() : factor;
        }
        return factor;
    }

    private void call() {
        int gateway = arrivals.nextInt(gateways.size());
        double drawn = arrivals.nextDouble();
        int kind = 0;
        while (kind < kinds.length - 1 && drawn >= kinds[kind]) {
            kind++;
        }
        var call = new SimulatedCall(
                time.now(), gateway, kind, work(scenario.calls().kinds().get(kind)));
        gateways.get(gateway).callBegan();
        time.after(scenario.handling().timeout(), () -> overtime(call));
        tryNext(call);
    }

    private long work(Scenario.Kind kind) {
        double drawn = switch (kind.spread()) {
            case CONSTANT -> 1;
            case EXPONENTIAL -> -Math.log(1 - arrivals.nextDouble());
            case HEAVY -> heavy(arrivals.nextGaussian());
        };
        return Math.max(1, (long) (kind.work().toNanos() * drawn));
    }

    /** Log-normal of mean 1 and coefficient of variation 2: variance of the logarithm ln(1 + 2²). */
    private static double heavy(double normal) {
        double variance = Math.log(5);
        return Math.exp(Math.sqrt(variance) * normal - variance / 2);
    }

    private void tryNext(SimulatedCall call) {
        int node = policy.choose(call, gateways.get(call.gateway()));
        if (node != Policy.HELD) {
            send(call, node);
        }
    }

    @Override
    public void send(SimulatedCall call, int index) {
        if (call.over) {
            return;
        }
        var node = nodes.get(index);
        var attempt = new SimulatedAttempt(call, index, time.now());
        call.tried.set(index);
        call.attempts++;
        call.underWay++;
        call.open.add(attempt);
        gateways.get(call.gateway()).sent(index);
        tally.sent(index, time.now());
        policy.sent(attempt);
        var delay = node.spec().delay();
        time.after(delay, () -> {
            if (attempt.open()) {
                reach(attempt, node);
            }
        });
        hedge(call);
    }

    private void reach(SimulatedAttempt attempt, SimulatedNode node) {
        var delay = node.spec().delay();
        if (!node.there()) {
            attempt.refuse();
        }
        if (node.conditions().liar() && faults.nextDouble() >= node.conditions().answers()) {
            time.after(delay, () -> end(attempt, Outcome.FAILED));
            return;
        }
        node.take(
                attempt,
                attempt.call().work(),
                answered -> time.after(delay, () -> end(attempt, answered ? Outcome.ANSWERED : Outcome.FAILED)));
    }

    private void hedge(SimulatedCall call) {
        var after = scenario.handling().hedge();
        if (after.isZero() || call.attempts > 1) {
            return;
        }
        time.after(after, () -> {
            if (!call.over && call.attempts == 1) {
                tryNext(call);
            }
        });
    }

    private void end(SimulatedAttempt attempt, Outcome outcome) {
        if (!attempt.open()) {
            return;
        }
        close(attempt, outcome, false);
        var call = attempt.call();
        if (call.over) {
            return;
        }
        if (outcome == Outcome.ANSWERED) {
            over(call, true);
        } else if (call.attempts <= scenario.handling().retries() && mayRetry(call)) {
            tryNext(call);
        } else if (call.underWay == 0) {
            over(call, false);
        }
    }

    private boolean mayRetry(SimulatedCall call) {
        if (!call.retried
                && !gateways.get(call.gateway())
                        .mayRetry(scenario.handling().retryBudget().value())) {
            return false;
        }
        call.retried = true;
        return true;
    }

    private void overtime(SimulatedCall call) {
        if (!call.over) {
            List.copyOf(call.open).forEach(attempt -> abandon(attempt, true));
            over(call, false);
        }
    }

    private void over(SimulatedCall call, boolean answered) {
        call.over = true;
        List.copyOf(call.open).forEach(attempt -> abandon(attempt, false));
        gateways.get(call.gateway()).callEnded(call.retried);
        tally.over(call, time.now(), answered);
        policy.over(call);
    }

    private void abandon(SimulatedAttempt attempt, boolean overtime) {
        nodes.get(attempt.node()).drop(attempt);
        close(attempt, Outcome.ABANDONED, overtime);
    }

    private void close(SimulatedAttempt attempt, Outcome outcome, boolean overtime) {
        attempt.end(time.now(), outcome, overtime);
        attempt.call().open.remove(attempt);
        attempt.call().underWay--;
        gateways.get(attempt.call().gateway()).ended(attempt, time.now());
        tally.attempted(attempt);
        policy.ended(attempt);
    }

    @Override
    public Scenario scenario() {
        return scenario;
    }

    @Override
    public VirtualTime time() {
        return time;
    }

    @Override
    public List<SimulatedNode> nodes() {
        return nodes;
    }

    @Override
    public List<SimulatedGateway> gateways() {
        return gateways;
    }

    @Override
    public SplittableRandom random() {
        return own;
    }

    /** Calls per second at a rate factor of 1. */
    public double callsPerSecond() {
        return callsPerNano * 1e9;
    }
}
