package dev.weir.simulator.policy;

import dev.weir.simulator.engine.Policy;
import dev.weir.simulator.engine.SimulatedAttempt;
import dev.weir.simulator.engine.SimulatedCall;
import dev.weir.simulator.engine.SimulatedGateway;
import dev.weir.simulator.engine.SimulatedNode;
import dev.weir.simulator.engine.World;
import java.util.ArrayDeque;

/** What no gateway can know. They show how good a policy could be, and ignore price. */
final class IdealPolicies {
    private IdealPolicies() {}

    private static double goneIsLast(SimulatedNode node, double cost) {
        return node.there() ? cost / Math.max(1e-9, answers(node)) : Double.MAX_VALUE;
    }

    /** A liar's cost is that of all the tries until it serves one. */
    private static double answers(SimulatedNode node) {
        return node.conditions().answers();
    }

    /** One line for all: whoever is free takes the first, the fastest free node first. No call waits behind another while a core is idle. */
    static final class CentralQueue implements Policy {
        private final ArrayDeque<SimulatedCall> line = new ArrayDeque<>();
        private final World world;
        private final int[] under;

        CentralQueue(World started) {
            world = started;
            under = new int[started.nodes().size()];
        }

        @Override
        public int choose(SimulatedCall call, SimulatedGateway gateway) {
            int free = free(call);
            if (free == HELD) {
                line.add(call);
            }
            return free;
        }

        private int free(SimulatedCall call) {
            int best = HELD;
            double fastest = 0;
            boolean everywhere = world.nodes().stream().allMatch(node -> !node.there() || call.tried(node.index()));
            for (var node : world.nodes()) {
                double speed = node.speed() * answers(node);
                if (under[node.index()] < node.spec().cores()
                        && node.there()
                        && (everywhere || !call.tried(node.index()))
                        && speed > fastest) {
                    best = node.index();
                    fastest = speed;
                }
            }
            return best;
        }

        @Override
        public void sent(SimulatedAttempt attempt) {
            under[attempt.node()]++;
        }

        @Override
        public void ended(SimulatedAttempt attempt) {
            under[attempt.node()]--;
            while (!line.isEmpty()) {
                var call = line.peek();
                int free = call.isOver() ? 0 : free(call);
                if (free == HELD) {
                    return;
                }
                line.remove();
                world.send(call, free);
            }
        }
    }

    /** True speeds of now and true requests of all gateways at the node, in the network too; sizes unknown. */
    static final class ShortestExpectedDelay implements Policy {
        private final World world;
        private final Choices choices;
        private final int[] under;
        private final double work;

        ShortestExpectedDelay(World started) {
            world = started;
            work = started.scenario().calls().meanMillis() * 1e6;
            choices = new Choices(started.nodes().size());
            under = new int[started.nodes().size()];
        }

        @Override
        public int choose(SimulatedCall call, SimulatedGateway gateway) {
            return choices.of(call, gateway, world.time().now()).cheapest(this::delay, world.random());
        }

        private double delay(int index) {
            var node = world.nodes().get(index);
            double share = Math.max(1, (under[index] + 1.0) / node.spec().cores());
            return goneIsLast(
                    node,
                    share * work / node.speed() + 2.0 * node.spec().delay().toNanos());
        }

        @Override
        public void sent(SimulatedAttempt attempt) {
            under[attempt.node()]++;
        }

        @Override
        public void ended(SimulatedAttempt attempt) {
            under[attempt.node()]--;
        }
    }

    /**
     * Knows each call's work and each node's speed of now and later: takes the node where the call is done first, if no
     * other call came.
     */
    static final class Clairvoyant implements Policy {
        private final World world;
        private final Choices choices;
        private final Foresight[] nodes;

        Clairvoyant(World started) {
            world = started;
            choices = new Choices(started.nodes().size());
            nodes = started.nodes().stream().map(Foresight::new).toArray(Foresight[]::new);
        }

        @Override
        public int choose(SimulatedCall call, SimulatedGateway gateway) {
            long now = world.time().now();
            return choices.of(call, gateway, world.time().now())
                    .cheapest(node -> nodes[node].end(call, now), world.random());
        }

        @Override
        public void sent(SimulatedAttempt attempt) {
            nodes[attempt.node()].sent(attempt);
        }

        @Override
        public void ended(SimulatedAttempt attempt) {
            nodes[attempt.node()].ended(attempt);
        }
    }
}
