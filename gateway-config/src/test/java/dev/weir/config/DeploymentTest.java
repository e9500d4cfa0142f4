package dev.weir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeploymentTest {
    private static final String GOOD = """
            ports: {gateway: 10000, dashboard: 8080, envoyAdmin: 9901, xds: 18000, relay: 18001, judge: 9191, auth: 8081, ratelimit: 9192, ratelimitHttp: 8082, chain: 8545, nodes: 9101}
            nodes:
              - {name: amber, pool: edge, region: eu-west, price: 0.0001 WEIR, impair: "latency=4ms"}
            """;

    @TempDir
    Path folder;

    @Test
    void portOfANode_thatAnotherHas_isRefused() {
        assertThatThrownBy(() -> read(GOOD.replace("dashboard: 8080", "dashboard: 9102")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("port '9102' stands twice");
    }

    /** Files that were written before there was one go on working. */
    @Test
    void portOfPrometheus_is9090_whereNoneIsNamed() throws IOException {
        assertThat(read(GOOD).ports().prometheus()).isEqualTo(9_090);
        assertThat(read(GOOD).withPortOffset(1_000).ports().prometheus()).isEqualTo(10_090);
        assertThat(read(GOOD.replace("nodes: 9101", "prometheus: 9091, nodes: 9101"))
                        .ports()
                        .prometheus())
                .isEqualTo(9_091);
    }

    @Test
    void heap_thatIsMissing_isNamed() {
        assertThatThrownBy(() -> read(GOOD + "memory: {controlPlane: 256}\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(":4:1: memory.extAuthz: a number is missing\n");
    }

    @Test
    void heap_thatNoJvmStartsWith_isRefused() {
        assertThatThrownBy(() -> read(GOOD + "memory: {controlPlane: 256, extAuthz: 192, ratelimit: 96, node: 0}\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("memory: heap 0 is not in 16..65536 (MiB)");
    }

    @Test
    void offset_thatLeavesTheRange_isRefused() throws IOException {
        var deployment = read(GOOD);

        assertThatThrownBy(() -> deployment.withPortOffset(50_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("port 68000 is missing or not in 1024..65000");
    }

    private Deployment read(String text) throws IOException {
        return Deployment.read(Files.writeString(folder.resolve("local.yaml"), text));
    }
}
