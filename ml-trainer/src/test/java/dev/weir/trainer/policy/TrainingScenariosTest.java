package dev.weir.trainer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.simulator.engine.Simulation;
import dev.weir.simulator.policy.Policies;
import dev.weir.simulator.scenario.Fault;
import dev.weir.simulator.scenario.Scenario;
import dev.weir.simulator.scenario.ScenarioFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class TrainingScenariosTest {
    private static final List<Scenario> DRAWN =
            LongStream.range(0, 500).mapToObj(TrainingScenarios::of).toList();

    @Test
    void sameSeed_isTheSameScenario() {
        assertThat(TrainingScenarios.of(17)).isEqualTo(TrainingScenarios.of(17));
        assertThat(TrainingScenarios.of(17)).isNotEqualTo(TrainingScenarios.of(18));
    }

    @Test
    void scenarios_areAsWideAsTheySay() {
        assertThat(DRAWN).allSatisfy(scenario -> {
            assertThat(scenario.nodeCount()).isBetween(3, 41);
            assertThat(scenario.gateways()).isBetween(1, 20);
            assertThat(scenario.load()).isBetween(0.5, 0.95);
        });
        assertThat(DRAWN)
                .anyMatch(scenario -> scenario.nodeCount() <= 5)
                .anyMatch(scenario -> scenario.nodeCount() >= 35);
        assertThat(DRAWN).anyMatch(scenario -> scenario.objective().cost() > 0);
        assertThat(DRAWN).anyMatch(scenario -> scenario.faults().isEmpty());
        assertThat(DRAWN.stream()
                        .flatMap(scenario -> scenario.faults().stream())
                        .map(Fault::getClass))
                .contains(
                        Fault.Slow.class,
                        Fault.Bursts.class,
                        Fault.Noise.class,
                        Fault.Dead.class,
                        Fault.Flapping.class,
                        Fault.Warming.class,
                        Fault.Liar.class);
    }

    @Test
    void everyScenario_canBeRun_andHasATailToMeasure() {
        assertThat(DRAWN.subList(0, 12)).allSatisfy(scenario -> {
            var tally = new Simulation(scenario, List.of(), Policies.maker("least_request"), 1).run();

            assertThat(tally.calls()).isGreaterThan(1_000);
        });
        assertThat(DRAWN)
                .allSatisfy(scenario -> assertThat(
                                new Simulation(scenario, List.of(), Policies.maker("random"), 1).callsPerSecond())
                        .isBetween(20.0, 40_000.0));
    }

    @Test
    void noneIsAShippedOne() {
        var shipped = new ScenarioFolder(Path.of("../simulator/scenarios"));

        assertThat(shipped.names())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(DRAWN)
                        .extracting(Scenario::nodes)
                        .doesNotContain(shipped.read(name).nodes()));
    }
}
