package dev.weir.controlplane.adapter.rpc;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.weir.certificates.CertificateAuthority;
import dev.weir.config.SecretText;
import dev.weir.config.Upstream;
import dev.weir.config.UpstreamUrl;
import dev.weir.controlplane.fleet.HeadQuestion;
import dev.weir.controlplane.fleet.HeadReport;
import dev.weir.controlplane.fleet.port.HeadUnknown;
import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import dev.weir.topology.adapter.envoy.TopologyTranslator;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Endpoints that answer well, oddly, or not at all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
final class HttpHeadsTest {
    private static final Duration PATIENCE = Duration.ofMillis(800);

    private final Vertx vertx = Vertx.vertx();
    private final WireMockServer endpoint =
            new WireMockServer(wireMockConfig().dynamicPort().dynamicHttpsPort().bindAddress("127.0.0.1"));
    private final HttpHeads heads =
            new HttpHeads(vertx, TopologyTranslator.systemRoots(), Map.of("KEY", "very-secret"));

    @BeforeAll
    void start() {
        endpoint.start();
    }

    @BeforeEach
    void reset() {
        endpoint.resetAll();
    }

    @AfterAll
    void end() {
        heads.close();
        endpoint.stop();
        vertx.close();
    }

    @Test
    void endpoint_isAskedByItsNameItsPathAndItsHeaders_forBoth(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("secret"), "of-a-file\n");
        answer("eth_blockNumber", aResponse().withBody("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1b4\"}"));
        answer("eth_chainId", aResponse().withBody("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"}"));

        assertThat(ask(
                        upstream(
                                "http://rpc.example:" + endpoint.port() + "/v1/${KEY}",
                                Map.of("x-api-key", new SecretText("${file:" + file + "}"))),
                        true))
                .isEqualTo(new HeadReport(436, OptionalLong.of(1)));

        endpoint.verify(
                2,
                postRequestedFor(urlEqualTo("/v1/very-secret"))
                        .withHeader("host", equalTo("rpc.example:" + endpoint.port()))
                        .withHeader("content-type", equalTo("application/json"))
                        .withHeader("x-api-key", equalTo("of-a-file")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1b\"`|it answers eth_blockNumber with what is no JSON-RPC",
                "`<html>busy</html>`|it answers eth_blockNumber with what is no JSON-RPC",
                "``|it answers eth_blockNumber with what is no JSON-RPC",
                "`[]`|it answers eth_blockNumber with what is no answer to it",
                "`{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":\"0x1b\"}`|it answers eth_blockNumber with what is no answer to it",
                "`{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"latest\"}`|it answers eth_blockNumber with what is no number",
                "`{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":436}`|it answers eth_blockNumber with what is no number",
                "`{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0xffffffffffffffff\"}`|it answers eth_blockNumber with what is no number",
                "`{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}`|it answers eth_blockNumber with what is no number",
                "`{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32005,\"message\":\"slow down\"}}`|it answers eth_blockNumber with an error",
            })
    void oddAnswer_isUnknown_andSaysWhy(String body, String why) {
        answer("eth_blockNumber", aResponse().withBody(body));

        assertUnknown(why);
    }

    @Test
    void otherStatus_andRedirection_areUnknown() {
        answer("eth_blockNumber", aResponse().withStatus(429));
        assertUnknown("it answers eth_blockNumber with status 429");

        endpoint.resetAll();
        answer("eth_blockNumber", aResponse().withStatus(307).withHeader("location", "/elsewhere"));
        assertUnknown("it answers eth_blockNumber with status 307");
        endpoint.verify(0, postRequestedFor(urlEqualTo("/elsewhere")));
    }

    @Test
    void answerThatIsTooLong_orCut_orComesDropByDrop_isUnknown() {
        answer("eth_blockNumber", aResponse().withBody(" ".repeat(70_000)));
        assertUnknown("it answers eth_blockNumber with more than 65536 bytes");

        endpoint.resetAll();
        answer("eth_blockNumber", aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE));
        assertUnknown("its connection broke");

        endpoint.resetAll();
        answer(
                "eth_blockNumber",
                aResponse()
                        .withBody("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1b4\"}")
                        .withChunkedDribbleDelay(8, 20_000));
        assertUnknown("it does not answer eth_blockNumber in time");
    }

    @Test
    void endpointThatHangs_isUnknown_withinItsPatience_andTheNextOneIsAskedAllTheSame() throws Exception {
        try (var hung = new ServerSocket(0, 50)) {
            for (int i = 0; i < 40; i++) {
                long began = System.nanoTime();
                assertThatThrownBy(() -> ask(new HeadQuestion(
                                new EndpointAddress.Socket("127.0.0.1", hung.getLocalPort()),
                                Optional.empty(),
                                Optional.empty(),
                                "/",
                                false,
                                Duration.ofMillis(60))))
                        .hasMessageContaining("it does not answer eth_blockNumber in time");
                assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began))
                        .isLessThan(2_000);
            }
        }
        answer("eth_blockNumber", aResponse().withBody("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x0\"}"));
        assertThat(ask(upstream("http://127.0.0.1:" + endpoint.port(), Map.of()), false)
                        .block())
                .isZero();
    }

    @Test
    void nobodyThere_andCertificateOfAStranger_areUnknown() throws IOException {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThatThrownBy(() -> ask(upstream("http://127.0.0.1:" + free, Map.of()), free, false))
                .hasMessageContaining("nobody answers at its address");
        assertThatThrownBy(() -> ask(
                        upstream("https://rpc.example:" + endpoint.httpsPort(), Map.of()), endpoint.httpsPort(), false))
                .hasMessageContaining("its certificate is not trusted, or of another name");
    }

    @Test
    void endpointByTls_isAskedWhereItsNameIsInACertificateOfItsPoolsRoots(@TempDir Path folder) throws Exception {
        var now = Instant.now();
        var authority = CertificateAuthority.create("roots", now, Duration.ofDays(1));
        var issued = authority.issue(List.of("rpc.example"), now.minusSeconds(60), now.plusSeconds(3_600));
        var roots =
                Files.writeString(folder.resolve("roots.pem"), authority.self().chainPem());
        var keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(
                "own", issued.key(), "changeit".toCharArray(), issued.chain().toArray(X509Certificate[]::new));
        try (var out = Files.newOutputStream(folder.resolve("keys.p12"))) {
            keys.store(out, "changeit".toCharArray());
        }
        var secure = new WireMockServer(wireMockConfig()
                .httpDisabled(true)
                .dynamicHttpsPort()
                .bindAddress("127.0.0.1")
                .keystoreType("PKCS12")
                .keystorePath(folder.resolve("keys.p12").toString())
                .keystorePassword("changeit")
                .keyManagerPassword("changeit"));
        secure.start();
        try {
            secure.stubFor(post(anyUrl())
                    .willReturn(aResponse().withBody("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1b4\"}")));

            assertThat(ask(byTls("rpc.example", secure.httpsPort(), roots)).block())
                    .isEqualTo(436);
            assertThatThrownBy(() -> ask(byTls("other.example", secure.httpsPort(), roots)))
                    .hasMessageContaining("its certificate is not trusted, or of another name");
        } finally {
            secure.stop();
        }
    }

    private static HeadQuestion byTls(String name, int port, Path roots) {
        return new HeadQuestion(
                new EndpointAddress.Socket("127.0.0.1", port),
                Optional.of(upstream("https://" + name + ":" + port, Map.of())),
                Optional.of(roots.toString()),
                "/",
                false,
                Duration.ofSeconds(10));
    }

    @Test
    void secretThatCannotBeReadHere_isNamed_andNothingIsSent() {
        assertThatThrownBy(
                        () -> ask(upstream("http://127.0.0.1:" + endpoint.port() + "/${OTHER_KEY}", Map.of()), false))
                .hasMessageContaining(
                        "the environment variable OTHER_KEY is not set, where the control plane runs; it reads it there as Envoy does");
        assertThat(endpoint.getAllServeEvents()).isEmpty();
    }

    private void answer(String method, ResponseDefinitionBuilder answer) {
        endpoint.stubFor(post(anyUrl())
                .withRequestBody(matchingJsonPath("$.method", equalTo(method)))
                .willReturn(answer));
    }

    private void assertUnknown(String why) {
        assertThatThrownBy(() -> ask(upstream("http://127.0.0.1:" + endpoint.port(), Map.of()), false))
                .hasRootCauseInstanceOf(HeadUnknown.class)
                .hasRootCauseMessage(why);
    }

    private static Upstream upstream(String url, Map<String, SecretText> headers) {
        return new Upstream(new NodeId("one"), UpstreamUrl.parse(url), TokenAmount.ZERO, "", headers);
    }

    private HeadReport ask(Upstream upstream, boolean chain) throws Exception {
        return ask(upstream, endpoint.port(), chain);
    }

    private HeadReport ask(Upstream upstream, int port, boolean chain) throws Exception {
        return ask(new HeadQuestion(
                new EndpointAddress.Socket("127.0.0.1", port),
                Optional.of(upstream),
                Optional.empty(),
                "/",
                chain,
                PATIENCE));
    }

    private HeadReport ask(HeadQuestion question) throws Exception {
        return heads.ask(question).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
