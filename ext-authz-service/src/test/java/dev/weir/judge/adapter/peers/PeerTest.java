package dev.weir.judge.adapter.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PeerTest {
    @Test
    void peer_isHostAndPort() {
        assertThat(Peer.parse("judge-1.weir:9191")).isEqualTo(new Peer("judge-1.weir", 9191));
        assertThat(Peer.parse("10.0.0.7:9191")).isEqualTo(new Peer("10.0.0.7", 9191));
        assertThat(Peer.parse("[::1]:9191")).isEqualTo(new Peer("[::1]", 9191));
        assertThat(Peer.parse("judge-1:9191")).hasToString("judge-1:9191");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "judge-1",
                "judge-1:",
                ":9191",
                "judge-1:0",
                "judge-1:65536",
                "judge 1:9191",
                "http://judge-1:9191"
            })
    void whatIsNoPeer_isRefused(String text) {
        assertThatThrownBy(() -> Peer.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is not host:port, as judge-1:9191");
    }
}
