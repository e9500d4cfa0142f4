package dev.weir.simulator.policy;

import java.util.PriorityQueue;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * Earliest deadline first, as Envoy's weighted balancers schedule: the node with the earliest deadline is taken and comes again after the
 * reciprocal of its weight. A push of new weights begins anew, so that a small weight may never be reached.
 */
final class Schedule {
    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private double now;
    private long order;

    private record Entry(double deadline, long order, int node) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byDeadline = Double.compare(deadline, other.deadline);
            return byDeadline == 0 ? Long.compare(order, other.order) : byDeadline;
        }
    }

    /** @param skip Envoy takes a random number of turns, so that not all gateways begin with the same node */
    void begin(int nodes, IntToDoubleFunction weight, int skip) {
        entries.clear();
        now = 0;
        for (int node = 0; node < nodes; node++) {
            entries.add(new Entry(1 / weight.applyAsDouble(node), order++, node));
        }
        for (int i = 0; i < skip; i++) {
            next(weight);
        }
    }

    private int next(IntToDoubleFunction weight) {
        var first = entries.remove();
        now = first.deadline();
        entries.add(new Entry(now + 1 / weight.applyAsDouble(first.node()), order++, first.node()));
        return first.node();
    }

    /** The next one that may be taken; a random one where many turns found none. */
    int next(IntToDoubleFunction weight, IntPredicate may, Choices choices, RandomGenerator random) {
        for (int turn = 0; turn < 4 * entries.size(); turn++) {
            int node = next(weight);
            if (may.test(node)) {
                return node;
            }
        }
        return choices.random(random);
    }
}
