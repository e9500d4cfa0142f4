package dev.weir.bench.balance;

import dev.weir.bench.load.CallEnd;
import dev.weir.bench.rig.PlayedBlock;
import dev.weir.model.RegisteredNode;
import dev.weir.simulator.scenario.Scenario;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * What one block tells, of the calls that were due in its measured time. Latencies count from when a call was due; what was not
 * answered with 2xx is a failure, and counts as long as the timeout.
 *
 * @param costPer1000 in millionths of a token, by the prices of the nodes that answered
 * @param shares of the bad node in each quarter of a second of the measured time; empty where the scenario has none
 * @param lagP99Millis how late calls left
 */
record BlockMeasures(
        long calls,
        long failures,
        double p50,
        double p90,
        double p99,
        double p999,
        double costPer1000,
        double maxOverMeanUtilisation,
        List<Double> shares,
        OptionalDouble secondsToLittle,
        double lagP99Millis,
        double lagMostMillis,
        double upstreamLatestMillis,
        double cpuBusy) {
    static final double SHARE_SECONDS = 0.25;

    /** In a millionth of a token. */
    private static final double BASE_UNITS = 1e12;

    /** Beyond these the generator or the upstreams fell behind, and what was measured is the machine. Tails here are of 200 ms and more. */
    private static final double LAG_P99 = 10;

    private static final double LATEST = 100;

    BlockMeasures {
        shares = List.copyOf(shares);
    }

    double failedPart() {
        return (double) failures / Math.max(1, calls);
    }

    boolean valid() {
        return lagP99Millis <= LAG_P99 && lagMostMillis <= LATEST && upstreamLatestMillis <= LATEST;
    }

    static BlockMeasures of(Scenario scenario, List<RegisteredNode> nodes, PlayedBlock block) {
        long from = scenario.warmup().toNanos();
        long until = from + scenario.length().toNanos();
        var ends = block.ends().stream()
                .filter(end -> end.call().atNanos() >= from && end.call().atNanos() < until)
                .toList();
        long failures = ends.stream().filter(end -> !end.answered()).count();
        double timeout = scenario.handling().timeout().toNanos() / 1e6;
        var latencies = ends.stream()
                .mapToDouble(end -> end.answered() ? end.latencyMillis() : timeout)
                .sorted()
                .toArray();
        var lags = ends.stream().mapToDouble(CallEnd::lagMillis).sorted().toArray();
        var bad = BadNode.of(scenario);
        var share = bad.map(node -> share(block, nodes.get(node.node()).node().value()));
        return new BlockMeasures(
                ends.size(),
                failures,
                percentile(latencies, 50),
                percentile(latencies, 90),
                percentile(latencies, 99),
                percentile(latencies, 99.9),
                cost(nodes, ends),
                mostOverMean(block.utilisation()),
                share.map(each -> each.series(from / 1e9, until / 1e9, SHARE_SECONDS))
                        .orElse(List.of()),
                bad.isEmpty() || share.isEmpty()
                        ? OptionalDouble.empty()
                        : share.get()
                                .untilLittle(
                                        bad.get().at().toNanos() / 1e9,
                                        bad.get().until().toNanos() / 1e9),
                percentile(lags, 99),
                percentile(lags, 100),
                block.upstreamLatestMillis(),
                block.cpuBusy());
    }

    private static Share share(PlayedBlock block, String bad) {
        return new Share(
                block.attempts().stream()
                        .mapToDouble(attempt -> (attempt.startMicros() - block.startMicros()) / 1e6)
                        .toArray(),
                block.attempts().stream()
                        .filter(attempt -> attempt.node().equals(bad))
                        .mapToDouble(attempt -> (attempt.startMicros() - block.startMicros()) / 1e6)
                        .toArray());
    }

    private static double cost(List<RegisteredNode> nodes, List<CallEnd> ends) {
        var prices = nodes.stream()
                .collect(Collectors.toMap(
                        node -> node.node().value(),
                        node -> node.pricePerCall().baseUnits().doubleValue() / BASE_UNITS));
        return 1_000
                * ends.stream()
                        .filter(CallEnd::answered)
                        .mapToDouble(end -> prices.getOrDefault(end.node(), 0.0))
                        .average()
                        .orElse(Double.NaN);
    }

    private static double mostOverMean(List<Double> utilisation) {
        double mean =
                utilisation.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        double most =
                utilisation.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
        return most / mean;
    }

    /** Of sorted values, by the nearest rank. */
    static double percentile(double[] sorted, double percent) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.clamp(Math.ceil(sorted.length * percent / 100) - 1, 0, sorted.length - 1)];
    }
}
