package dev.weir.bench.balance;

import java.util.Locale;

/** A scenario's results for people: a row a policy, means with half the width of their 95 % intervals. */
final class ResultTable {
    private static final String ROW = "  %-14s%12s%12s%18s%12s%14s%9s%10s%10s%12s%n";

    private ResultTable() {}

    static String of(ScenarioResult result) {
        var scenario = result.scenario();
        var text = new StringBuilder(String.format(
                Locale.ROOT,
                "%n%s: load %.2f, %d gateways, %d rounds of %d s%s%n",
                scenario.name(),
                scenario.load(),
                scenario.gateways(),
                result.policies().getFirst().rounds().size(),
                scenario.length().toSeconds(),
                result.valid() ? "" : "  INVALID: the machine fell behind; see the progress lines"));
        text.append(String.format(
                Locale.ROOT,
                ROW,
                "POLICY",
                "P50 ms",
                "P90 ms",
                "P99 ms",
                "P99.9 ms",
                "OF LEAST REQ.",
                "FAILED",
                "COST",
                "MAX/MEAN",
                "S TO < 1 %"));
        for (var policy : result.policies()) {
            text.append(String.format(
                    Locale.ROOT,
                    ROW,
                    policy.policy().word(),
                    number(policy.of(BlockMeasures::p50), 1),
                    number(policy.of(BlockMeasures::p90), 1),
                    spread(policy.of(BlockMeasures::p99), 1),
                    number(policy.of(BlockMeasures::p999), 1),
                    result.leastRequest()
                            .map(least -> spread(policy.p99Over(least), 2))
                            .orElse(""),
                    policy.failures(),
                    number(policy.of(BlockMeasures::costPer1000), 0),
                    number(policy.of(BlockMeasures::maxOverMeanUtilisation), 2),
                    BadNode.of(scenario).isPresent() ? number(policy.secondsToLittle(), 2) : ""));
        }
        return text.toString();
    }

    private static String spread(BenchInterval interval, int decimals) {
        double half = (interval.high() - interval.low()) / 2;
        return number(interval, decimals)
                + (half == 0 || Double.isNaN(half) ? "" : String.format(Locale.ROOT, " ±%." + decimals + "f", half));
    }

    private static String number(BenchInterval interval, int decimals) {
        return Double.isNaN(interval.mean())
                ? "never"
                : String.format(Locale.ROOT, "%." + decimals + "f", interval.mean());
    }
}
