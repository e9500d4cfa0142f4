package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.it.Checkout.Said;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A whole gateway whose parts know each other by certificates. One of its own, beside the one that the others share. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class MutualTlsStoryTest {
    private static final int OFFSET = Gateway.OFFSET + 700;
    private static final Path HOME = Path.of("target/home-mutual-tls").toAbsolutePath();
    private static final Path IDENTITIES = HOME.resolve("data/identities");
    private static final List<String> HANDSHAKES = List.of(
            "cluster.judge.ssl.handshake",
            "cluster.ratelimit.ssl.handshake",
            "cluster.telemetry.ssl.handshake",
            "cluster.auth.ssl.handshake",
            "cluster.xds.ssl.handshake");

    private static String token = "";

    @BeforeAll
    static void up() throws IOException {
        weir("down").ok();
        Checkout.delete(HOME);
        weir("up", "--mtls", "--detach", "--port-offset", String.valueOf(OFFSET))
                .ok();
        token = weir("sign-in", "--account", "6").ok().strip();
    }

    @AfterAll
    static void down() {
        weir("down").ok();
    }

    private static Said weir(String... arguments) {
        return Checkout.weir(HOME, arguments);
    }

    private static String curl(String... arguments) {
        var command = new ArrayList<>(List.of("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}"));
        command.addAll(List.of(arguments));
        return Checkout.run(Path.of("."), Map.of(), command).out();
    }

    private static String at(int port, String path) {
        return "127.0.0.1:" + (port + OFFSET) + path;
    }

    private static String answered(String path) {
        return curl("-H", "authorization: Bearer " + token, at(10_000, path));
    }

    private static long stat(String name) {
        return Checkout.run(Path.of("."), Map.of(), List.of("curl", "-s", at(9_901, "/stats?filter=" + name)))
                .ok()
                .lines()
                .filter(line -> line.startsWith(name + ": "))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 2)))
                .sum();
    }

    @Test
    @Order(1)
    void callerSignsInAndIsServed_byWeightsAndByPick_andEnvoyDialsEveryServiceOverTls() {
        assertThat(answered("/quotes/BTC")).isEqualTo("200");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> answered("/fast/quotes/BTC").equals("200"));

        assertThat(HANDSHAKES).allSatisfy(name -> await().until(() -> stat(name) > 0));
        assertThat(weir("status").ok()).containsPattern("gateway-1 +not said +yes");
    }

    @Test
    @Order(2)
    void whoHasNoCertificate_isRefused_andSignInIsNotServedInPlainText() {
        assertThat(curl("http://" + at(8_081, "/auth/"))).isEqualTo("421");
        assertThat(curl("-k", "https://" + at(8_443, "/auth/"))).isEqualTo("000");
        var gateway = IDENTITIES.resolve("gateway");
        assertThat(curl(
                        "-k",
                        "--cert",
                        gateway.resolve("tls.crt").toString(),
                        "--key",
                        gateway.resolve("tls.key").toString(),
                        "https://" + at(8_443, "/auth/")))
                .isEqualTo("200");
    }

    @Test
    @Order(3)
    void renewedIdentities_areWhatServicesThatStartAnewAndEnvoyKnowEachOtherBy() {
        assertThat(weir("certs", "--services", IDENTITIES.toString(), "--renew").ok())
                .contains("made certificates for gateway, judge, control-plane, ratelimit");

        for (var service : List.of("ext-authz-service", "ratelimit-service")) {
            weir("stop", service).ok();
            weir("start", service).ok();
        }

        await().atMost(Duration.ofSeconds(60))
                .until(() -> answered("/quotes/BTC").equals("200"));
        assertThat(stat("cluster.judge.ssl.fail_verify_error")).isZero();
        assertThat(stat("cluster.judge.ssl.fail_verify_san")).isZero();
    }

    @Test
    @Order(4)
    void envoyThatStartsWithoutAControlPlane_isToldByTheRelay_overTls() {
        weir("stop", "xds-control-plane").ok();
        weir("stop", "envoy").ok();
        weir("start", "envoy").ok();

        await().atMost(Duration.ofSeconds(60))
                .until(() -> answered("/quotes/BTC").equals("200"));
    }
}
