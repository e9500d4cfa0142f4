package dev.weir.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ConfigChangesTest {
    private static final String BEFORE = """
            apis:
              - {name: quotes, match: {prefix: /quotes}, pools: [cloud]}
              - {name: rpc, match: {prefix: /rpc}, pools: [cloud], access: {stake: 100 WEIR}, objective: {latency: 1, availability: 1, cost: 0.2}}
            pools:
              - name: cloud
                endpoints:
                  - {name: a, url: "https://a.example/v1/secret-path", price: 0.0001 WEIR, headers: {x-own: one}}
            chain: devnet
            """;

    @Test
    void nothing_isChangedByTheSameInOtherWords() {
        assertThat(changes(BEFORE, BEFORE + "# a comment\nrollout: {regret: 10%}\n"))
                .isEmpty();
    }

    @Test
    void items_areNamed_thatCameOrWent() {
        var after = BEFORE.replace("apis:", "apis:\n  - {name: new, match: {prefix: /new}, pools: [other]}")
                        .replaceFirst("  - \\{name: quotes.*\n", "")
                        .replace("    endpoints:", "    endpoints:\n      - {name: b, url: \"https://b.example\"}")
                + "";
        assertThat(changes(
                        BEFORE,
                        after.replace(
                                "pools:\n", "pools:\n  - {name: other, endpoints: [{url: \"https://c.example\"}]}\n")))
                .containsExactly(
                        "api quotes removed", "api new added", "pool cloud: endpoint b added", "pool other added");
    }

    @Test
    void values_areToldAsTheyAreWritten() {
        assertThat(changes(
                        BEFORE,
                        BEFORE.replace("pools: [cloud]}", "pools: [cloud], access: public, actuator: weights}")
                                        .replace("100 WEIR", "250 WEIR")
                                        .replace("cost: 0.2", "cost: 0.5")
                                        .replace("price: 0.0001", "price: 0.0002")
                                + "weights: {floor: 1%, staleness: 15s}\nedge: {requests: 50}\n"))
                .containsExactly(
                        "api quotes: actuator pick -> weights",
                        "api quotes: access wallet -> public",
                        "api rpc: objective cost 0.2 -> 0.5",
                        "api rpc: access wallet with a stake of 100 -> wallet with a stake of 250",
                        "pool cloud: endpoint a: price 0.0001 -> 0.0002",
                        "edge requests 2000 -> 50",
                        "weights floor 0.5% -> 1%",
                        "weights staleness 10s -> 15s");
    }

    @Test
    void secrets_areInNoLine() {
        var said = changes(
                BEFORE,
                BEFORE.replace("secret-path", "other-secret")
                                .replace("x-own: one", "x-own: two, x-more: three")
                                .replace("chain: devnet", "chain: {rpc: \"https://rpc.example/secret-key\"}")
                        + "state: {sql: \"jdbc:postgresql://db/weir?password=secret\"}\n");

        assertThat(said)
                .containsExactly(
                        "pool cloud: endpoint a: the path of its url changed",
                        "pool cloud: endpoint a: header x-own changed",
                        "pool cloud: endpoint a: header x-more added",
                        "chain changed",
                        "state changed");
    }

    @Test
    void whatNeedsARestart_isNamed() {
        assertThat(
                        ConfigChanges.needingRestart(
                                read(BEFORE),
                                read(
                                        BEFORE
                                                + "weights: {tick: 1s, floor: 1%}\nauth: {sessionLife: 1h}\nstate: {counters: \"redis://r\"}\n")))
                .containsExactly("state", "auth", "weights.tick");
        assertThat(ConfigChanges.needingRestart(read(BEFORE), read(BEFORE + "weights: {floor: 1%}\n")))
                .isEmpty();
    }

    private static List<String> changes(String before, String after) {
        return ConfigChanges.between(read(before), read(after));
    }

    private static WeirConfig read(String yaml) {
        return YamlReader.read("weir.yaml", yaml.getBytes(UTF_8), WeirConfig.class);
    }
}
