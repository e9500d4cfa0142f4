package dev.weir.simulator.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.config.ConfigException;
import dev.weir.scoring.PolicyNetwork;
import dev.weir.simulator.engine.Simulation;
import dev.weir.simulator.scenario.Scenario;
import dev.weir.simulator.scenario.ScenarioText;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PoliciesTest {
    private static final Scenario SMALL = ScenarioText.read("""
            name: small
            length: 8s
            warmup: 4s
            load: 0.5
            calls: {kinds: [{name: call, work: 20ms}]}
            nodes: [{name: slow, count: 3, speed: 0.5}, {name: fast, count: 2, speed: 1}]
            """);

    @Test
    void names_areThoseOfTheCommandLine() {
        assertThat(Policies.names())
                .contains(
                        "round_robin",
                        "random",
                        "least_request",
                        "peak_ewma",
                        "cswrr",
                        "prequal",
                        "weights",
                        "learned",
                        "pick",
                        "central_queue",
                        "sed",
                        "clairvoyant");
        assertThat(Policies.names()).containsAll(Policies.LIMITS).contains(Policies.BASE);
    }

    @Test
    void learned_withoutANetwork_saysHowToGetOne() {
        assertThatThrownBy(() -> new Simulation(SMALL, List.of(), Policies.maker("learned", Optional.empty()), 1))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("./weir train policy")
                .hasMessageContaining("--network FILE");
    }

    @Test
    void learned_withANetworkOfZeros_isThePlannerItself() {
        var planner = new Simulation(SMALL, List.of(), Policies.maker("weights"), 3).run();
        var learned = new Simulation(SMALL, List.of(), Policies.learned(says(0)), 3).run();

        assertThat(learned.quantilesMillis(0.5, 0.99)).isEqualTo(planner.quantilesMillis(0.5, 0.99));
    }

    @Test
    void learned_followsItsNetwork() {
        int[] fast = {3, 4};
        var shy = new Simulation(SMALL, List.of(), Policies.learned(says(-1)), 3).run();
        var keen = new Simulation(SMALL, List.of(), Policies.learned(says(1)), 3).run();

        assertThat(Arrays.stream(fast).mapToDouble(keen::share).sum())
                .isGreaterThan(0.1 + Arrays.stream(fast).mapToDouble(shy::share).sum());
    }

    /** Corrects those that are faster than their crowd. */
    private static PolicyNetwork says(float correction) {
        return rows -> {
            float[] corrections = new float[rows.length];
            for (int i = 0; i < rows.length; i++) {
                corrections[i] = rows[i][0] < -0.2 ? correction : 0;
            }
            return Optional.of(corrections);
        };
    }

    @Test
    void unknownPolicy_isRefused_withThoseThatThereAre() {
        assertThatThrownBy(() -> Policies.maker("fastest"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("policy 'fastest' is not known; there are round_robin, random, ");
    }
}
