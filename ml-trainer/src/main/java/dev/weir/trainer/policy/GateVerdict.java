package dev.weir.trainer.policy;

import dev.weir.simulator.report.Interval;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the gate found, one {@link Beside} for each rival. */
public record GateVerdict(int seeds, long firstSeed, List<Beside> rivals) {
    public GateVerdict {
        rivals = List.copyOf(rivals);
    }

    /** Whether every rival is beaten. */
    public boolean publishable() {
        return !rivals.isEmpty() && rivals.stream().allMatch(Beside::beaten);
    }

    /** For the provenance: the mean beside each rival, and its upper end. */
    public Map<String, Double> metrics() {
        var metrics = new TreeMap<String, Double>();
        for (var rival : rivals) {
            metrics.put("log_cost_over_" + rival.rival(), rival.mean().mean());
            metrics.put("log_cost_over_" + rival.rival() + "_high", rival.mean().high());
        }
        return metrics;
    }

    /**
     * The candidate beside one rival. Costs are logarithms of the candidate's over the rival's; below 0 the candidate is better.
     *
     * @param mean over the scenarios
     */
    public record Beside(String rival, Interval mean, List<InScenario> scenarios) {
        public Beside {
            scenarios = List.copyOf(scenarios);
        }

        /** Surely better on the whole, and in no scenario surely worse. */
        public boolean beaten() {
            return mean.high() < 0 && scenarios.stream().noneMatch(InScenario::worse);
        }
    }

    public record InScenario(String scenario, Interval cost) {
        /** Surely worse; also where that cannot be said, as there was nothing to measure. */
        public boolean worse() {
            return !(cost.low() <= 0);
        }
    }
}
