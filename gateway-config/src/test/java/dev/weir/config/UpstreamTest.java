package dev.weir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.config.WeirConfig.NodeSource;
import dev.weir.model.NodeId;
import dev.weir.model.PoolName;
import dev.weir.model.TokenAmount;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pools whose endpoints are named by URL, and gateways without a chain. */
final class UpstreamTest {
    @Test
    void endpoint_hasAllThatIsSaidOfIt() {
        var pool = read("""
                apis: [{name: api, match: {prefix: /, strip: true}, pools: [cloud], access: public}]
                pools:
                - name: cloud
                  health: {path: /health}
                  ca: /etc/ca.pem
                  concurrency: 8
                  endpoints:
                  - {name: one, url: "https://RPC.example/v3/${RPC_KEY}", price: 0.001 WEIR, region: eu-west, headers: {Authorization: "Bearer ${file:/run/key}"}}
                  - {url: "http://[::1]:8080/"}
                chain: memory
                """).pool(new PoolName("cloud")).orElseThrow();

        assertThat(pool.nodes()).isEqualTo(NodeSource.ENDPOINTS);
        assertThat(pool.health().orElseThrow().path()).isEqualTo("/health");
        assertThat(pool.ca()).contains(Path.of("/etc/ca.pem"));
        assertThat(pool.concurrency()).hasValue(8);
        var one = pool.endpoints().getFirst();
        assertThat(one.name()).isEqualTo(new NodeId("one"));
        assertThat(one.url().host()).isEqualTo("rpc.example");
        assertThat(one.url().port()).isEqualTo(443);
        assertThat(one.url().tls()).isTrue();
        assertThat(one.url().path().written()).isEqualTo("/v3/${RPC_KEY}");
        assertThat(one.url()).hasToString("https://rpc.example");
        assertThat(one.price()).isEqualTo(TokenAmount.ofTokens("0.001"));
        assertThat(one.headers()).containsOnlyKeys("authorization");
        var two = pool.endpoints().get(1);
        assertThat(two.url().isAddress()).isTrue();
        assertThat(two.url().authority()).isEqualTo("[::1]:8080");
        assertThat(two.url().path().written()).isEmpty();
        assertThat(two.name()).isEqualTo(new NodeId("1"));
    }

    @Test
    void endpointWithoutAName_isCalledByItsHost() {
        assertThat(read("https://rpc.example:8443", "").name()).isEqualTo(new NodeId("rpc-example"));
        assertThat(read("https://rpc.example:8443", "").url().authority()).isEqualTo("rpc.example:8443");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ftp://a                     | is no URL of an endpoint
            a.example                   | is no URL of an endpoint
            https://                    | is no URL of an endpoint
            https://user:pw@a.example   | 'https://…@a.example' is no URL of an endpoint
            https://a.example/x?key=1   | is no URL of an endpoint
            https://a.example/x#y       | is no URL of an endpoint
            https://a.example//x        | is no URL of an endpoint
            https://10.0.0.7            | https needs a name that the certificate can be checked for
            https://a.example:99999     | is no URL of an endpoint
            https://a.example/$KEY      | is no URL of an endpoint
            https://a.example/${a b}    | is no URL of an endpoint""")
    void urlThatIsNone_isRefused_withWhatToWrite_andShowsNoPassword(String url, String why) {
        assertThatThrownBy(() -> read(url, ""))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(why)
                .message()
                .doesNotContain("pw");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {x-api-key: abc}                 | looks like a secret, which this file must not hold
            {authorization: Bearer abc}      | looks like a secret
            {Cookie: a=b}                    | looks like a secret
            {my-secret: a}                   | looks like a secret
            {host: a}                        | cannot be set
            {x-weir-tier: staked}            | cannot be set
            {"a b": c}                       | cannot be set
            {x-a: "${}"}                     | '$' stands before {NAME}
            {x-a: "$HOME"}                   | '$' stands before {NAME}
            {x-a: "${file:relative}"}        | '$' stands before {NAME}""")
    void header_thatIsASecretInPlainSight_orCannotBeSent_isRefused(String headers, String why) {
        assertThatThrownBy(() -> read("https://a.example", "headers: " + headers))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            pools: [{name: p, nodes: registry, endpoints: [{url: "http://a"}]}]           | has endpoints and a registry
            pools: [{name: p, nodes: endpoints}]                                           | has no endpoints
            pools: [{name: p, nodes: registry, ca: /x}]                                    | health, ca, methods and concurrency are for endpoints
            pools: [{name: p, nodes: registry, concurrency: 8}]                            | health, ca, methods and concurrency are for endpoints
            pools: [{name: p, endpoints: [{url: "http://a"}], concurrency: 0}]             | concurrency 0 is not in 1..1000
            pools: [{name: p, endpoints: [{url: "http://a"}], concurrency: 1001}]          | concurrency 1001 is not in 1..1000
            pools: [{name: p, endpoints: [{url: "http://a"}], concurrency: many}]          | many
            pools: [{name: p, endpoints: [{url: "http://a"}, {url: "http://a:81"}]}]       | endpoint 'a' stands twice
            pools: [{name: p, endpoints: [{url: "http://a"}], health: {path: x}}]          | is not a path like /health
            pools: [{name: p, endpoints: [{price: 1 WEIR}]}]                               | 'url' is missing
            pools: [{name: p}] ; chain: memory                                             | takes its nodes from the registry
            pools: [{name: p, endpoints: [{url: "http://a"}]}] ; chain: mainnet            | neither devnet nor memory""")
    void poolThatCannotBe_isRefused(String pools, String why) {
        var yaml = "apis: [{name: api, match: {prefix: /x}, pools: [p]}]\n" + pools.replace(" ; ", "\n");

        assertThatThrownBy(() -> read(yaml)).isInstanceOf(ConfigException.class).hasMessageContaining(why);
    }

    @Test
    void poolsOfOnePick_withUnlikeRootsOrHealth_areRefused() {
        var apis = "apis: [{name: api, match: {prefix: /x}, actuator: %s, pools: [p, q]}]\n";
        var pools =
                "pools: [{name: p, ca: /a.pem, endpoints: [{url: \"https://a\"}]}, {name: q, endpoints: [{url: \"https://b\"}]}]\n";

        assertThatThrownBy(() -> read(apis.formatted("pick") + pools))
                .hasMessageContaining("picks among pools with another ca or health");
        assertThat(read(apis.formatted("weights") + pools).pools()).hasSize(2);
        assertThat(read(apis.formatted("pick") + pools.replace("ca: /a.pem, ", ""))
                        .pools())
                .hasSize(2);
    }

    @Test
    void poolsOfOnePick_ofWhichNotAllHaveTheSameConcurrency_areRefused_theRegistrysToo() {
        var apis = "apis: [{name: api, match: {prefix: /x}, actuator: %s, pools: [p, q]}]\n";
        var own = "pools: [{name: p, concurrency: 8, endpoints: [{url: \"http://a\"}]}, ";

        for (var other : List.of(
                "{name: q, endpoints: [{url: \"http://b\"}]}]",
                "{name: q, concurrency: 4, endpoints: [{url: \"http://b\"}]}]",
                "{name: q, nodes: registry}]")) {
            assertThatThrownBy(() -> read(apis.formatted("pick") + own + other))
                    .hasMessageStartingWith("weir.yaml:1:")
                    .hasMessageContaining("not all have the same concurrency");
            assertThat(read(apis.formatted("weights") + own + other).pools()).hasSize(2);
        }
        assertThat(read(apis.formatted("pick") + own + "{name: q, concurrency: 8, endpoints: [{url: \"http://b\"}]}]")
                        .pools())
                .hasSize(2);
    }

    @Test
    void webSocketBesideAListOfMethods_isRefused() {
        assertThatThrownBy(
                        () -> read(
                                "apis: [{name: api, match: {prefix: /x}, protocol: json-rpc, websocket: true, pools: [p]}]\npools: [{name: p, endpoints: [{url: \"http://a\"}]}]\n"))
                .hasMessageContaining("has websocket, whose messages nobody reads");
    }

    @Test
    void secretThatCannotBeReadHere_isNamed() {
        var endpoint = read("https://a.example/${A}", "headers: {x-api-key: \"${file:/nonexistent/key}\"}");

        assertThat(endpoint.unreadable(Map.of())).contains("the environment variable A is not set");
        assertThat(endpoint.unreadable(Map.of("A", "1"))).contains("the file /nonexistent/key cannot be read");
        assertThat(read("https://a.example/${A}", "").unreadable(Map.of("A", "1")))
                .isEmpty();
    }

    @Test
    void stakeWithoutAChain_orOfNobody_isRefused() {
        var pools = "pools: [{name: p, endpoints: [{url: \"http://a\"}]}]\n";
        assertThatThrownBy(() -> read("apis: [{name: api, match: {prefix: /x}, pools: [p], access: {stake: 1 WEIR}}]\n"
                        + pools + "chain: memory\n"))
                .hasMessageContaining("asks for a stake, which chain: memory knows none of");
        assertThatThrownBy(() -> read(
                        "apis: [{name: api, match: {prefix: /x}, pools: [p], access: {wallet: none, stake: 1 WEIR}}]\n"
                                + pools))
                .hasMessageContaining("a stake is a wallet's");
        assertThatThrownBy(() -> read("apis: [{name: api, match: {prefix: /x}, pools: [p], access: open}]\n" + pools))
                .hasMessageContaining("access 'open' is neither public nor");
    }

    private static Upstream read(String url, String rest) {
        return read("apis: [{name: api, match: {prefix: /x}, pools: [p]}]\npools: [{name: p, endpoints: [{url: \"" + url
                        + "\", " + rest + "}]}]\n")
                .pools()
                .getFirst()
                .endpoints()
                .getFirst();
    }

    private static WeirConfig read(String yaml) {
        return YamlReader.read("weir.yaml", yaml.getBytes(StandardCharsets.UTF_8), WeirConfig.class);
    }
}
