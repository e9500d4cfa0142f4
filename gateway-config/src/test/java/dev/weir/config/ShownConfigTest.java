package dev.weir.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ShownConfigTest {
    @Test
    void secrets_areHidden_andWhatNamesThemIsNot() {
        var shown = ShownConfig.of("""
                # the old key was 0123456789abcdef0123
                apis:
                  - {name: quotes, match: {prefix: /quotes}, pools: [cloud], headers: {request: {set: {x-forth: Basic cGFzcw==}, remove: [x-gone]}}}
                pools:
                  - name: cloud
                    endpoints:
                      - {name: a, url: "https://a.example/v3/0123456789abcdef0123/calls", headers: {x-own: plain, x-far: 0123456789abcdef01, x-auth: "Bearer ${NAMED}"}}
                      - {name: b, url: "https://b.example/v3/${RPC_KEY}", headers: {x-api-key: "${file:/run/key}"}}
                chain: {rpc: "https://user:pass@rpc.example/v1?key=secret"}
                state: {sql: "jdbc:postgresql://db:5432/weir?user=weir&password=secret", counters: "redis://:secret@redis:6379/0"}
                """);

        assertThat(shown)
                .contains(
                        "https://a.example/v3/***/calls",
                        "x-own: '***'",
                        "x-far: '***'",
                        "x-auth: \"Bearer ${NAMED}\"",
                        "x-forth: '***'",
                        "remove: [x-gone]")
                .contains("https://b.example/v3/${RPC_KEY}", "${file:/run/key}")
                .contains(
                        "https://***@rpc.example/v1?***",
                        "jdbc:postgresql://db:5432/weir?***",
                        "redis://***@redis:6379/0")
                .doesNotContain("secret", "0123456789", "pass", "cGFzcw");
        assertThat(ShownConfig.of("state: {sql: \"jdbc:postgresql:weir?user=w&password=p\"}"))
                .contains("jdbc:postgresql:***");
    }

    @Test
    void configurationWithoutSecrets_isShownAsItIs_andReadAgain() {
        var yaml = """
                apis:
                  - {name: quotes, match: {prefix: /quotes}, pools: [cloud], bounds: {availability: 99%}}
                pools:
                  - {name: cloud, endpoints: [{url: "http://10.0.0.7:8080", price: 0.0001 WEIR}]}
                """;

        assertThat(read(ShownConfig.of(yaml))).isEqualTo(read(yaml));
    }

    private static WeirConfig read(String yaml) {
        return YamlReader.read("weir.yaml", yaml.getBytes(UTF_8), WeirConfig.class);
    }
}
