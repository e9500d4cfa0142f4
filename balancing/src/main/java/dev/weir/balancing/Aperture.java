package dev.weir.balancing;

import dev.weir.model.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Parts the weights of one pool among gateways, so that each sends most of its calls to a few nodes: an Envoy sees only its own requests in flight, and of a
 * node with few callers it sees more. All gateways' calls together go to the nodes as the weights say.
 *
 * <p>Nodes and gateways lie on one ring: a node's arc is as long as its weight, a gateway's as its traffic. A gateway's weight for a node is how much of its arc,
 * blurred until it is as wide as {@value #NODES} nodes, lies over the node's: "deterministic aperture" (Finagle, 2019), weighted (Vartolomei, 2020).
 * A little of each goes to all nodes by the plain weights: Envoy divides a weight by the requests in flight, so that they take over where the few are full. Pure.
 */
public final class Aperture {
    /** Of mean weight. */
    private static final int NODES = 5;

    private static final double TO_ALL = 0.03;

    private Aperture() {}

    /**
     * @param nodes of the pool
     * @param weights as many; 0 for a node that is not to be used
     * @param traffic of each gateway, in shares that sum to 1
     * @param gateway index in {@code traffic}
     * @return as many as nodes, each at least 1; the same where a gateway is alone or there are few nodes
     */
    public static List<Integer> weights(List<NodeId> nodes, List<Integer> weights, List<Double> traffic, int gateway) {
        double sum = weights.stream().mapToDouble(Integer::doubleValue).sum();
        double wanted = wanted(weights, sum);
        if (traffic.size() == 1 || !(wanted < 1)) {
            return atLeastOne(weights);
        }
        double own = traffic.get(gateway);
        double blur = Math.max(0, wanted - 1.0 / traffic.size());
        double from = traffic.subList(0, gateway).stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        var arc = new Arc(from, from + own, blur);
        var parts = new ArrayList<>(Collections.nCopies(nodes.size(), 1));
        double at = 0;
        for (int node : scattered(nodes)) {
            double share = weights.get(node) / sum;
            double part = arc.over(at, at + share) / own;
            parts.set(node, (int) Math.max(1, Math.round(WeightGuard.BUDGET * ((1 - TO_ALL) * part + TO_ALL * share))));
            at += share;
        }
        return parts;
    }

    /** A part of all traffic that makes up some nodes of mean weight, as many as would be alike by their weights: 1 / Σ share^2. */
    private static double wanted(List<Integer> weights, double sum) {
        return NODES
                * weights.stream()
                        .mapToDouble(weight -> Math.pow(weight / sum, 2))
                        .sum();
    }

    private static List<Integer> atLeastOne(List<Integer> weights) {
        return weights.stream().map(weight -> Math.max(1, weight)).toList();
    }

    /** Neighbours in a list are often alike, and fail together. The order of two nodes does not depend on others. */
    private static int[] scattered(List<NodeId> nodes) {
        return IntStream.range(0, nodes.size())
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(node -> mixed(nodes.get(node)))
                        .thenComparing(node -> nodes.get(node).value()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** As MurmurHash3 ends (Appleby). */
    private static int mixed(NodeId node) {
        int hash = node.value().hashCode();
        hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
        return hash ^ (hash >>> 16);
    }

    /** Of a ring of length 1. */
    private record Arc(double from, double to, double blur) {
        /** How much of it lies there. All arcs of gateways together cover each place once. */
        double over(double start, double end) {
            return Arrays.stream(new int[] {-1, 0, 1})
                    .mapToDouble(turn -> before(end + turn) - before(start + turn))
                    .sum();
        }

        /** How much of it lies before a place: of an arc of which each point is spread evenly over the blur. */
        private double before(double place) {
            if (blur < 1e-9) {
                return Math.clamp(place, from, to) - from;
            }
            return (ramp(place - from + blur / 2)
                            - ramp(place - from - blur / 2)
                            - ramp(place - to + blur / 2)
                            + ramp(place - to - blur / 2))
                    / blur;
        }

        private static double ramp(double distance) {
            return distance > 0 ? distance * distance / 2 : 0;
        }
    }
}
