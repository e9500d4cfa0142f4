package dev.weir.simulator.engine;

import java.util.Arrays;
import java.util.List;

/** What came of one run: calls that arrived in the measured time, and what each node did. */
public final class RunTally {
    private final long begin;
    private final long end;
    private final double[] prices;
    private double[] latencies = new double[1 << 12];
    private int answered;
    private int failed;
    private double cost;
    private int paid;
    private final double[] busyBefore;
    private final double[] utilisation;
    private final long[] sent;

    private final double timeoutMillis;

    RunTally(long begin, long end, double timeoutMillis, List<SimulatedNode> nodes) {
        this.timeoutMillis = timeoutMillis;
        this.begin = begin;
        this.end = end;
        this.prices = nodes.stream().mapToDouble(node -> node.spec().price()).toArray();
        this.busyBefore = new double[nodes.size()];
        this.utilisation = new double[nodes.size()];
        this.sent = new long[nodes.size()];
    }

    void begin(List<SimulatedNode> nodes) {
        nodes.forEach(node -> busyBefore[node.index()] = node.busyNanos());
    }

    void end(List<SimulatedNode> nodes) {
        nodes.forEach(node -> utilisation[node.index()] = (node.busyNanos() - busyBefore[node.index()])
                / ((double) (end - begin) * node.spec().cores()));
    }

    void sent(int node, long now) {
        sent[node] += measured(now) ? 1 : 0;
    }

    void attempted(SimulatedAttempt attempt) {
        if (measured(attempt.call().arrived) && attempt.outcome() == SimulatedAttempt.Outcome.ANSWERED) {
            cost += prices[attempt.node()];
            paid++;
        }
    }

    void over(SimulatedCall call, long now, boolean wasAnswered) {
        if (!measured(call.arrived)) {
            return;
        }
        if (!wasAnswered) {
            failed++;
            return;
        }
        if (answered == latencies.length) {
            latencies = Arrays.copyOf(latencies, 2 * answered);
        }
        latencies[answered++] = (now - call.arrived) / 1e6;
    }

    private boolean measured(long at) {
        return at >= begin && at < end;
    }

    public int calls() {
        return answered + failed;
    }

    public int failed() {
        return failed;
    }

    /** Milliseconds that the given part of all calls stayed below; a failed one counts as long as the timeout. NaN where there were no calls. */
    public double[] quantilesMillis(double... parts) {
        double[] sorted = Arrays.copyOf(latencies, answered);
        Arrays.sort(sorted);
        double[] quantiles = new double[parts.length];
        if (calls() == 0) {
            Arrays.fill(quantiles, Double.NaN);
            return quantiles;
        }
        for (int i = 0; i < parts.length; i++) {
            int rank = (int) Math.ceil(parts[i] * calls()) - 1;
            quantiles[i] = rank < answered ? sorted[Math.max(0, rank)] : timeoutMillis;
        }
        return quantiles;
    }

    public double meanMillis() {
        return Arrays.stream(latencies, 0, answered).average().orElse(Double.NaN);
    }

    /** Millionths of a token for 1,000 answered attempts. */
    public double costPer1000() {
        return paid == 0 ? 0 : 1_000 * cost / paid;
    }

    /** How busy the busiest node was, over the mean of all. */
    public double maxOverMeanUtilisation() {
        double mean = Arrays.stream(utilisation).average().orElse(0);
        return mean == 0 ? 1 : Arrays.stream(utilisation).max().orElse(0) / mean;
    }

    /** Part of all attempts that went to the node. */
    public double share(int node) {
        long all = Arrays.stream(sent).sum();
        return all == 0 ? 0 : (double) sent[node] / all;
    }
}
