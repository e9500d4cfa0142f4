package dev.weir.cli.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.ServiceCertificates;
import dev.weir.cli.instance.Home;
import dev.weir.config.Deployment;
import dev.weir.config.WeirConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the files that Weir ships. */
final class BlueprintTest {
    private static final Home HOME = new Home(Path.of("/weir"), Path.of("/state"), Path.of("/tools"));
    private static final Path CONFIG = Path.of("/weir/weir.yaml");
    private static final Deployment DEPLOYMENT = Deployment.read(Path.of("../deploy/local.yaml"));
    private static final WeirConfig WEIR = WeirConfig.read(Path.of("../weir.yaml"));
    private static final Blueprint SHIPPED = new Blueprint(HOME, DEPLOYMENT, CONFIG, WEIR);

    @TempDir
    Path folder;

    @Test
    void servicesWithCertificates_haveEachItsOwn_andSignInIsServedOverTls() {
        var certified = SHIPPED.with(ServiceCertificates.here(Path.of("/state/data/identities")));

        assertThat(certified.judge().env())
                .containsEntry("WEIR_TLS_CERT", "/state/data/identities/judge/tls.crt")
                .containsEntry("WEIR_TLS_KEY", "/state/data/identities/judge/tls.key")
                .containsEntry("WEIR_TLS_CA", "/state/data/identities/judge/ca.crt")
                .containsEntry("QUARKUS_HTTP_SSL_PORT", "8443");
        assertThat(certified.controlPlane().env())
                .containsEntry("WEIR_TLS_CERT", "/state/data/identities/control-plane/tls.crt")
                .containsEntry("WEIR_GATEWAY_IDENTITY", "/state/data/identities/gateway")
                .containsEntry("WEIR_AUTH_PORT", "8443");
        assertThat(certified.ratelimit().env())
                .containsEntry("WEIR_TLS_CERT", "/state/data/identities/ratelimit/tls.crt");
        assertThat(certified.ports()).containsEntry("sign-in, TLS", 8_443);
        assertThat(SHIPPED.judge().env()).doesNotContainKey("WEIR_TLS_CERT");
    }

    @Test
    void chain_isAnvilOnLoopback_thatKeepsItsState() {
        var chain = SHIPPED.chain();

        assertThat(chain.command().getFirst()).startsWith("/tools/node_modules/@foundry-rs/anvil-");
        assertThat(chain.command())
                .containsSequence("--host", "127.0.0.1", "--port", "8545")
                .containsSequence("--state", "/state/data/chain/anvil-state.json")
                .containsSequence("--cache-path", "/state/run/chain-states");
        assertThat(chain.probe()).isEqualTo(URI.create("http://127.0.0.1:8545?rpc"));
    }

    @Test
    void prometheus_isOnLoopback_andWhatItKeepsIsBounded() {
        var prometheus = SHIPPED.prometheus(Path.of("/usr/bin/prometheus"), Path.of("/state/run/prometheus.yaml"));

        assertThat(prometheus.command())
                .startsWith("/usr/bin/prometheus")
                .contains(
                        "--web.listen-address=127.0.0.1:9090",
                        "--storage.tsdb.path=/state/data/prometheus",
                        "--storage.tsdb.retention.time=7d",
                        "--storage.tsdb.retention.size=1GB");
        assertThat(prometheus.live()).isEqualTo(URI.create("http://127.0.0.1:9090/-/healthy"));
    }

    @Test
    void servedClusters_areThoseOfEveryApiWithANodeHere() {
        assertThat(SHIPPED.servedClusters())
                .containsExactlyInAnyOrder("eth-rpc.edge", "quotes.edge", "fast-quotes.edge");
    }

    @Test
    void service_isAJavaWithItsHeapAndItsJar() {
        assertThat(SHIPPED.controlPlane().command())
                .startsWith(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString())
                .contains("-Xmx256m")
                .endsWith("-jar", "/weir/xds-control-plane/target/quarkus-app/quarkus-run.jar");
        assertThat(SHIPPED.judge().command()).contains("-Xmx192m");
        assertThat(SHIPPED.ratelimit().command()).contains("-Xmx96m");
    }

    @Test
    void controlPlane_isToldWhereTheOthersAre() {
        assertThat(SHIPPED.controlPlane().env())
                .containsOnly(
                        Map.entry("QUARKUS_HTTP_PORT", "8080"),
                        Map.entry("QUARKUS_HTTP_HOST", "127.0.0.1"),
                        Map.entry("WEIR_GATEWAY_TLS_PORT", "10443"),
                        Map.entry("WEIR_XDS_PORT", "18000"),
                        Map.entry("WEIR_JUDGE_PORT", "9191"),
                        Map.entry("WEIR_RATELIMIT_PORT", "9192"),
                        Map.entry("WEIR_AUTH_PORT", "8081"),
                        Map.entry("WEIR_GATEWAY_PORT", "10000"),
                        Map.entry("WEIR_DATA_DIR", "/state/data/control-plane"),
                        Map.entry("WEIR_MODELS_DIR", "/state/data/models"),
                        Map.entry("WEIR_SEGMENTS_DIR", "/state/data/segments"),
                        Map.entry("WEIR_LIMITS_DIR", "/weir/deploy/limits"),
                        Map.entry("WEIR_CONFIG", "/weir/weir.yaml"),
                        Map.entry("WEIR_CONTRACTS", "/state/data/chain/contracts.json"),
                        Map.entry("WEIR_CHAIN_RPC", "http://127.0.0.1:8545"));
        assertThat(SHIPPED.controlPlane().probe()).isEqualTo(URI.create("http://127.0.0.1:8080/health/ready"));
        assertThat(SHIPPED.controlPlane().live()).isEqualTo(URI.create("http://127.0.0.1:8080/health/live"));
    }

    @Test
    void judge_hasItsThreePorts_andTheControlPlanesAddress() {
        assertThat(SHIPPED.judge().env())
                .containsEntry("QUARKUS_HTTP_PORT", "8081")
                .containsEntry("QUARKUS_GRPC_SERVER_PORT", "9191")
                .containsEntry("WEIR_XDS_ADDRESS", "127.0.0.1:18000")
                .containsEntry("WEIR_RELAY_PORT", "18001")
                .containsEntry("WEIR_DATA_DIR", "/state/data/ext-authz");
        assertThat(SHIPPED.judge().probe()).isEqualTo(URI.create("http://127.0.0.1:8081/health/ready"));
    }

    @Test
    void ratelimit_hasItsTwoPorts_limitsAndCounters() {
        assertThat(SHIPPED.ratelimit().env())
                .containsEntry("QUARKUS_HTTP_PORT", "8082")
                .containsEntry("QUARKUS_GRPC_SERVER_PORT", "9192")
                .containsEntry("WEIR_LIMITS_DIR", "/weir/deploy/limits")
                .containsEntry("WEIR_COUNTERS", "memory");
        assertThat(SHIPPED.ratelimit().probe()).isEqualTo(URI.create("http://127.0.0.1:8082/health/ready"));
    }

    @Test
    void chain_minesEachSecond_andKeepsTheStatesThatCallsUnderWayNeed() {
        assertThat(SHIPPED.chain().command())
                .containsSequence("--block-time", "1")
                .doesNotContain("--prune-history");
    }

    @Test
    void envoy_readsItsBootstrap_andIsProbedAtItsAdminPort() {
        var envoy = SHIPPED.envoy(Path.of("/state/run/envoy.yaml"));

        assertThat(envoy.command()).startsWith("/tools/envoy/envoy/_bin/envoy", "-c", "/state/run/envoy.yaml");
        assertThat(envoy.address()).isEqualTo("http://127.0.0.1:10000");
        assertThat(envoy.probe()).isEqualTo(URI.create("http://127.0.0.1:9901/ready"));
        assertThat(envoy.live()).isEqualTo(URI.create("http://127.0.0.1:9901/server_info"));
    }

    @Test
    void node_hasTwoPortsOfItsOwn_andTheKeyInAFile() {
        var birch = SHIPPED.node(1, Path.of("/state/data/operators/birch.key"));

        assertThat(birch.name()).isEqualTo("birch");
        assertThat(birch.command())
                .contains("-Xmx40m")
                .containsSequence("--name", "birch", "--port", "9103", "--admin-port", "9104")
                .containsSequence("--chain-rpc", "http://127.0.0.1:8545", "--control-plane", "http://127.0.0.1:8080")
                .containsSequence("--operator-key-file", "/state/data/operators/birch.key")
                .containsSequence(
                        "--region", "eu-west", "--impair", "latency=15ms,jitter=0.2,capacity=32", "--seed", "2");
        assertThat(birch.probe()).isEqualTo(URI.create("http://127.0.0.1:9103/healthz"));
    }

    @Test
    void ports_areThoseOfTheDeployment_eachWithItsUse() {
        assertThat(SHIPPED.ports())
                .hasSize(20)
                .containsEntry("gateway", 10_000)
                .containsEntry("chain", 8_545)
                .containsEntry("node ember", 9_109)
                .containsEntry("admin of node ember", 9_110);
    }

    @Test
    void offset_movesEveryPort() {
        var moved = new Blueprint(HOME, DEPLOYMENT.withPortOffset(1_000), CONFIG, WEIR);

        assertThat(moved.ports().keySet()).isEqualTo(SHIPPED.ports().keySet());
        assertThat(new ArrayList<>(moved.ports().values()))
                .isEqualTo(SHIPPED.ports().values().stream()
                        .map(port -> port + 1_000)
                        .toList());
        assertThat(moved.controlPlane().env())
                .containsEntry("WEIR_XDS_PORT", "19000")
                .containsEntry("WEIR_CHAIN_RPC", "http://127.0.0.1:9545");
    }

    @Test
    void chainElsewhere_isWhatEveryProcessSpeaksTo_andTakesNoPort() throws IOException {
        var elsewhere = shippedWith("{rpc: devnet}", "{rpc: \"https://rpc.example.org/v1\"}");

        assertThat(elsewhere.judge().env()).containsEntry("WEIR_CHAIN_RPC", "https://rpc.example.org/v1");
        assertThat(elsewhere.node(0, Path.of("/key")).command())
                .containsSequence("--chain-rpc", "https://rpc.example.org/v1");
        assertThat(elsewhere.ports()).doesNotContainKey("chain");
    }

    @Test
    void redis_reachesTheRateLimit() throws IOException {
        var redis = shippedWith("counters: memory", "counters: \"redis://127.0.0.1:6379\"");

        assertThat(redis.ratelimit().env()).containsEntry("WEIR_COUNTERS", "redis://127.0.0.1:6379");
    }

    /** The judge reads {@code state.sql} itself, so that a password in it stands in no command line and no environment. */
    @Test
    void postgresql_reachesTheJudgeThroughTheFile_andNothingElse() throws IOException {
        var sql = "jdbc:postgresql://127.0.0.1/weir?password=secret";
        var blueprint = shippedWith("sql: embedded", "sql: \"" + sql + "\"");

        assertThat(blueprint.judge().env())
                .containsEntry("WEIR_CONFIG", blueprint.config().toString());
        assertThat(blueprint.weir().state().sql()).isEqualTo(sql);
        assertThat(blueprint.judge().env().values()).noneMatch(value -> value.contains("secret"));
        assertThat(blueprint.judge().command()).noneMatch(word -> word.contains("secret"));
    }

    private Blueprint shippedWith(String part, String replacement) throws IOException {
        var text = Files.readString(Path.of("../weir.yaml"));
        assertThat(text).contains(part);
        var file = Files.writeString(folder.resolve("weir.yaml"), text.replace(part, replacement));
        return new Blueprint(HOME, DEPLOYMENT, file, WeirConfig.read(file));
    }
}
