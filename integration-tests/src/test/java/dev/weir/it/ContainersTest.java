package dev.weir.it;

import static dev.weir.it.Gateway.bearer;
import static dev.weir.it.Gateway.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.chain.ContractAddresses;
import dev.weir.chain.Devnet;
import dev.weir.chain.signature.Eip191;
import dev.weir.config.Deployment;
import dev.weir.model.WalletAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.containers.ContainerState;

/**
 * The images that the commands of deploy/README.md build, as deploy/compose.yaml has them: on the ports of deploy/local.yaml, on the network
 * of this machine. {@code ./weir test --with containers} builds them and runs this; it needs a container engine.
 */
@Tag("containers")
final class ContainersTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final ContractAddresses ADDRESSES = new ContractAddresses(
            Devnet.CHAIN_ID,
            new WalletAddress(contract(1)),
            new WalletAddress(contract(2)),
            new WalletAddress(contract(3)));

    private final ComposeFile file = ComposeFile.read();
    private final Deployment.Ports ports =
            Deployment.read(Checkout.ROOT.resolve("deploy/local.yaml")).ports();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** With no neighbours, no chain but the addresses of its contracts, and empty folders in memory where Compose has volumes. */
    @ParameterizedTest
    @ValueSource(strings = {"ratelimit-service", "ext-authz-service", "xds-control-plane"})
    void service_isHealthy_aloneInItsContainer(String name, @TempDir Path chain) throws Exception {
        ADDRESSES.write(chain.resolve("contracts.json"));
        Files.setPosixFilePermissions(chain, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (var container = file.container(name, chain)) {
            container.start();

            await(name + " is healthy")
                    .atMost(PATIENCE)
                    .failFast(() -> assertThat(container.isRunning())
                            .as(container::getLogs)
                            .isTrue())
                    .ignoreExceptions()
                    .until(() -> get(file.httpPort(name), "/health").statusCode() == 200);
            assertConfined(name, container);
        }
    }

    @Test
    void composeFile_isAGateway_thatAnswersASignedInWallet() throws Exception {
        try (var compose = new ComposeContainer("weir-test", ComposeFile.PATH.toFile())) {
            compose.start();

            await("every node is usable for every API")
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> Gateway.stream(json(get(ports.dashboard(), "/api/v1/view"))
                                            .get("apis"))
                                    .flatMap(api -> Gateway.stream(api.get("nodes")))
                                    .filter(node -> node.get("usable").asBoolean())
                                    .count()
                            == 3L * Gateway.nodes().size());
            var token = await("the gateway lets a wallet sign in")
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(this::signIn, got -> !got.isEmpty());
            var answer = get(ports.gateway(), "/quotes/BTC", bearer(token));

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.headers().firstValue("x-weir-node")).get().isIn(Gateway.nodes());
            assertThat(get(ports.gateway(), "/quotes/BTC").statusCode()).isEqualTo(401);
            for (var name : file.names()) {
                var container = compose.getContainerByServiceName(name).orElseThrow();
                if (name.equals("devnet")) {
                    assertThat(container.getCurrentContainerInfo().getState().getExitCodeLong())
                            .isZero();
                } else {
                    assertConfined(name, container);
                }
            }
        }
    }

    /** Tried inside, not read from its settings. */
    private static void assertConfined(String name, ContainerState container) throws Exception {
        assertThat(container.execInContainer("id", "-u").getStdout().strip())
                .as(name)
                .isNotEqualTo("0");
        assertThat(container.execInContainer("touch", "/written").getStderr())
                .as(name)
                .contains("Read-only file system");
        assertThat(container
                        .execInContainer("grep", "CapBnd", "/proc/self/status")
                        .getStdout())
                .as(name)
                .endsWith("\t0000000000000000\n");
    }

    private String signIn() {
        var wallet = Gateway.freshWallet();
        var message = json(get(ports.gateway(), "/auth/challenge?account=" + Gateway.account(wallet)))
                .get("message")
                .asText();
        var body = Gateway.object("message", message, "signature", wallet.sign(Eip191.digest(message)));
        var request = request(ports.gateway(), "/auth/session")
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return json(send(request)).path("token").asText();
    }

    private HttpResponse<String> get(int port, String path, String... headers) {
        var request = request(port, path);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String contract(int number) {
        return "0x%040x".formatted(number);
    }
}
