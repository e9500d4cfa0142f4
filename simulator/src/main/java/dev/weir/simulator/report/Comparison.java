package dev.weir.simulator.report;

import dev.weir.config.ConfigException;
import dev.weir.scoring.PolicyNetwork;
import dev.weir.simulator.engine.NoiseSource;
import dev.weir.simulator.engine.Simulation;
import dev.weir.simulator.policy.Policies;
import dev.weir.simulator.scenario.Scenario;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;

/**
 * Several policies in one scenario over the same seeds. Each run is of one thread; runs are spread over the executor's, and gathered in order, so that
 * the result does not depend on how many there are.
 *
 * @param bestLimit of the limits, the one with the lowest mean p99
 * @param headroom least request's p99 over the best limit's
 */
public record Comparison(
        Scenario scenario, int seeds, long firstSeed, List<PolicyResult> policies, String bestLimit, double headroom) {
    /** Where least request is this near to the limit there is no gap worth dividing. */
    static final double NEAR = 1.1;

    /** Whether the limit is far enough from least request for a gap to be divided. */
    public boolean hasGap() {
        return headroom > NEAR;
    }

    /**
     * @param network for {@code learned}
     * @param progress told after each run: how many are done, of how many
     */
    public static Comparison run(
            Scenario scenario,
            List<NoiseSource> noise,
            List<String> policies,
            Optional<PolicyNetwork> network,
            int seeds,
            long firstSeed,
            ExecutorService executor,
            BiConsumer<Integer, Integer> progress) {
        var names = new LinkedHashSet<>(policies);
        names.add(Policies.BASE);
        names.addAll(Policies.LIMITS);
        var runs = new ArrayList<List<Future<Outcomes.Run>>>();
        for (int seed = 0; seed < seeds; seed++) {
            long own = firstSeed + seed;
            runs.add(names.stream()
                    .map(name -> executor.submit(() ->
                            Outcomes.Run.of(new Simulation(scenario, noise, Policies.maker(name, network), own).run())))
                    .toList());
        }
        var outcomes = names.stream().map(Outcomes::new).toList();
        int done = 0;
        for (var bySeed : runs) {
            for (int i = 0; i < bySeed.size(); i++) {
                outcomes.get(i).add(get(bySeed.get(i)));
                progress.accept(++done, seeds * names.size());
            }
        }
        return of(scenario, seeds, firstSeed, policies, outcomes);
    }

    private static <T> T get(Future<T> run) {
        try {
            return run.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConfigException broken) {
                throw broken;
            }
            throw new IllegalStateException("a run failed: " + e.getCause(), e.getCause());
        }
    }

    private static Comparison of(
            Scenario scenario, int seeds, long firstSeed, List<String> shown, List<Outcomes> outcomes) {
        var base = outcomes.stream()
                .filter(each -> each.name.equals(Policies.BASE))
                .findFirst()
                .orElseThrow();
        var best = outcomes.stream()
                .filter(each -> Policies.LIMITS.contains(each.name))
                .min(Comparator.comparingDouble(each -> Outcomes.mean(each.p99, -1)))
                .orElseThrow();
        double headroom = Outcomes.mean(base.p99, -1) / Outcomes.mean(best.p99, -1);
        var results = outcomes.stream()
                .filter(each -> shown.contains(each.name))
                .map(own -> own.result(gap(base.p99, best.p99, own.p99, headroom)))
                .toList();
        return new Comparison(scenario, seeds, firstSeed, results, best.name, headroom);
    }

    private static Interval gap(List<Double> base, List<Double> best, List<Double> own, double headroom) {
        if (!(headroom > NEAR)) {
            return new Interval(Double.NaN, Double.NaN, Double.NaN);
        }
        double[] without = new double[own.size()];
        for (int i = 0; i < without.length; i++) {
            without[i] = closed(base, best, own, i);
        }
        return Interval.jackknife(closed(base, best, own, -1), own.size() > 1 ? without : new double[1]);
    }

    private static double closed(List<Double> base, List<Double> best, List<Double> own, int without) {
        double from = Outcomes.mean(base, without);
        return (from - Outcomes.mean(own, without)) / (from - Outcomes.mean(best, without));
    }
}
