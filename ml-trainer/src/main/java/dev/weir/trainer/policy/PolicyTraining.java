package dev.weir.trainer.policy;

import dev.weir.scoring.PolicyFeatures;
import dev.weir.scoring.TanhNetwork;
import dev.weir.simulator.policy.Policies;
import dev.weir.simulator.scenario.Scenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;

/**
 * Trains a policy network in the simulator, by {@link EvolutionStrategy} over {@link TrainingScenarios}. It begins as the planner itself, as its last
 * layer is zero. Every few generations the point is tried in drawn scenarios that it is never trained in, and the best point of all is what comes out.
 *
 * <p>In one generation all candidates meet the same scenarios and seeds; every generation meets new ones. What a candidate did in one scenario counts
 * by how much less than the planner it cost there, and no single scenario for more than a factor of e.
 */
public final class PolicyTraining {
    /** One hidden layer; some hundred parameters, since a generation compares few candidates. */
    private static final List<Integer> WIDTHS = List.of(PolicyFeatures.names().size(), 8, 1);

    private static final double DEVIATION = 0.1;
    private static final double RATE = 0.03;
    private static final double MOST = 1;
    private static final int VALIDATED_EVERY = 10;

    private static final String PLANNER = "weights";

    private final Plan plan;
    private final ExecutorService executor;
    private final SplittableRandom seeds;

    /**
     * How much to train.
     *
     * @param generations at least 1
     * @param pairs of antithetic candidates in each
     * @param scenarios that each candidate is tried in
     * @param validation scenarios to choose the best point by
     */
    public record Plan(int generations, int pairs, int scenarios, int validation, long seed) {
        private static final int MOST = 100_000;

        public Plan {
            check("generations", generations);
            check("pairs", pairs);
            check("scenarios", scenarios);
            check("validation", validation);
        }

        private static void check(String what, int count) {
            if (count < 1 || count > MOST) {
                throw new IllegalArgumentException(what + " " + count + " is not in 1.." + MOST);
            }
        }

        /** Runs of the simulator for training, those of the planner left aside. */
        public int runs() {
            return generations * 2 * pairs * scenarios;
        }
    }

    /**
     * What came out.
     *
     * @param checks how the points did in the validation's scenarios, as training went on
     */
    public record Trained(TanhNetwork network, List<Check> checks) {
        public Trained {
            checks = List.copyOf(checks);
        }
    }

    /** @param cost logarithm of the network's over the planner's, the mean over scenarios; below 0 is better */
    public record Check(int generation, double cost) {}

    private record Trial(Scenario scenario, long seed, double planner) {}

    private PolicyTraining(Plan plan, ExecutorService executor) {
        this.plan = plan;
        this.executor = executor;
        this.seeds = new SplittableRandom(plan.seed());
    }

    /** @param progress told after each generation: how many are done, and the last check's cost */
    public static Trained run(Plan plan, ExecutorService executor, BiConsumer<Integer, Double> progress) {
        return new PolicyTraining(plan, executor).train(progress);
    }

    private Trained train(BiConsumer<Integer, Double> progress) {
        var validation = trials(plan.validation());
        var strategy = new EvolutionStrategy(start(), plan.pairs(), DEVIATION, RATE, seeds.nextLong());
        float[] best = strategy.point();
        double bestCost = 0;
        double cost = 0;
        var checks = new ArrayList<Check>();
        for (int generation = 1; generation <= plan.generations(); generation++) {
            strategy.tell(costs(strategy.ask(), trials(plan.scenarios())));
            if (generation % VALIDATED_EVERY == 0 || generation == plan.generations()) {
                cost = costs(new float[][] {strategy.point()}, validation)[0];
                checks.add(new Check(generation, cost));
                if (cost < bestCost) {
                    best = strategy.point();
                    bestCost = cost;
                }
            }
            progress.accept(generation, cost);
        }
        return new Trained(new TanhNetwork(WIDTHS, best), checks);
    }

    /** Small random weights, so that the hidden layer tells inputs apart, and a last layer of zeros. */
    private float[] start() {
        float[] start = new float[TanhNetwork.size(WIDTHS)];
        int at = 0;
        for (int layer = 1; layer < WIDTHS.size() - 1; layer++) {
            int in = WIDTHS.get(layer - 1);
            int out = WIDTHS.get(layer);
            for (int i = 0; i < in * out; i++) {
                start[at + i] = (float) (seeds.nextGaussian() / Math.sqrt(in));
            }
            at += (in + 1) * out;
        }
        return start;
    }

    private List<Trial> trials(int count) {
        long[] drawn = LongStream.generate(seeds::nextLong).limit(count).toArray();
        var scenarios = Arrays.stream(drawn).mapToObj(TrainingScenarios::of).toList();
        var runs = new ArrayList<Callable<Double>>();
        for (int i = 0; i < count; i++) {
            var scenario = scenarios.get(i);
            long seed = drawn[i];
            runs.add(() -> RunCost.of(scenario, Policies.maker(PLANNER), seed));
        }
        double[] planner = RunCost.all(runs, executor, (done, all) -> {});
        var trials = new ArrayList<Trial>();
        for (int i = 0; i < count; i++) {
            trials.add(new Trial(scenarios.get(i), drawn[i], planner[i]));
        }
        return trials;
    }

    /** Of each candidate the mean over the trials of how much more than the planner it cost. */
    private double[] costs(float[][] candidates, List<Trial> trials) {
        var runs = new ArrayList<Callable<Double>>();
        for (var candidate : candidates) {
            var policy = Policies.learned(new TanhNetwork(WIDTHS, candidate));
            for (var trial : trials) {
                runs.add(() ->
                        Math.clamp(RunCost.of(trial.scenario(), policy, trial.seed()) - trial.planner(), -MOST, MOST));
            }
        }
        double[] each = RunCost.all(runs, executor, (done, all) -> {});
        double[] costs = new double[candidates.length];
        for (int i = 0; i < each.length; i++) {
            costs[i / trials.size()] += each[i] / trials.size();
        }
        return costs;
    }
}
