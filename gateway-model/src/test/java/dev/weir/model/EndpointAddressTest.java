package dev.weir.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointAddressTest {
    @Test
    void hostAndPort_areRead() {
        assertThat(EndpointAddress.parse("127.0.0.1:9101")).isEqualTo(new EndpointAddress.Socket("127.0.0.1", 9_101));
    }

    @Test
    void ipv6_standsInBrackets_asEnvoyPrintsIt() {
        assertThat(EndpointAddress.parse("[::1]:9101")).isEqualTo(new EndpointAddress.Socket("::1", 9_101));
        assertThat(new EndpointAddress.Socket("::1", 9_101)).hasToString("[::1]:9101");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:1", "255.250.199.9:65535", "[2001:db8::7]:80", "envoy://relay/node-77"})
    void address_isWrittenAsItWasRead(String text) {
        assertThat(EndpointAddress.parse(text)).hasToString(text);
    }

    @Test
    void addressOfEnvoysOwn_isListenerAndNode() {
        assertThat(EndpointAddress.parse("envoy://relay/node-77"))
                .isEqualTo(new EndpointAddress.Internal("relay", new NodeId("node-77")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ":", "127.0.0.1", "127.0.0.1:", ":80", "127.0.0.1:port", "127.0.0.1:0", "127.0.0.1:65536",
                "127.0.0.1:-1", "::1", "::1:80", "[]:80", "[127.0.0.1]:80", "[::1%lo]:80", "[:::]:80", " :80",
                "envoy://", "envoy://relay", "envoy://relay/", "envoy:///node", "envoy://relay/node/",
                        "envoy://a b/node"
            })
    void otherText_isRefused(String text) {
        assertThatThrownBy(() -> EndpointAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nodesOwnWord_isASocket() {
        assertThatThrownBy(() -> EndpointAddress.Socket.parse("envoy://relay/node-77"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost:80", "127.evil:80", "127.1:80", "127.0.0.01:80", "127.0.0.256:80", "node.example:80"})
    void name_isRefused(String text) {
        assertThatThrownBy(() -> EndpointAddress.parse(text)).hasMessageEndingWith("is not an IP address");
    }
}
