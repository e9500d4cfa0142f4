package dev.weir.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.bench.upstream.Scenarios;
import dev.weir.config.WeirConfig;
import dev.weir.simulator.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LabTest {
    @TempDir
    private Path folder;

    @Test
    void config_hasAnApiForEachPolicy_ofWhichOneIsPicked() throws IOException {
        var config = WeirConfig.read(Files.writeString(folder.resolve("weir.yaml"), lab().config()));

        assertThat(config.apis()).hasSize(BenchPolicy.values().length);
        assertThat(config.apis().stream()
                        .filter(api -> api.actuator() == WeirConfig.Actuator.PICK)
                        .map(WeirConfig.Api::name))
                .containsExactly(BenchPolicy.PICK.api());
    }

    @Test
    void nodes_areCalledByGroupAndNumber_withTheirPrices() throws IOException {
        var nodes = lab().registry();

        assertThat(nodes.stream().map(node -> node.node().value()))
                .containsExactly("slow-0", "slow-1", "fast-0", "fast-1");
        assertThat(nodes.get(3).pricePerCall().toTokens()).isEqualTo("0.0002");
    }

    @Test
    void path_tellsPolicyAndKind() throws IOException {
        assertThat(lab().path(BenchPolicy.LEAST_REQUEST, 1)).isEqualTo("/least-request/long");
    }

    @Test
    void nodesThatShareTheirCores_areRefused_asTheseUpstreamsDoNot() throws IOException {
        var file = folder.resolve("scenario.yaml");
        Scenarios.with(folder, "");
        Files.writeString(file, Files.readString(file).replace("limit: 4", "limit: 8"));

        assertThatThrownBy(() -> new Lab(Scenario.read(file), new Ports(23_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'slow'")
                .hasMessageContaining("set limit to 4");
    }

    private Lab lab() throws IOException {
        return new Lab(Scenarios.with(folder, ""), new Ports(23_000));
    }
}
