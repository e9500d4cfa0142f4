package dev.weir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CorsTest {
    @ParameterizedTest
    @ValueSource(strings = {"https://app.example", "http://localhost:3000", "https://a.b-c.example:8443", "*"})
    void origin_isAsBrowsersSendIt(String origin) {
        assertThat(new Cors(List.of(origin)).origins()).containsExactly(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app.example",
                "https://app.example/",
                "https://App.example",
                "https://*.example",
                "ftp://app.example",
                "null",
                "https://app.example:",
                "https://a b"
            })
    void whatIsNoOrigin_isRefused_andTellsHowToMendIt(String origin) {
        assertThatThrownBy(() -> new Cors(List.of(origin)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("origin '" + origin + "' is none")
                .hasMessageContaining("such as https://app.example");
    }

    @Test
    void any_standsAlone_andNoneIsNoList() {
        assertThatThrownBy(() -> new Cors(List.of("*", "https://app.example"))).hasMessageContaining("alone for any");
        assertThatThrownBy(() -> new Cors(List.of())).hasMessageContaining("without the line");
        assertThatThrownBy(() -> new Cors(List.of("https://a.example", "https://a.example")))
                .hasMessageContaining("stands twice");
    }
}
