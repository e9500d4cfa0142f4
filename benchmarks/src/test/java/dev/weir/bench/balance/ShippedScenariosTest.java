package dev.weir.bench.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.bench.load.CallPlan;
import dev.weir.bench.rig.Lab;
import dev.weir.bench.rig.Ports;
import dev.weir.bench.upstream.NodeScripts;
import dev.weir.simulator.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ShippedScenariosTest {
    static Stream<Path> files() throws IOException {
        try (var files = Files.list(Path.of("scenarios"))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void file_isCalledAsItsScenario_andFitsTwoCores(Path file) {
        var scenario = Scenario.read(file);

        assertThat(file).hasFileName(scenario.name() + ".yaml");
        assertThat(new Lab(scenario, new Ports(23_000)).registry()).hasSize(8);
        assertThat(CallPlan.rate(scenario, NodeScripts.of(scenario, 1))).isBetween(200.0, 1_000.0);
    }
}
