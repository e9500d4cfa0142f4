package dev.weir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @Test
    void tls_hasCertificatesOfHosts_andWhatIsLeftOutIsNotOffered() {
        var tls = read("{tls: {certificates: [{hosts: [api.example, '*.api.example'], chain: a.pem, key: a.key}]}}")
                .tls()
                .orElseThrow();

        assertThat(tls.redirect()).isFalse();
        assertThat(tls.http3()).isFalse();
        assertThat(tls.port()).isEmpty();
        assertThat(tls.certificates())
                .containsExactly(new HostCertificate(
                        List.of("api.example", "*.api.example"), Path.of("a.pem"), Path.of("a.key")));
        assertThat(tls.certificates().getFirst().name()).isEqualTo("api.example");
        assertThat(read("{}").tls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{tls: {}} | 'certificates' is missing",
                "{tls: {certificates: []}} | certificates is empty",
                "{tls: {certificates: [{chain: a, key: b}]}} | 'hosts' is missing",
                "{tls: {certificates: [{hosts: [a.b], chain: a}]}} | 'key' is missing",
                "{tls: {certificates: [{hosts: [], chain: a, key: b}]}} | hosts is empty",
                "{tls: {certificates: [{hosts: ['https://a.b'], chain: a, key: b}]}} | without scheme and port",
                "{tls: {certificates: [{hosts: [../a], chain: a, key: b}]}} | host '../a' is none",
                "{tls: {certificates: [{hosts: [a.b], chain: a, key: b}, {hosts: [a.b], chain: c, key: d}]}} | host 'a.b' stands twice",
                "{tls: {port: 0, certificates: [{hosts: [a.b], chain: a, key: b}]}} | port 0 is not in 1..65535",
                "{proxyProtocol: true} | proxyProtocol without proxies",
                "{proxies: [10.0.0.0/8], proxyProtocol: true, tls: {http3: true, certificates: [{hosts: [a.b], chain: a, key: b}]}} | exclude each other"
            })
    void tlsThatCannotBe_isRefused_withItsPlace(String edge, String words) {
        assertThatThrownBy(() -> read(edge))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("edge.yaml:1:")
                .hasMessageContaining(words);
    }

    private static Edge read(String yaml) {
        return YamlReader.read("edge.yaml", yaml.getBytes(StandardCharsets.UTF_8), Edge.class);
    }
}
