package dev.weir.judge.adapter.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.WeirConfig;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class WarmUpTest {
    @Test
    void madeUpRequests_areAnswered() throws IOException {
        assertThat(new WarmUp(WeirConfig.read(Path.of("../weir.yaml"))).run()).isBetween(1, WarmUp.CHECKS);
    }
}
