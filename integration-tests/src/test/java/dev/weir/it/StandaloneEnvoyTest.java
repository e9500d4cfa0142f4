package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stock Envoy takes, and runs, what the command line writes for one that somebody else starts. */
final class StandaloneEnvoyTest {
    private static final Path ENVOY = Checkout.ROOT.resolve(".weir/tools/envoy/envoy/_bin/envoy");
    private static final Pattern PORT = Pattern.compile("(?m)^(  [a-zA-Z]+: +)([0-9]{4,5})");

    @TempDir
    Path folder;

    @Test
    void bootstrap_isTakenByEnvoy_andSaysWhoItIs() throws IOException {
        var text = Checkout.weir(
                        folder.resolve("home"),
                        "envoy",
                        "bootstrap",
                        "--node-id",
                        "edge-1",
                        "--region",
                        "eu-west",
                        "--zone",
                        "a",
                        "--xds",
                        "control-plane.example:18000",
                        "--relay",
                        "[::1]:18001")
                .ok();
        var file = Files.writeString(folder.resolve("envoy.yaml"), text);

        assertThat(validated(file).err()).isEmpty();
        assertThat(text).contains("id: \"edge-1\"", "region: \"eu-west\"", "zone: \"a\"");
    }

    @Test
    void translation_runsWithoutAControlPlane_andFailsClosedWithoutAJudge() throws IOException, InterruptedException {
        var deployment = moved(Files.readString(Checkout.ROOT.resolve("deploy/local.yaml")), freeOffset());
        var local = Files.writeString(folder.resolve("local.yaml"), deployment);
        var written = folder.resolve("written");
        Checkout.weir(folder.resolve("home"), "translate", "-o", written.toString(), "--deployment", local.toString())
                .ok();

        var command = List.of(
                ENVOY.toString(),
                "--log-level",
                "error",
                "--disable-hot-restart",
                "--concurrency",
                "1",
                "-c",
                "envoy.yaml");
        try (var envoy = new Checkout.Running(written, Map.of(), command)) {
            var answer = answered(URI.create("http://127.0.0.1:" + port(deployment, "gateway") + "/quotes/BTC"));

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("retry-after")).contains("1");
            assertThat(answer.body()).contains("\"code\":\"judge_unavailable\"");
        }
    }

    /** The first answer of a listener that begins. */
    private static HttpResponse<String> answered(URI uri) {
        try (var http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
            return await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(
                            () -> http.send(request, HttpResponse.BodyHandlers.ofString()),
                            answer -> answer.body().contains("code"));
        }
    }

    private static Checkout.Said validated(Path file) {
        var said = Checkout.run(
                Checkout.ROOT,
                Map.of(),
                List.of(ENVOY.toString(), "--mode", "validate", "--log-level", "error", "-c", file.toString()));
        assertThat(said.exitCode()).as(said.err()).isZero();
        return said;
    }

    private static String moved(String deployment, int offset) {
        return PORT.matcher(deployment).replaceAll(port -> port.group(1) + (number(port) + offset));
    }

    private static int port(String deployment, String name) {
        return PORT.matcher(deployment)
                .results()
                .filter(port -> port.group(1).strip().startsWith(name + ":"))
                .mapToInt(StandaloneEnvoyTest::number)
                .findFirst()
                .orElseThrow();
    }

    private static int number(MatchResult port) {
        return Integer.parseInt(port.group(2));
    }

    /** One by which the gateway's and Envoy's admin port are free now. */
    private static int freeOffset() throws IOException {
        for (int offset = 21_000; offset < 40_000; offset += 100) {
            try (var gateway = new ServerSocket(10_000 + offset);
                    var admin = new ServerSocket(9_901 + offset)) {
                return gateway.getLocalPort() > admin.getLocalPort() ? offset : 0;
            } catch (IOException taken) {
                continue;
            }
        }
        throw new IOException("no offset from 21000 on is free");
    }
}
