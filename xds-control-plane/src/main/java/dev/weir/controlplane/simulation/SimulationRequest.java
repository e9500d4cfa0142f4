package dev.weir.controlplane.simulation;

import dev.weir.simulator.policy.Policies;
import dev.weir.simulator.scenario.Scenario;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One comparison that a service which has other work can afford. What is out of bounds is refused with an {@link IllegalArgumentException} that names the
 * parameter and what is allowed.
 *
 * @param gateways instead of the scenario's
 * @param load part of the capacity, instead of the scenario's
 * @param policies what is shown, each once; the limits run anyway and do not count
 * @param seeds runs of each policy
 */
public record SimulationRequest(
        Scenario named, OptionalInt gateways, OptionalDouble load, List<String> policies, int seeds) {
    public static final String GATEWAYS = "gateways: a whole number from 1 to 20 is needed";
    public static final String LOAD = "load: a number from 0.1 to 0.95 is needed";
    public static final String SEEDS = "seeds: a whole number from 1 to 3 is needed";
    private static final int MOST_POLICIES = 6;

    public SimulationRequest {
        policies = List.copyOf(new LinkedHashSet<>(policies));
        long counted = policies.stream()
                .filter(name -> !Policies.LIMITS.contains(name))
                .count();
        int of = gateways.orElse(named.gateways());
        double part = load.orElse(named.load());
        check(of >= 1 && of <= 20, GATEWAYS);
        check(part >= 0.1 && part <= 0.95, LOAD);
        check(
                !policies.isEmpty() && counted <= MOST_POLICIES,
                "policies: at least one is needed, and at most " + MOST_POLICIES + " besides the limits");
        check(seeds >= 1 && seeds <= 3, SEEDS);
    }

    Scenario scenario() {
        return named.with(gateways, load);
    }

    private static void check(boolean right, String expected) {
        if (!right) {
            throw new IllegalArgumentException(expected);
        }
    }
}
