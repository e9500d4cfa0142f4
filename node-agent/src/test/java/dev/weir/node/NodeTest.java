package dev.weir.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.weir.chain.signature.Eip712;
import dev.weir.chain.signature.Eip712Domain;
import dev.weir.chain.signature.Recovery;
import dev.weir.chain.signature.SignatureRecovery;
import dev.weir.model.LoadReport;
import dev.weir.model.NodeId;
import dev.weir.model.SignedHeartbeat;
import dev.weir.model.WalletAddress;
import dev.weir.node.heartbeat.HeartbeatReply;
import dev.weir.node.heartbeat.adapter.chain.OperatorKey;
import dev.weir.node.heartbeat.adapter.http.HttpHeartbeatTaker;
import dev.weir.node.http.HttpBinding;
import dev.weir.node.impair.Impairment;
import dev.weir.node.rpc.port.Chain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The node over real sockets, with a small server in the place of its chain and of the control plane. */
final class NodeTest {
    private static final WalletAddress REGISTRY = new WalletAddress("0x" + "11".repeat(20));

    private final HttpClient client = HttpClient.newHttpClient();
    private final LinkedBlockingQueue<String> heartbeats = new LinkedBlockingQueue<>(100);
    private final HttpServer outside = outside();
    private final Node node = node();

    @BeforeEach
    void listen() {
        outside.createContext("/chain", exchange -> {
            try (exchange) {
                var call = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                var result = call.contains("eth_feeHistory") ? "f".repeat(Chain.LONGEST_ANSWER) : "0x7a69";
                byte[] answer = ("{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":\"" + result + "\"}").getBytes(UTF_8);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        outside.createContext("/api/v1/heartbeats", exchange -> {
            try (exchange) {
                assertThat(heartbeats.offer(new String(exchange.getRequestBody().readAllBytes(), UTF_8)))
                        .isTrue();
                exchange.sendResponseHeaders(204, -1);
            }
        });
        outside.start();
    }

    @AfterEach
    void stop() {
        node.close();
        outside.stop(0);
        client.close();
    }

    @Test
    void quote_isJsonWithTheNodesName() throws Exception {
        assertThat(get("/fast/quotes/BTC").body())
                .matches("\\{\"symbol\":\"BTC\",\"price\":[0-9.]+,\"at\":\"2026-01-01T00:00:00Z\",\"node\":\"amber\"}");
    }

    @Test
    void answer_reportsTheNodesLoad_andAHealthCheckDoesNot() throws Exception {
        var header = get("/quotes/BTC").headers().firstValue("endpoint-load-metrics");

        assertThat(LoadReport.read(header.orElseThrow()).utilisation()).isBetween(0.001, 1.0);
        assertThat(get("/healthz").headers().firstValue("endpoint-load-metrics"))
                .isEmpty();
    }

    @Test
    void quote_thatTheClientHas_is304() throws Exception {
        var tag = get("/quotes/BTC").headers().firstValue("ETag").orElseThrow();
        var request = HttpRequest.newBuilder(url("/quotes/BTC")).header("If-None-Match", tag);
        assertThat(send(request).statusCode()).isEqualTo(304);
    }

    @Test
    void quote_unknown_isAProblem() throws Exception {
        var answer = get("/quotes/NOPE");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(get("/quotesque").statusCode()).isEqualTo(404);
    }

    @Test
    void rpc_reachesTheChain() throws Exception {
        var body = "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"eth_chainId\"}";
        var answer = send(HttpRequest.newBuilder(url("/rpc")).POST(BodyPublishers.ofString(body)));
        assertThat(answer.body()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":\"0x7a69\"}");
    }

    @Test
    void rpc_thatAsksForMoreThanANodeHolds_isToldSo() throws Exception {
        var body = "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"eth_feeHistory\"}";
        var answer = send(HttpRequest.newBuilder(url("/rpc")).POST(BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("{\"jsonrpc\":\"2.0\",\"id\":9,\"error\":{\"code\":-32005,");
    }

    @Test
    void body_beyondTheLimit_is413AndNamesIt() throws Exception {
        var answer = send(HttpRequest.newBuilder(url("/rpc")).POST(BodyPublishers.ofString(" ".repeat(262_145))));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("\"code\":\"request_too_large\"", "The limit is 262144 bytes.");
    }

    @Test
    void admin_spoilsAndHealsTheNode() throws Exception {
        assertThat(impair("{\"errors\": 1}").body()).contains("errors=1.0");
        assertThat(get("/healthz").statusCode()).isEqualTo(500);
        assertThat(get("/quotes/BTC").statusCode()).isEqualTo(500);
        assertThat(impair("errors=0,latency=1x").statusCode()).isEqualTo(200);
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(impair("errors=2").statusCode()).isEqualTo(400);
    }

    @Test
    void admin_underAForeignHost_isRefused() throws IOException {
        assertThat(statusLine(node.adminPort(), "GET /admin/impair HTTP/1.1\r\nHost: rebound.example\r\n\r\n"))
                .contains(" 421 ");
    }

    @Test
    void connection_servesManyCalls() throws IOException {
        try (var socket =
                new Socket(InetAddress.getByName("127.0.0.1"), node.address().port())) {
            socket.setSoTimeout(5_000);
            for (int call = 0; call < 3; call++) {
                socket.getOutputStream().write("GET /healthz HTTP/1.1\r\nHost: n\r\n\r\n".getBytes(UTF_8));
                assertThat(readUntil(socket, "{\"status\":\"up\"}")).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void heartbeat_isSignedByTheOperator(@TempDir Path dir) throws Exception {
        var file = Files.writeString(dir.resolve("key"), "0x" + "42".repeat(32) + "\n");
        var key = OperatorKey.read(file, 31_337, REGISTRY);
        var taker = new HttpHeartbeatTaker(
                client, URI.create("http://127.0.0.1:" + outside.getAddress().getPort()));
        var sent = new LinkedBlockingQueue<SignedHeartbeat>(100);
        node.startHeartbeats(key, heartbeat -> {
            var reply = taker.send(heartbeat);
            assertThat(reply).isEqualTo(new HeartbeatReply.Accepted());
            assertThat(sent.offer(heartbeat)).isTrue();
            return reply;
        });
        var body = heartbeats.poll(5, TimeUnit.SECONDS);
        var heartbeat = sent.poll(5, TimeUnit.SECONDS);
        assertThat(heartbeat).isNotNull();
        assertThat(body)
                .contains("\"node\":\"amber\",\"address\":\"" + node.address() + "\"")
                .contains("\"sentAt\":1767225600,\"inFlight\":0,\"signature\":\"0x");
        var digest = Eip712.digest(Eip712Domain.weir(31_337, REGISTRY), heartbeat.heartbeat());
        assertThat(SignatureRecovery.recover(digest, heartbeat.signature()))
                .isEqualTo(new Recovery.Recovered(key.operator()));
        assertThat(key.toString()).doesNotContain("4242");
    }

    private HttpResponse<String> impair(String body) throws Exception {
        var url = URI.create("http://127.0.0.1:" + node.adminPort() + "/admin/impair");
        return send(HttpRequest.newBuilder(url).PUT(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(url(path)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private URI url(String path) {
        return URI.create("http://" + node.address() + path);
    }

    private static String statusLine(int port, String request) throws IOException {
        try (var socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return readUntil(socket, "\r\n");
        }
    }

    private static String readUntil(Socket socket, String end) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).isNotNegative();
            text.append((char) next);
        }
        return text.toString();
    }

    private static HttpServer outside() {
        HttpBinding.configureServer();
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Node node() {
        var chain = URI.create("http://127.0.0.1:" + outside.getAddress().getPort() + "/chain");
        var settings = new NodeSettings(new NodeId("amber"), 0, 0, Optional.of(chain), Impairment.NONE, 1);
        try {
            return Node.start(settings, client, InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
