package dev.weir.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.scoring.PolicyNetwork;
import dev.weir.simulator.engine.Simulation;
import dev.weir.simulator.policy.Policies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ShippedScenariosTest {
    private static final PolicyNetwork ZEROS = rows -> Optional.of(new float[rows.length]);
    private static final ScenarioFolder SHIPPED = new ScenarioFolder(Path.of("scenarios"));

    static Stream<String> names() {
        return SHIPPED.names().stream();
    }

    @Test
    void shipped_areAtLeastFourteen() {
        assertThat(SHIPPED.names()).hasSizeGreaterThanOrEqualTo(14).isSorted();
    }

    @Test
    void jar_holdsTheSameScenarios() {
        assertThat(ShippedScenarios.NAMES).isEqualTo(SHIPPED.names());
        assertThat(ShippedScenarios.NAMES)
                .allSatisfy(name -> assertThat(ShippedScenarios.read(name)).isEqualTo(SHIPPED.read(name)));
    }

    @ParameterizedTest
    @MethodSource("names")
    void name_isThatOfTheFile(String name) {
        assertThat(SHIPPED.read(name).name()).isEqualTo(name);
        assertThat(SHIPPED.read(name).about()).endsWith(".");
    }

    @ParameterizedTest
    @MethodSource("names")
    void scenario_runsForAMoment_underEveryPolicy(String name) {
        var brief = brief(SHIPPED.read(name));

        assertThat(Policies.names())
                .allSatisfy(policy -> assertThat(
                                new Simulation(brief, List.of(), Policies.maker(policy, Optional.of(ZEROS)), 1)
                                        .run()
                                        .calls())
                        .isPositive());
    }

    @Test
    void documentation_isAScenario_andNamesEveryPolicyAndKind() throws IOException {
        var text = Files.readString(Path.of("../docs/simulator.md"));
        var example = text.split("```yaml\n")[1].split("```")[0];

        var scenario = ScenarioText.read(example);

        assertThat(scenario.name()).isEqualTo("my-scenario");
        assertThat(scenario.faults().stream().map(fault -> fault.getClass().getSimpleName()))
                .containsExactlyInAnyOrder("Slow", "Bursts", "Noise", "Dead", "Flapping", "Warming", "Liar");
        assertThat(Policies.names()).allSatisfy(policy -> assertThat(text).contains("`" + policy + "`"));
    }

    @Test
    void gatewaysAndLoad_canBeOthers() {
        var scenario = SHIPPED.read("equal").with(OptionalInt.of(20), OptionalDouble.of(0.9));

        assertThat(scenario.gateways()).isEqualTo(20);
        assertThat(scenario.load()).isEqualTo(0.9);
        assertThat(scenario.nodes()).isEqualTo(SHIPPED.read("equal").nodes());
    }

    @Test
    void scenario_thatIsNotShipped_isRefused() {
        assertThatThrownBy(() -> SHIPPED.read("../pom"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no scenario '../pom' in scenarios");
        assertThatThrownBy(() -> ShippedScenarios.read("../pom"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no scenario '../pom' is shipped");
    }

    private static Scenario brief(Scenario whole) {
        boolean large = whole.nodeCount() > 100;
        return new Scenario(
                whole.name(),
                whole.about(),
                whole.gateways(),
                whole.load(),
                Duration.ofMillis(large ? 20 : 300),
                Duration.ofMillis(large ? 10 : 200),
                whole.calls(),
                whole.nodes(),
                whole.faults(),
                whole.handling(),
                whole.signals(),
                whole.objective());
    }
}
