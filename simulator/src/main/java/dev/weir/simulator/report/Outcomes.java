package dev.weir.simulator.report;

import dev.weir.simulator.engine.Tally;
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

    void add(Tally tally) {
        double[] quantiles = tally.quantilesMillis(0.5, 0.9, 0.99, 0.999);
        p50.add(quantiles[0]);
        p90.add(quantiles[1]);
        p99.add(quantiles[2]);
        p999.add(quantiles[3]);
        failures.add((double) tally.failed() / Math.max(1, tally.calls()));
        cost.add(tally.costPer1000());
        utilisation.add(tally.maxOverMeanUtilisation());
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
