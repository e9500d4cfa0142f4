package dev.weir.simulator.policy;

import dev.weir.simulator.engine.Policy;
import dev.weir.simulator.engine.SimulatedCall;
import dev.weir.simulator.engine.SimulatedGateway;
import dev.weir.simulator.engine.World;
import java.util.random.RandomGenerator;

/** Envoy's balancers for equal weights. */
final class PlainPolicies {
    private PlainPolicies() {}

    abstract static class Plain implements Policy {
        private final World world;
        private final Choices choices;

        Plain(World world) {
            this.world = world;
            this.choices = new Choices(world.nodes().size());
        }

        @Override
        public final int choose(SimulatedCall call, SimulatedGateway gateway) {
            return choose(choices.of(call, gateway, world.time().now()), gateway, world.random());
        }

        abstract int choose(Choices among, SimulatedGateway gateway, RandomGenerator random);
    }

    /** In turns, each gateway from a random place on. */
    static final class RoundRobin extends Plain {
        private final int[] next;

        RoundRobin(World world) {
            super(world);
            next = world.gateways().stream()
                    .mapToInt(gateway -> world.random().nextInt(world.nodes().size()))
                    .toArray();
        }

        @Override
        int choose(Choices among, SimulatedGateway gateway, RandomGenerator random) {
            return among.get(next[gateway.index()]++ % among.count());
        }
    }

    static final class Random extends Plain {
        Random(World world) {
            super(world);
        }

        @Override
        int choose(Choices among, SimulatedGateway gateway, RandomGenerator random) {
            return among.random(random);
        }
    }

    /** Of two random nodes the one with fewer of the gateway's own requests: power of two choices. */
    static final class LeastRequest extends Plain {
        LeastRequest(World world) {
            super(world);
        }

        @Override
        int choose(Choices among, SimulatedGateway gateway, RandomGenerator random) {
            return among.ofTwo(gateway::active, random);
        }
    }
}
