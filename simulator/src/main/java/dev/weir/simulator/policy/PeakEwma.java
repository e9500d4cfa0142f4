package dev.weir.simulator.policy;

import dev.weir.simulator.engine.Policy;
import dev.weir.simulator.engine.SimulatedAttempt;
import dev.weir.simulator.engine.SimulatedCall;
import dev.weir.simulator.engine.SimulatedGateway;
import dev.weir.simulator.engine.World;

/**
 * Of two random nodes the one with the smaller product of latency and requests in flight, as Finagle and Linkerd do: the latency rises at once to a
 * peak and falls with a time constant of 10 s. Each gateway for itself.
 */
final class PeakEwma implements Policy {
    private static final double DECAY_NANOS = 10e9;
    /** The latency of a node that has requests and never answered: it gets no more until it does. */
    private static final double PENALTY = 1e15;

    private final World world;
    private final Choices choices;
    private final double[][] latency;
    private final long[][] heard;

    PeakEwma(World started) {
        world = started;
        int nodes = started.nodes().size();
        choices = new Choices(nodes);
        latency = new double[started.gateways().size()][nodes];
        heard = new long[started.gateways().size()][nodes];
    }

    @Override
    public int choose(SimulatedCall call, SimulatedGateway gateway) {
        return choices.of(call, gateway, world.time().now()).ofTwo(node -> cost(gateway, node), world.random());
    }

    private double cost(SimulatedGateway gateway, int node) {
        int pending = gateway.active(node);
        decay(gateway.index(), node, 0);
        double own = latency[gateway.index()][node];
        return own == 0 && pending > 0 ? PENALTY + pending : own * (pending + 1);
    }

    @Override
    public void ended(SimulatedAttempt attempt) {
        if (attempt.outcome() == SimulatedAttempt.Outcome.ANSWERED || attempt.timedOut()) {
            decay(attempt.call().gateway(), attempt.node(), attempt.ended() - attempt.sent());
        }
    }

    private void decay(int gateway, int node, double latest) {
        long now = world.time().now();
        double old = latency[gateway][node];
        double keep = Math.exp(-(now - heard[gateway][node]) / DECAY_NANOS);
        latency[gateway][node] = latest > old ? latest : old * keep + latest * (1 - keep);
        heard[gateway][node] = now;
    }
}
