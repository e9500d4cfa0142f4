package dev.weir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.jsonrpc.MethodList;
import dev.weir.model.ApiName;
import dev.weir.model.PoolName;
import dev.weir.model.TokenAmount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WeirConfigTest {
    private static final String API = """
            apis:
              - name: quotes
                match: {prefix: /quotes}
                pools: [edge]
            pools:
              - {name: edge, nodes: registry}
            """;

    @TempDir
    Path folder;

    @Test
    void shippedFile_isRead() {
        var config = WeirConfig.read(Path.of("../weir.yaml"));

        assertThat(config.apis())
                .extracting(api -> api.name().value())
                .containsExactly("eth-rpc", "quotes", "fast-quotes");
        var rpc = config.api(new ApiName("eth-rpc")).orElseThrow();
        assertThat(rpc.protocol()).isEqualTo(WeirConfig.Protocol.JSON_RPC);
        assertThat(rpc.access().stake()).contains(TokenAmount.ofTokens("100"));
        assertThat(config.weights().floor().value()).isEqualTo(0.005);
    }

    @Test
    void shippedDeployment_isReadAndMoves() {
        var deployment = Deployment.read(Path.of("../deploy/local.yaml"));

        assertThat(deployment.nodes()).hasSize(5);
        assertThat(deployment.withPortOffset(20_000).ports().gateway()).isEqualTo(30_000);
    }

    @Test
    void rollout_isReadAsWritten() throws IOException {
        var rollout = WeirConfig.read(file(API + "rollout: {stage: 30s, calls: 200, regret: 25%}\n"))
                .rollout();

        assertThat(rollout.stage()).isEqualTo(Duration.ofSeconds(30));
        assertThat(rollout.calls()).hasValue(200);
        assertThat(rollout.regret().value()).isEqualTo(0.25);
        assertThat(WeirConfig.read(file(API + "rollout: {stage: 0s}\n"))
                        .rollout()
                        .stage())
                .isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({
        "'{stage: 500ms}', stage is neither 0s nor in 1s..24h",
        "'{stage: 25h}', stage is neither 0s nor in 1s..24h",
        "'{calls: 0}', calls 0 is not in 1..10000000",
        "'{regret: 101%}', share 101.0% is not in 0%..100%",
        "'{steps: 3}', unknown key 'steps'"
    })
    void rollout_thatCannotBe_isRefused(String rollout, String why) throws IOException {
        var file = file(API + "rollout: " + rollout + "\n");

        assertThatThrownBy(() -> WeirConfig.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(why);
    }

    @Test
    void bounds_areReadAsWritten() throws IOException {
        var bounds = WeirConfig.read(
                        file(bounded("{budgetPer1000: 0.05 WEIR, availability: 99%, regions: [eu-west, eu-north]}")))
                .apis()
                .getFirst()
                .bounds();

        assertThat(bounds.budgetPer1000()).contains(TokenAmount.ofTokens("0.05"));
        assertThat(bounds.availability()).contains(new Fraction(0.99));
        assertThat(bounds.allows("eu-north")).isTrue();
        assertThat(bounds.allows("us-east")).isFalse();
    }

    @Test
    void bounds_eachAlone_leaveTheOthersOpen() throws IOException {
        var bounds = WeirConfig.read(file(bounded("{availability: 50%}")))
                .apis()
                .getFirst()
                .bounds();

        assertThat(bounds.availability()).contains(new Fraction(0.5));
        assertThat(bounds.budgetPer1000()).isEmpty();
        assertThat(bounds.allows("anywhere")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'{budgetPer1000: 0 WEIR}', budgetPer1000 is 0: no node could serve; write an amount above 0",
        "'{budgetPer1000: 0.05}', '''0.05'' is not an amount: write 100 WEIR or 0.0001 WEIR'",
        "'{availability: 0%}', 'availability is not between 0% and 100%, such as 99%'",
        "'{availability: 100%}', 'availability is not between 0% and 100%, such as 99%'",
        "'{availability: 0.99}', '''0.99'' is not a share: write 0.5% or 60%'",
        "'{regions: []}', 'regions is no list of names: write [eu-west, eu-north]'",
        "'{regions: [eu-west, \"\"]}', 'regions is no list of names: write [eu-west, eu-north]'",
        "'{regions: [eu-west, ~]}', 'regions[1]: is an empty item'",
        "'{regions: [eu-west, eu-west]}', region 'eu-west' stands twice",
        "'{region: [eu-west]}', unknown key 'region'"
    })
    void bounds_thatCannotBe_areRefusedWithTheirLine(String bounds, String why) throws IOException {
        var file = file(bounded(bounds));

        assertThatThrownBy(() -> WeirConfig.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("weir.yaml:5:")
                .hasMessageContaining(why);
    }

    @Test
    void methods_areReadAsWritten_andTheListOfEthereumWhereThereAreNone() throws IOException {
        var methods = WeirConfig.read(file(API.replace(
                        "    pools: [edge]",
                        "    protocol: json-rpc\n    methods: [eth_*, \"!eth_getLogs\"]\n    pools: [edge]")))
                .apis()
                .getFirst()
                .methods();

        assertThat(methods.offers("eth_call")).isTrue();
        assertThat(methods.offers("eth_getLogs")).isFalse();
        assertThat(WeirConfig.read(file(API)).apis().getFirst().methods()).isEqualTo(MethodList.ETHEREUM);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "protocol: json-rpc, methods: eth_call | methods is a list: write [eth_*, \"!eth_getLogs\"]",
                "protocol: json-rpc, methods: [] | methods has 1 to 500 patterns",
                "protocol: json-rpc, methods: [\"!eth_call\"] | one at least that does not begin with \"!\"",
                "protocol: json-rpc, methods: [eth call] | 'eth call' is no pattern of methods: write a name (eth_call)",
                "protocol: json-rpc, methods: [eth_call, eth_call] | 'eth_call' stands there twice",
                "protocol: json-rpc, methods: [[eth_call]] | a method is a name or a pattern",
                "methods: [eth_call] | lists methods, which only protocol: json-rpc has",
            })
    void methods_thatCannotBe_areRefusedWithTheirLine(String keys, String why) throws IOException {
        var file = file("apis:\n  - {name: rpc, match: {prefix: /rpc}, pools: [edge], " + keys
                + "}\npools:\n  - {name: edge, nodes: registry}\n");

        assertThatThrownBy(() -> WeirConfig.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("weir.yaml:2:")
                .hasMessageContaining(why);
    }

    @Test
    void omittedKeys_takeTheirDefaults() throws IOException {
        var config = WeirConfig.read(file(API));

        var api = config.apis().getFirst();
        assertThat(api.actuator()).isEqualTo(WeirConfig.Actuator.PICK);
        assertThat(api.access().stake()).isEmpty();
        assertThat(api.anomaly().deny()).isEmpty();
        assertThat(api.bounds()).isEqualTo(WeirConfig.Bounds.NONE);
        assertThat(config.weights().tick()).isEqualTo(Duration.ofMillis(250));
        assertThat(config.rollout().stage()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.rollout().calls()).hasValue(1_000);
        assertThat(config.rollout().regret().value()).isEqualTo(0.1);
        assertThat(config.auth().sessionLife()).isEqualTo(Duration.ofHours(12));
        assertThat(config.chain().isDevnet()).isTrue();
    }

    /** A named endpoint has to be of the cluster that the route chose. */
    @Test
    void severalPools_areOneCluster_underThePickOnly() throws IOException {
        var pools = API.replace("pools: [edge]", "pools: [edge, cloud]")
                .replace(
                        "{name: edge, nodes: registry}",
                        "{name: edge, nodes: registry}\n  - {name: cloud, nodes: registry}");
        var picked = WeirConfig.read(file(pools)).apis().getFirst();
        var weighed = WeirConfig.read(
                        file(pools.replace("pools: [edge, cloud]", "pools: [edge, cloud]\n    actuator: weights")))
                .apis()
                .getFirst();

        assertThat(picked.clusterPools()).containsExactly(new PoolName("any"));
        assertThat(picked.clusterPool(new PoolName("cloud"))).isEqualTo(new PoolName("any"));
        assertThat(weighed.clusterPools()).containsExactly(new PoolName("edge"), new PoolName("cloud"));
        assertThat(weighed.clusterPool(new PoolName("cloud"))).isEqualTo(new PoolName("cloud"));
    }

    @Test
    void unknownKey_isNamedWithItsLineAndTheKnownOnes() throws IOException {
        var file = file(API.replace("pools: [edge]", "pools: [edge]\n    pool: edge"));

        assertThatThrownBy(() -> WeirConfig.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("weir.yaml:5:")
                .hasMessageContaining("unknown key 'pool'")
                .hasMessageContaining("pools");
    }

    @Test
    void badValue_saysWhatWasExpected() throws IOException {
        var file = file(API + "weights: {tick: 250}\n");

        assertThatThrownBy(() -> WeirConfig.read(file))
                .hasMessageContaining("weir.yaml:7:")
                .hasMessageContaining("weights.tick: '250' is not a duration: write 250ms, 5s, 10m or 1h");
    }

    @Test
    void unknownPool_isRefused() throws IOException {
        var file = file(API.replace("[edge]", "[phones]"));

        assertThatThrownBy(() -> WeirConfig.read(file)).hasMessageContaining("names the pool 'phones'");
    }

    @Test
    void repeatedName_isRefused() throws IOException {
        var file = file(API.replace("pools:\n  - {name: edge", "pools:\n  - {name: edge}\n  - {name: edge"));

        assertThatThrownBy(() -> WeirConfig.read(file)).hasMessageContaining("pool 'edge' stands twice");
    }

    @Test
    void missingApis_isRefused() throws IOException {
        assertThatThrownBy(() -> WeirConfig.read(file("pools: []\n"))).hasMessageContaining("'apis' is missing");
    }

    @Test
    void text_thatIsNotYaml_isToldInOneLine_withItsPlace() throws IOException {
        var file = file("apis:\n\t- x\n");

        assertThatThrownBy(() -> WeirConfig.read(file))
                .hasMessage(file + ":2:1: not YAML: found character '\\t(TAB)' that cannot start any token. "
                        + "(Do not use \\t(TAB) for indentation)");
    }

    @Test
    void brokenYaml_isNamedWithItsLine() throws IOException {
        assertThatThrownBy(() -> WeirConfig.read(file("apis: [\n"))).hasMessageContaining("weir.yaml:");
    }

    @Test
    void absentFile_isNamed() {
        assertThatThrownBy(() -> WeirConfig.read(folder.resolve("none.yaml")))
                .hasMessageContaining("none.yaml: is not there");
    }

    @Test
    void slowAboveDeny_isRefused() throws IOException {
        var file = file(API.replace("pools: [edge]", "pools: [edge]\n    anomaly: {slow: 0.9, deny: 0.5}"));

        assertThatThrownBy(() -> WeirConfig.read(file)).hasMessageContaining("slow is above deny");
    }

    @Test
    void signInPrefix_cannotBeTaken() throws IOException {
        var file = file(API.replace("/quotes", "/auth/x"));

        assertThatThrownBy(() -> WeirConfig.read(file)).hasMessageContaining("taken by sign-in");
    }

    @Test
    void signInName_cannotBeTaken_andIsNamedWithItsPlace() throws IOException {
        var file = file(API.replace("name: quotes", "name: auth"));

        assertThatThrownBy(() -> WeirConfig.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        file + ":2:5: apis[0]: no API can be called 'auth', which is sign-in's own; choose another");
    }

    private static String bounded(String bounds) {
        return API.replace("pools: [edge]", "pools: [edge]\n    bounds: " + bounds);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("weir.yaml"), text);
    }
}
