package dev.weir.simulator.policy;

import dev.weir.simulator.engine.SimulatedCall;
import dev.weir.simulator.engine.SimulatedGateway;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * The nodes that a call may go to: usable ones that it was not sent to before. Where none is left, those that it was; where all are out, every node:
 * Envoy calls it panic.
 */
final class Choices {
    private final int[] nodes;
    private final boolean[] member;
    private final boolean[] drained;
    private int count;

    Choices(int most) {
        nodes = new int[most];
        member = new boolean[most];
        drained = new boolean[most];
    }

    /** From now on these nodes count as unusable. */
    void drain(IntPredicate out) {
        for (int node = 0; node < drained.length; node++) {
            drained[node] = out.test(node);
        }
    }

    private boolean usable(SimulatedGateway gateway, int node, long now) {
        return !drained[node] && gateway.usable(node, now);
    }

    Choices of(SimulatedCall call, SimulatedGateway gateway, long now) {
        count = 0;
        int usable = 0;
        for (int node = 0; node < nodes.length; node++) {
            if (usable(gateway, node, now)) {
                usable++;
                if (!call.tried(node)) {
                    nodes[count++] = node;
                }
            }
        }
        for (int node = 0; count == 0 && usable > 0 && node < nodes.length; node++) {
            if (usable(gateway, node, now)) {
                nodes[count++] = node;
            }
        }
        for (int node = 0; usable == 0 && node < nodes.length; node++) {
            nodes[count++] = node;
        }
        Arrays.fill(member, false);
        for (int i = 0; i < count; i++) {
            member[nodes[i]] = true;
        }
        return this;
    }

    boolean contains(int node) {
        return member[node];
    }

    /** A random one in proportion to the weights. */
    int weighted(IntToDoubleFunction weight, RandomGenerator random) {
        double all = 0;
        for (int i = 0; i < count; i++) {
            all += weight.applyAsDouble(nodes[i]);
        }
        double drawn = all * random.nextDouble();
        for (int i = 0; i < count - 1; i++) {
            drawn -= weight.applyAsDouble(nodes[i]);
            if (drawn < 0) {
                return nodes[i];
            }
        }
        return nodes[count - 1];
    }

    int count() {
        return count;
    }

    int get(int i) {
        return nodes[i];
    }

    int random(RandomGenerator random) {
        return nodes[random.nextInt(count)];
    }

    /** The one of least cost; of equals a random one. */
    int cheapest(IntToDoubleFunction cost, RandomGenerator random) {
        int best = nodes[0];
        double least = Double.POSITIVE_INFINITY;
        int equals = 0;
        for (int i = 0; i < count; i++) {
            double own = cost.applyAsDouble(nodes[i]);
            if (own < least) {
                least = own;
                best = nodes[i];
                equals = 1;
            } else if (own == least && random.nextInt(++equals) == 0) {
                best = nodes[i];
            }
        }
        return best;
    }

    /** The better of two random ones, which may be the same. */
    int ofTwo(IntToDoubleFunction cost, RandomGenerator random) {
        int one = random(random);
        int other = random(random);
        return cost.applyAsDouble(other) < cost.applyAsDouble(one) ? other : one;
    }
}
