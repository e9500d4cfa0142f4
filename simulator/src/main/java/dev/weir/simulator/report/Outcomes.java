package dev.weir.simulator.report;

import dev.weir.simulator.engine.RunTally;
import java.util.ArrayList;
import java.util.List;

/** What came of one policy in one scenario, a value for each seed, in the order of the seeds. */
final class Outcomes {
    final String name;
    final List<Double> p50 = new ArrayList<>();
    final List<Double> p90 = new ArrayList<>();
    final List<Double> p99 = new ArrayList<>();
    final List<Double> p999 = new ArrayList<>();
    final List<Double> failures = new ArrayList<>();
    final List<Double> cost = new ArrayList<>();
    final List<Double> utilisation = new ArrayList<>();

    Outcomes(String name) {
        this.name = name;
    }

    /** What is kept of one run: its calls' latencies are many, and go when it ends. */
    record Run(
            double p50, double p90, double p99, double p999, double failures, double costPer1000, double utilisation) {
        static Run of(RunTally tally) {
            double[] quantiles = tally.quantilesMillis(0.5, 0.9, 0.99, 0.999);
            return new Run(
                    quantiles[0],
                    quantiles[1],
                    quantiles[2],
                    quantiles[3],
                    (double) tally.failed() / Math.max(1, tally.calls()),
                    tally.costPer1000(),
                    tally.maxOverMeanUtilisation());
        }
    }

    void add(Run run) {
        p50.add(run.p50());
        p90.add(run.p90());
        p99.add(run.p99());
        p999.add(run.p999());
        failures.add(run.failures());
        cost.add(run.costPer1000());
        utilisation.add(run.utilisation());
    }

    PolicyResult result(Interval gapClosed) {
        return new PolicyResult(
                name,
                interval(p50),
                interval(p90),
                interval(p99),
                interval(p999),
                interval(failures),
                interval(cost),
                interval(utilisation),
                gapClosed);
    }

    private static Interval interval(List<Double> values) {
        return Interval.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    static double mean(List<Double> values, int without) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < values.size(); i++) {
            if (i != without) {
                sum += values.get(i);
                count++;
            }
        }
        return sum / count;
    }
}
