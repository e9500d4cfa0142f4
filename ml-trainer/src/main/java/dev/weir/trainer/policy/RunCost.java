package dev.weir.trainer.policy;

import dev.weir.simulator.engine.Policy;
import dev.weir.simulator.engine.Simulation;
import dev.weir.simulator.engine.World;
import dev.weir.simulator.scenario.Scenario;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * What one run of a policy cost, as a logarithm: {@code ln p99 + ln(1 + 20·failures) + c·ln price}, where c is how much the scenario's objective
 * minds the price. It is the planner's own cost with the tail in the place of the mean. Two policies are compared by their difference on the same seed, where
 * calls and faults are the same.
 */
final class RunCost {
    private static final double FAILURE_WEIGHT = 20;
    private static final double TAIL = 0.99;

    private RunCost() {}

    /** @throws dev.weir.config.ConfigException where the scenario cannot be run */
    static double of(Scenario scenario, Function<World, Policy> policy, long seed) {
        var tally = new Simulation(scenario, List.of(), policy, seed).run();
        double p99 = tally.quantilesMillis(TAIL)[0];
        double failures = (double) tally.failed() / Math.max(1, tally.calls());
        double price = Math.max(1e-9, tally.costPer1000());
        return Math.log(p99)
                + Math.log1p(FAILURE_WEIGHT * failures)
                + scenario.objective().cost() * Math.log(price);
    }

    /** Results in the order of the runs, whatever the number of threads. @param progress told after each: how many are done, of how many */
    static double[] all(List<Callable<Double>> runs, ExecutorService executor, BiConsumer<Integer, Integer> progress) {
        var futures = runs.stream().map(executor::submit).toList();
        double[] results = new double[runs.size()];
        for (int i = 0; i < results.length; i++) {
            results[i] = get(futures.get(i));
            progress.accept(i + 1, results.length);
        }
        return results;
    }

    private static double get(Future<Double> run) {
        try {
            return run.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a run failed: " + e.getCause(), e.getCause());
        }
    }
}
