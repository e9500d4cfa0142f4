package dev.weir.cli;

import dev.weir.cli.terminal.Table;
import dev.weir.simulator.policy.Policies;
import dev.weir.simulator.report.Comparison;
import dev.weir.simulator.report.Interval;
import dev.weir.simulator.report.PolicyResult;
import java.util.Locale;

/** A comparison for people: the scenario, one row a policy, and in words how far the best limit is. */
final class Simulated {
    private Simulated() {}

    static String text(Comparison comparison) {
        var scenario = comparison.scenario();
        var table = new Table(
                "POLICY", "P50", "P90", "P99", "P99.9", "FAILED", "WEIR PER 1,000", "BUSIEST/MEAN", "GAP CLOSED");
        for (var policy : comparison.policies()) {
            table.row(
                    policy.name(),
                    millis(policy.p50Millis()),
                    millis(policy.p90Millis()),
                    withInterval(policy),
                    millis(policy.p999Millis()),
                    format("%.2f %%", 100 * policy.failures().mean()),
                    format("%.4f", policy.costPer1000().mean() / 1e6),
                    format("%.2f", policy.maxOverMeanUtilisation().mean()),
                    gap(policy.gapClosed()));
        }
        return format(
                        "%s: %s%n %s, load %s, %s from %d%n%n",
                        scenario.name(),
                        scenario.about(),
                        counted(scenario.gateways(), "gateway"),
                        scenario.load(),
                        counted(comparison.seeds(), "seed"),
                        comparison.firstSeed())
                + table.text()
                + "\n " + inWords(comparison);
    }

    private static String inWords(Comparison comparison) {
        if (Double.isNaN(comparison.headroom())) {
            return "No call arrived in the measured time: nothing to compare.";
        }
        if (!comparison.hasGap()) {
            return format(
                    "Least request is within 10 %% of the limit (%s, by p99 %.2f to 1): no gap to close.",
                    comparison.bestLimit(), comparison.headroom());
        }
        return format(
                "The best limit is %s; %s has %.2f times its p99, and that gap is what the last column divides.",
                comparison.bestLimit(), Policies.BASE, comparison.headroom());
    }

    private static String withInterval(PolicyResult policy) {
        var p99 = policy.p99Millis();
        double off = p99.high() - p99.mean();
        return off == 0 || Double.isNaN(off) ? millis(p99) : format("%.1f ± %.1f ms", p99.mean(), off);
    }

    private static String millis(Interval interval) {
        return Double.isNaN(interval.mean()) ? "-" : format("%.1f ms", interval.mean());
    }

    private static String gap(Interval interval) {
        return Double.isNaN(interval.mean()) ? "-" : format("%.0f %%", 100 * interval.mean());
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
