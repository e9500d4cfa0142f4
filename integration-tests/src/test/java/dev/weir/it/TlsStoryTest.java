package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.it.Checkout.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** An operator gives the gateway a certificate, replaces it, and makes a mistake with it. A gateway of its own, beside the one that the others share. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TlsStoryTest {
    private static final int OFFSET = Gateway.OFFSET + 500;
    private static final Path HOME = Path.of("target/home-tls").toAbsolutePath();

    @TempDir
    private static Path folder;

    @BeforeAll
    static void up() throws IOException {
        weir("down").ok();
        Checkout.delete(HOME);
        certs("365").ok();
        var config = Files.readString(Checkout.ROOT.resolve("weir.yaml")) + """
                edge:
                  tls:
                    certificates: [{hosts: [localhost], chain: certs/localhost.pem, key: certs/localhost.key}]
                    redirect: true
                    http3: true
                """;
        var file = Files.writeString(folder.resolve("weir.yaml"), config);
        assertThat(weir("validate", "--config", file.toString()).ok()).contains("all good");
        weir("up", "--detach", "--config", file.toString(), "--port-offset", String.valueOf(OFFSET))
                .ok();
    }

    @AfterAll
    static void down() {
        weir("down").ok();
    }

    private static Said weir(String... arguments) {
        return Checkout.weir(HOME, arguments);
    }

    private static Said certs(String days) {
        return weir("certs", "-o", folder.resolve("certs").toString(), "--host", "localhost", "--days", days);
    }

    private static String curl(String format, String url) {
        return Checkout.run(
                        folder,
                        Map.of(),
                        List.of("curl", "-s", "-o", "/dev/null", "--cacert", "certs/ca.pem", "-w", format, url))
                .ok();
    }

    private static int port(int port) {
        return port + OFFSET;
    }

    private static String answered() {
        return curl("%{http_code} %{http_version}", "https://localhost:" + port(10_443) + "/quotes/BTC");
    }

    @Test
    @Order(1)
    void callerOverTls_isJudged_andOneWithoutIsSentThere() {
        assertThat(answered()).isEqualTo("401 2");
        assertThat(curl("%{http_code} %{redirect_url}", "http://localhost:" + port(10_000) + "/quotes/BTC?a=b"))
                .isEqualTo("308 https://localhost:" + port(10_443) + "/quotes/BTC?a=b");
        assertThat(weir("status").ok()).contains("certificate for localhost: 364 days left");
    }

    @Test
    @Order(2)
    void replacedCertificate_isShownWithinSeconds() throws IOException {
        var before = serial();
        Files.delete(folder.resolve("certs/localhost.pem"));
        Files.delete(folder.resolve("certs/localhost.key"));
        certs("30").ok();

        await().atMost(Duration.ofSeconds(10)).until(() -> !serial().equals(before));
        assertThat(weir("status").ok()).contains("certificate for localhost: 29 days left");
    }

    private static String serial() {
        return curl("%{certs}", "https://localhost:" + port(10_443) + "/quotes/BTC")
                .lines()
                .filter(line -> line.startsWith("Serial Number:"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Order(3)
    void mistakeWithAFile_changesNothing_andStatusSaysWhatItIs() throws IOException {
        var before = serial();
        Files.writeString(folder.resolve("certs/localhost.key"), "none");

        await().atMost(Duration.ofSeconds(10)).until(() -> weir("status").ok().contains("not taken: "));
        assertThat(weir("status").ok()).contains("localhost.key has no private key");
        assertThat(serial()).isEqualTo(before);
        assertThat(answered()).isEqualTo("401 2");
    }
}
