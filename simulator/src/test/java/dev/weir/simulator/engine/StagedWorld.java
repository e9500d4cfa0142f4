package dev.weir.simulator.engine;

import dev.weir.simulator.engine.SimulatedAttempt.Outcome;
import dev.weir.simulator.scenario.Scenario;
import dev.weir.simulator.scenario.ScenarioText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/** A world in which nothing happens by itself: a test sends calls, ends them and lets time pass. */
public final class StagedWorld implements World {
    private final Scenario scenario;
    private final VirtualTime time = new VirtualTime();
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<SimulatedGateway> gateways = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(1);
    private final Policy policy;
    /** Calls that the policy had held and then sent, as {@code work in milliseconds>node}. */
    private final List<String> sentLater = new ArrayList<>();

    public StagedWorld(String yaml, Function<World, Policy> maker) {
        scenario = ScenarioText.read(yaml);
        var conditions = Conditions.of(scenario, List.of(), new SplittableRandom(1));
        for (var group : scenario.nodes()) {
            for (int i = 0; i < group.count(); i++) {
                nodes.add(new SimulatedNode(nodes.size(), group, conditions.get(nodes.size()), time));
            }
        }
        nodes.forEach(SimulatedNode::start);
        var healthy = new boolean[nodes.size()];
        Arrays.fill(healthy, true);
        for (int i = 0; i < scenario.gateways(); i++) {
            gateways.add(new SimulatedGateway(
                    i, nodes.size(), healthy, scenario.handling().ejection()));
        }
        policy = maker.apply(this);
    }

    public SimulatedCall call(double workMillis) {
        return new SimulatedCall(time.now(), 0, 0, (long) (workMillis * 1e6));
    }

    /** The policy's choice for a call at the first gateway. */
    public int choose(SimulatedCall call) {
        return policy.choose(call, gateways.getFirst());
    }

    /** How often each node is chosen for as many calls that never leave. */
    public int[] chosen(int calls) {
        int[] chosen = new int[nodes.size()];
        for (int i = 0; i < calls; i++) {
            chosen[choose(call(10))]++;
        }
        return chosen;
    }

    /** A call under way at a node, as far as its gateway and the policy know. */
    public SimulatedAttempt sent(SimulatedCall call, int node) {
        var attempt = new SimulatedAttempt(call, node, time.now());
        call.tried.set(node);
        gateways.get(call.gateway()).sent(node);
        policy.sent(attempt);
        return attempt;
    }

    public void ended(SimulatedAttempt attempt, Outcome outcome) {
        attempt.end(time.now(), outcome, false);
        gateways.get(attempt.call().gateway()).ended(attempt, time.now());
        policy.ended(attempt);
    }

    /** A call that takes so long at a node, from now on and until then. */
    public void answered(int node, double millis) {
        var attempt = sent(call(millis), node);
        pass(millis);
        ended(attempt, Outcome.ANSWERED);
    }

    /** A call that the node serves; its end is told to the policy. */
    public SimulatedAttempt served(SimulatedCall call, int node) {
        return served(call, node, Outcome.ANSWERED);
    }

    /** @param outcome as what its end is told, where the node served it to the end */
    public SimulatedAttempt served(SimulatedCall call, int node, Outcome outcome) {
        var attempt = sent(call, node);
        nodes.get(node).take(attempt, call.work(), answered -> ended(attempt, answered ? outcome : Outcome.FAILED));
        return attempt;
    }

    public void pass(double millis) {
        time.runUntil(time.now() + (long) (millis * 1e6));
    }

    public List<String> sentLater() {
        return sentLater;
    }

    @Override
    public void send(SimulatedCall call, int node) {
        sentLater.add(Duration.ofNanos(call.work()).toMillis() + ">" + node);
        sent(call, node);
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
        return random;
    }
}
