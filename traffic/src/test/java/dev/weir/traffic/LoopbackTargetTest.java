package dev.weir.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LoopbackTargetTest {
    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:10000, 127.0.0.1, 10000",
        "http://127.0.0.1:10000/, 127.0.0.1, 10000",
        "http://127.255.255.255, 127.255.255.255, 80",
        "http://localhost:10000, 127.0.0.1, 10000"
    })
    void thisMachine_isTaken(URI target, String host, int port) {
        var address = LoopbackTarget.parse(target);

        assertThat(address.getAddress().getHostAddress()).isEqualTo(host);
        assertThat(address.getAddress().isLoopbackAddress()).isTrue();
        assertThat(address.getPort()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://192.0.2.1:10000",
                "http://128.0.0.1",
                "http://127.0.0.1.example.org",
                "http://127.1",
                "http://127.0.0.256",
                "http://localhost.example.org",
                "http://LOCALHOST.",
                "http://0.0.0.0:10000",
                "http://[::1]:10000",
                "http://2130706433",
                "https://127.0.0.1",
                "file:///etc/passwd",
                "http:127.0.0.1",
                "127.0.0.1",
                "http://127.0.0.1@192.0.2.1"
            })
    void anywhereElse_isRefused(String target) {
        assertThatThrownBy(() -> LoopbackTarget.parse(URI.create(target)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("traffic goes to this machine only");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:10000/quotes",
                "http://alice@127.0.0.1:10000",
                "http://127.0.0.1:10000?a=b",
                "http://127.0.0.1:10000#a"
            })
    void moreThanAHostAndAPort_isRefused(String target) {
        assertThatThrownBy(() -> LoopbackTarget.parse(URI.create(target)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("has more than a host and a port");
    }
}
