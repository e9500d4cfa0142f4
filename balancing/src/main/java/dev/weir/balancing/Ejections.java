package dev.weir.balancing;

import dev.weir.model.NodeId;
import dev.weir.scoring.WindowSample;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes a node out of traffic whose tail has left the crowd, and lets it back by steps.
 *
 * <p>Out goes who was slow in {@link #WINDOWS} windows with answers in a row: each one's p99 was {@link #FAR} times the median of all nodes' tails and
 * {@link #CHANGED} times what is usual there; a node that was never faster is left to the weights. At most a third of the nodes is out, and nobody
 * goes whose absence would leave the others busier than {@link #BUSIEST}; where they become busier than {@link #FULL}, all are called back. After 5 s, twice as long each time up to a minute, it is tried with a small share of real
 * calls, which doubles with every {@link #GOOD} good answers until the weights ask for no more; two slow windows meanwhile send it back. Not thread-safe.
 */
final class Ejections {
    static final int WINDOWS = 4;
    static final int GOOD = 3;
    static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final double FAR = 5;
    private static final double CHANGED = 3;
    private static final double BUSIEST = 0.85;
    private static final double FULL = 0.95;

    /** Of an even share. */
    private static final double TRIED_WITH = 0.2;

    /** Of tails: about five windows, and fifty. */
    private static final double GAIN = 0.2;

    private static final double USUAL_GAIN = 0.02;
    private static final int SLOW_ON_TRIAL = 2;

    private final Map<NodeId, Tail> tails = new HashMap<>();

    /** One node. */
    private static final class Tail {
        double recent;
        double usual;
        /** The last window's, until the next tick has seen it. */
        double fresh = Double.NaN;

        int answers;
        int slowWindows;
        int times;

        @Nullable
        Instant outUntil;

        @Nullable
        Instant outSince;
        /** In shares; above 0 while on trial. */
        double most;

        int good;

        boolean out(Instant now) {
            return outUntil != null && now.isBefore(outUntil);
        }

        boolean onTrial(Instant now) {
            return outUntil != null && !now.isBefore(outUntil);
        }
    }

    void observe(WindowSample window) {
        if (window.attempts() == window.failures() || window.latencyP99Millis() <= 0) {
            return;
        }
        var tail = tails.computeIfAbsent(window.node(), node -> new Tail());
        tail.fresh = window.latencyP99Millis();
        tail.answers += window.attempts() - window.failures();
    }

    /** Where nothing was heard of anyone for long, what was known of some says little. */
    void forget() {
        tails.clear();
    }

    /**
     * One round.
     *
     * @param candidates pinned ones stay, as the operator said
     * @param estimates as many as candidates
     * @param callsPerSecond of all of them together
     */
    Held tick(Instant now, List<Candidate> candidates, List<NodeEstimate> estimates, double callsPerSecond) {
        var nodes = candidates.stream().map(Candidate::node).toList();
        tails.keySet().retainAll(new HashSet<>(nodes));
        recall(now, out(now), candidates, estimates, callsPerSecond);
        double crowd = crowd();
        double[] most = new double[nodes.size()];
        var out = new HashSet<NodeId>();
        for (int i = 0; i < most.length; i++) {
            var tail = tails.get(nodes.get(i));
            boolean pinned = candidates.get(i).pin().isPresent();
            if (pinned && tail != null) {
                tail.outUntil = null;
            }
            most[i] = tail == null || pinned ? 1 : most(now, tail, crowd, 1.0 / most.length);
            if (most[i] == 0) {
                out.add(nodes.get(i));
            }
        }
        for (int i = 0; i < most.length; i++) {
            var tail = tails.get(nodes.get(i));
            if (tail != null
                    && tail.slowWindows >= WINDOWS
                    && most[i] == 1
                    && candidates.get(i).pin().isEmpty()
                    && mayGo(i, out, candidates, estimates, callsPerSecond)) {
                eject(now, tail);
                out.add(nodes.get(i));
                most[i] = 0;
            }
        }
        return new Held(out, most);
    }

    private Set<NodeId> out(Instant now) {
        return tails.entrySet().stream()
                .filter(each -> each.getValue().out(now))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Takes in what the last windows said. @return the most that the node may get */
    private static double most(Instant now, Tail tail, double crowd, double even) {
        if (tail.out(now)) {
            tail.fresh = Double.NaN;
            tail.answers = 0;
            return 0;
        }
        boolean heard = !Double.isNaN(tail.fresh);
        if (heard) {
            boolean slow = tail.usual > 0 && tail.fresh > FAR * crowd && tail.fresh > CHANGED * tail.usual;
            tail.slowWindows = slow ? tail.slowWindows + 1 : 0;
            learn(tail, slow);
        }
        double share = tail.onTrial(now) ? trial(now, tail, even) : 1;
        tail.fresh = Double.NaN;
        tail.answers = 0;
        return share;
    }

    /** What is slow now must not become usual; but it is part of the crowd, as all may be slow together. */
    private static void learn(Tail tail, boolean slow) {
        if (tail.usual == 0) {
            tail.recent = tail.fresh;
            tail.usual = tail.fresh;
            return;
        }
        tail.recent += GAIN * (tail.fresh - tail.recent);
        tail.usual += slow ? 0 : USUAL_GAIN * (tail.fresh - tail.usual);
    }

    private static double trial(Instant now, Tail tail, double even) {
        if (tail.slowWindows >= SLOW_ON_TRIAL) {
            eject(now, tail);
            return 0;
        }
        if (tail.most == 0) {
            // What was answered until now is from before.
            tail.most = TRIED_WITH * even;
            return tail.most;
        }
        if (tail.slowWindows == 0) {
            tail.good += tail.answers;
        }
        if (tail.good >= GOOD) {
            tail.good = 0;
            tail.most *= 2;
        }
        if (tail.most >= 1) {
            tail.outUntil = null;
            tail.most = 0;
            return 1;
        }
        return tail.most;
    }

    private static void eject(Instant now, Tail tail) {
        boolean longAgo = tail.outSince != null
                && tail.outSince.plus(LONGEST.multipliedBy(2)).isBefore(now);
        tail.times = longAgo ? 0 : tail.times;
        var length = FIRST.multipliedBy(1L << Math.min(10, tail.times));
        tail.outUntil = now.plus(length.compareTo(LONGEST) < 0 ? length : LONGEST);
        tail.outSince = now;
        tail.times++;
        tail.slowWindows = 0;
        tail.most = 0;
        tail.good = 0;
    }

    private static boolean mayGo(
            int node,
            Set<NodeId> out,
            List<Candidate> candidates,
            List<NodeEstimate> estimates,
            double callsPerSecond) {
        if (3 * (out.size() + 1) > candidates.size()) {
            return false;
        }
        return callsPerSecond < BUSIEST * capacity(other -> other != node, out, candidates, estimates);
    }

    /** Calls per second that those who are in can serve together, as far as is known. */
    private static double capacity(
            IntPredicate which, Set<NodeId> out, List<Candidate> candidates, List<NodeEstimate> estimates) {
        return IntStream.range(0, candidates.size())
                .filter(which)
                .filter(node -> candidates.get(node).healthy()
                        && !out.contains(candidates.get(node).node())
                        && estimates.get(node).known())
                .mapToDouble(node -> 1_000.0
                        * estimates.get(node).parallel()
                        / estimates.get(node).serviceMillis())
                .sum();
    }

    /** A slow node is better than a full one. */
    private void recall(
            Instant now, Set<NodeId> out, List<Candidate> candidates, List<NodeEstimate> estimates, double rate) {
        if (rate > FULL * capacity(node -> true, out, candidates, estimates)) {
            out.stream().map(tails::get).forEach(tail -> tail.outUntil = now);
        }
    }

    /** The median of the tails of late. */
    private double crowd() {
        double[] sorted = tails.values().stream()
                .mapToDouble(tail -> tail.recent)
                .filter(tail -> tail > 0)
                .sorted()
                .toArray();
        return sorted.length == 0 ? Double.POSITIVE_INFINITY : sorted[sorted.length / 2];
    }
}
