package dev.weir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.model.NodeId;
import dev.weir.model.PoolName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MethodPoolsTest {
    private static final PoolName FULL = new PoolName("full");
    private static final PoolName ARCHIVE = new PoolName("archive");
    private static final PoolName EDGE = new PoolName("edge");

    private static final String POOLS = """
            pools:
            - {name: full, methods: ["*", "!debug_*"], endpoints: [{name: f, url: "http://10.0.0.1:8545"}]}
            - {name: archive, methods: ["debug_*", eth_getLogs], endpoints: [{name: a, url: "http://10.0.0.2:8545"}]}
            - {name: edge, nodes: registry}
            """;

    private final WeirConfig config = read("pools: [full, archive, edge], methods: [eth_*, debug_*], actuator: pick");
    private final MethodPools pools = MethodPools.of(config.apis().getFirst(), config.pools());

    @Test
    void poolsThatAnswerAllMethods_answer_andOneWithoutAListAnswersAll() {
        assertThat(pools.answering(List.of("eth_call"))).containsExactly(EDGE, FULL);
        assertThat(pools.answering(List.of("debug_traceCall"))).containsExactly(ARCHIVE, EDGE);
        assertThat(pools.answering(List.of("debug_traceCall", "eth_call"))).containsExactly(EDGE);
        assertThat(pools.answering(List.of("eth_getLogs"))).containsExactly(ARCHIVE, EDGE, FULL);
    }

    @Test
    void group_isNamedAlike_byWhoAsksAndWhoIsInIt_andAllAreNone() {
        assertThat(pools.group(Set.of(EDGE, FULL))).contains("edge+full");
        assertThat(pools.group(Set.of(EDGE, FULL, ARCHIVE))).isEmpty();
        assertThat(pools.groups(new NodeId("f"))).containsExactly("edge+full");
        assertThat(pools.groups(new NodeId("a"))).containsExactly("archive+edge");
        assertThat(pools.groups(new NodeId("of-the-registry"))).containsExactly("edge", "edge+full", "archive+edge");
        assertThat(pools.isIn(new NodeId("a"), Set.of(EDGE, FULL))).isFalse();
        assertThat(pools.isIn(new NodeId("of-the-registry"), Set.of(EDGE, FULL)))
                .isTrue();
    }

    @Test
    void apiWithoutSuchPools_hasNone() {
        assertThat(read("pools: [edge], methods: [eth_*], actuator: weights").methodPools())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`pools: [full], methods: [eth_*], actuator: weights`|pool 'full' answers some methods alone, which the judge has to know by a call's body: write actuator: pick for api 'rpc'",
                "`pools: [archive], methods: [eth_*, eth_call], actuator: pick`|api 'rpc' offers eth_call, which none of its pools answers",
            })
    void whatCannotBeKept_isRefused_withHowToChangeIt(String api, String why) {
        assertThatThrownBy(() -> read(api)).hasMessageContaining("weir.yaml:2:").hasMessageContaining(why);
    }

    @Test
    void apiOfHttp_andPoolsOfTheRegistry_haveNoMethods() {
        assertThatThrownBy(() -> YamlReader.read(
                        "weir.yaml",
                        ("apis:\n- {name: rest, match: {prefix: /}, pools: [full]}\n" + POOLS)
                                .getBytes(StandardCharsets.UTF_8),
                        WeirConfig.class))
                .hasMessageContaining("pool 'full' lists methods, and api 'rest' has none: write protocol: json-rpc");
        assertThatThrownBy(() -> YamlReader.read(
                        "weir.yaml",
                        ("apis:\n- {name: rest, match: {prefix: /}, pools: [edge]}\n" + POOLS)
                                .replace("nodes: registry", "nodes: registry, methods: [eth_*]")
                                .getBytes(StandardCharsets.UTF_8),
                        WeirConfig.class))
                .hasMessageContaining(
                        "pool 'edge': health, ca, methods and concurrency are for endpoints, of which it has none");
    }

    private static WeirConfig read(String api) {
        return YamlReader.read(
                "weir.yaml",
                ("apis:\n- {name: rpc, match: {prefix: /}, protocol: json-rpc, " + api + "}\n" + POOLS)
                        .getBytes(StandardCharsets.UTF_8),
                WeirConfig.class);
    }
}
