package dev.weir.cli.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.instance.Home;
import dev.weir.config.Deployment;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ScrapesTest {
    private static final Home HOME = new Home(Path.of("/weir"), Path.of("/home"), Path.of("/tools"));

    @Test
    void everyProcess_isAsked_atItsMovedPort() {
        var tree = Scrapes.of(
                HOME, Deployment.read(Path.of("../deploy/local.yaml")).withPortOffset(1_000));

        assertThat(tree.findValuesAsText("job_name"))
                .containsExactly("envoy", "xds-control-plane", "ext-authz-service", "ratelimit-service", "node");
        assertThat(tree.findValues("targets").stream()
                        .map(target -> target.get(0).asText()))
                .startsWith("127.0.0.1:10901", "127.0.0.1:9080", "127.0.0.1:9081", "127.0.0.1:9082", "127.0.0.1:10102")
                .hasSize(9);
        assertThat(tree.at("/scrape_configs/4/static_configs/4/labels/node").asText())
                .isEqualTo("ember");
        assertThat(tree.at("/rule_files/0").asText()).isEqualTo("/weir/deploy/observe/alerts.yaml");
    }
}
