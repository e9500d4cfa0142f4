package dev.weir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EdgeTest {
    @Test
    void whatIsLeftOut_isTheDefault() {
        assertThat(read("{}")).isEqualTo(Edge.DEFAULT);
        assertThat(read("{requests: 50}").requests()).isEqualTo(OptionalInt.of(50));
        assertThat(read("{requests: 50}").connections()).isEqualTo(OptionalInt.of(300));
    }

    @Test
    void proxies_areNetworks() {
        assertThat(read("{proxies: [10.0.0.0/8, 192.0.2.7/32, 'fd00::/8']}").proxies())
                .containsExactly(new Network("10.0.0.0", 8), new Network("192.0.2.7", 32), new Network("fd00::", 8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0", "10.0.0.0/33", "fd00::/129", "proxy.example/32", "10.0.0/8/8", "/8", "10.0.0.0/x"})
    void whatIsNoNetwork_isRefused_andTellsHowToMendIt(String network) {
        assertThatThrownBy(() -> read("{proxies: ['" + network + "']}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("edge.yaml:1:")
                .hasMessageContaining("'" + network + "' is no network")
                .hasMessageContaining("such as 10.0.0.0/8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{connections: 0}", "{connections: 10001}", "{requests: 0}", "{requests: 100001}"})
    void numbersOutOfBounds_areRefused(String edge) {
        assertThatThrownBy(() -> read(edge)).hasMessageContaining("is not in 1..");
    }

    private static Edge read(String yaml) {
        return YamlReader.read("edge.yaml", yaml.getBytes(StandardCharsets.UTF_8), Edge.class);
    }
}
