package dev.weir.simulator.policy;

import dev.weir.simulator.engine.Conditions.Presence;
import dev.weir.simulator.engine.SimulatedAttempt;
import dev.weir.simulator.engine.SimulatedCall;
import dev.weir.simulator.engine.SimulatedNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;

/** When a call would be done at a node, for one who knows all work and all speeds to come. */
final class Foresight {
    /** Later than any timeout. */
    private static final double NEVER = 1e18;

    private final SimulatedNode node;
    private final ArrayDeque<SimulatedAttempt> onTheWay = new ArrayDeque<>();

    Foresight(SimulatedNode node) {
        this.node = node;
    }

    void sent(SimulatedAttempt attempt) {
        onTheWay.add(attempt);
    }

    void ended(SimulatedAttempt attempt) {
        onTheWay.remove(attempt);
    }

    /** In nanoseconds since the start of the run; if no other call came. */
    double end(SimulatedCall call, long now) {
        long delay = node.spec().delay().toNanos();
        while (!onTheWay.isEmpty() && onTheWay.peek().sent() + delay <= now) {
            onTheWay.remove();
        }
        var ahead = new ArrayList<>(node.workLeft());
        onTheWay.forEach(attempt -> ahead.add((double) attempt.call().work()));
        double service = service(ahead, call.work());
        return (realTime(service, now + delay) + delay)
                / Math.max(1e-9, node.conditions().answers());
    }

    /** Time at speed 1 until a call of the given work is done behind and among the others. */
    private double service(List<Double> ahead, double work) {
        int limit = node.spec().limit();
        int cores = node.spec().cores();
        var served = new PriorityQueue<Double>();
        int next = 0;
        double passed = 0;
        double sum = 0;
        while (next < ahead.size() && served.size() < limit) {
            served.add(ahead.get(next++));
        }
        // While it waits in line, one that is done lets the next in.
        while (served.size() >= limit) {
            double first = served.remove();
            passed += (first - sum) * Math.max(1, (double) (served.size() + 1) / cores);
            sum = first;
            if (next < ahead.size()) {
                served.add(sum + ahead.get(next++));
            }
        }
        double mark = sum + work;
        var others = new ArrayList<>(served);
        Collections.sort(others);
        int left = others.size() + 1;
        for (double other : others) {
            if (other >= mark) {
                break;
            }
            passed += (other - sum) * Math.max(1, (double) left / cores);
            sum = other;
            left--;
        }
        return passed + (mark - sum) * Math.max(1, (double) left / cores);
    }

    private double realTime(double service, long from) {
        var conditions = node.conditions();
        double left = service;
        double at = from;
        for (int change = conditions.changeAt(from); ; change++) {
            if (conditions.presence(change) != Presence.THERE) {
                return NEVER;
            }
            double until = change + 1 < conditions.changes() ? conditions.time(change + 1) : Double.POSITIVE_INFINITY;
            double speed = conditions.speed(change);
            if (left <= (until - at) * speed) {
                return at + left / speed;
            }
            left -= (until - at) * speed;
            at = until;
        }
    }
}
