package dev.weir.trainer.policy;

import dev.weir.scoring.PolicyNetwork;
import dev.weir.simulator.engine.Policy;
import dev.weir.simulator.engine.World;
import dev.weir.simulator.policy.Policies;
import dev.weir.simulator.report.Interval;
import dev.weir.simulator.scenario.Scenario;
import dev.weir.trainer.policy.GateVerdict.Beside;
import dev.weir.trainer.policy.GateVerdict.InScenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Whether a policy network may be published: in scenarios that it was not trained in, on the same seeds, it has to beat each of least request, the
 * planner without a network, and the network in force. To beat means: the mean over all scenarios of its {@link RunCost} is surely lower (95 %), and in no
 * single scenario surely higher.
 *
 * @param scenarios none of which it was trained in
 * @param seeds runs of each policy in each scenario, at least {@value #LEAST_SEEDS}; with fewer an interval says little
 */
public record PolicyGate(List<Scenario> scenarios, int seeds, long firstSeed) {
    public static final int LEAST_SEEDS = 3;

    public PolicyGate {
        scenarios = List.copyOf(scenarios);
        if (seeds < LEAST_SEEDS) {
            throw new IllegalArgumentException("seeds " + seeds + " are fewer than " + LEAST_SEEDS);
        }
    }

    /**
     * @param current the network in force
     * @param progress told after each run: how many are done, of how many
     */
    public GateVerdict judge(
            PolicyNetwork candidate,
            Optional<PolicyNetwork> current,
            ExecutorService executor,
            BiConsumer<Integer, Integer> progress) {
        var rivals = new LinkedHashMap<String, Function<World, Policy>>();
        rivals.put("least_request", Policies.maker("least_request"));
        rivals.put("ewma", Policies.maker("weights"));
        current.ifPresent(network -> rivals.put("current", Policies.learned(network)));
        var runs = new ArrayList<>(runs(Policies.learned(candidate)));
        rivals.values().forEach(rival -> runs.addAll(runs(rival)));
        double[] costs = RunCost.all(runs, executor, progress);
        var found = new ArrayList<Beside>();
        for (var rival : rivals.keySet()) {
            found.add(beside(rival, costs, (found.size() + 1) * scenarios.size() * seeds));
        }
        return new GateVerdict(seeds, firstSeed, found);
    }

    /** Scenario by scenario, in each seed by seed. */
    private List<Callable<Double>> runs(Function<World, Policy> policy) {
        var runs = new ArrayList<Callable<Double>>();
        for (var scenario : scenarios) {
            for (int seed = 0; seed < seeds; seed++) {
                long own = firstSeed + seed;
                runs.add(() -> RunCost.of(scenario, policy, own));
            }
        }
        return runs;
    }

    /** @param from where the rival's costs begin; the candidate's begin at 0 */
    private Beside beside(String rival, double[] costs, int from) {
        double[] means = new double[seeds];
        var each = new ArrayList<InScenario>();
        int run = 0;
        for (var scenario : scenarios) {
            double[] differences = new double[seeds];
            for (int seed = 0; seed < seeds; seed++, run++) {
                differences[seed] = costs[run] - costs[from + run];
                means[seed] += differences[seed] / scenarios.size();
            }
            each.add(new InScenario(scenario.name(), Interval.of(differences)));
        }
        return new Beside(rival, Interval.of(means), each);
    }
}
