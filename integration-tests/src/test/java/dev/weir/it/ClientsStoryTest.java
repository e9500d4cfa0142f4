package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.chain.Devnet;
import dev.weir.it.Checkout.Running;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The clients that people have, with their defaults: each gets a quote, calls the chain, and is told why it is refused without a token. */
@ExtendWith(Gateway.Extension.class)
final class ClientsStoryTest {
    private static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\",\"params\":[]}";
    private static final Path CLIENTS = Checkout.ROOT.resolve("integration-tests/clients");

    private static Path fetched;
    private static String base;
    private static String token;

    @BeforeAll
    static void signIn(Gateway gateway) {
        fetched =
                Path.of(Checkout.run(CLIENTS, Map.of(), List.of("./fetch")).ok().strip());
        gateway.weir("stake", "100", "--account", "9").ok();
        gateway.settle();
        base = "http://127.0.0.1:" + gateway.port();
        token = gateway.token(Devnet.signer(9));
        await().ignoreExceptions()
                .until(() -> gateway.post("/rpc", CALL, Gateway.bearer(token)).statusCode() == 200);
    }

    @Test
    void curl_isServed_overBothProtocols() {
        assertThat(curl("--http1.1")).isEqualTo(served("1.1"));
        assertThat(curl("--http2-prior-knowledge")).isEqualTo(served("2"));
        assertThat(curl("--http1.0")).isEqualTo(served("1"));
    }

    private static List<String> curl(String protocol) {
        var format = " %{http_code} %{content_type} %{http_version}\\n";
        var signed = List.of("-H", "authorization: Bearer " + token);
        return List.of(
                curl("quote", protocol, "/quotes/BTC", format, signed),
                curl(
                        "rpc",
                        protocol,
                        "/rpc",
                        format,
                        List.of(signed.get(0), signed.get(1), "-H", "content-type: application/json", "-d", CALL)),
                curl("refused", protocol, "/quotes/BTC", format, List.of()));
    }

    private static String curl(String name, String protocol, String path, String format, List<String> more) {
        var command = new ArrayList<>(List.of("curl", "-sS", protocol, "-o", "/dev/null", "-w", name + format));
        command.addAll(more);
        command.add(base + path);
        return Checkout.run(CLIENTS, Map.of(), command).ok().strip();
    }

    @Test
    void javasClient_isServed_byItsDefaultToo() throws Exception {
        // It offers to go on in HTTP/2, and goes on as it is.
        try (var usual = HttpClient.newHttpClient()) {
            assertThat(java(usual, base)).isEqualTo(served("HTTP_1_1"));
        }
        try (var plain =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            assertThat(java(plain, base)).isEqualTo(served("HTTP_1_1"));
        }
    }

    private static List<String> java(HttpClient client, String at) throws IOException, InterruptedException {
        var signed = new String[] {"authorization", "Bearer " + token};
        return List.of(
                java(
                        client,
                        "quote",
                        HttpRequest.newBuilder(URI.create(at + "/quotes/BTC")).headers(signed)),
                java(
                        client,
                        "rpc",
                        HttpRequest.newBuilder(URI.create(at + "/rpc"))
                                .headers(signed)
                                .header("content-type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(CALL))),
                java(client, "refused", HttpRequest.newBuilder(URI.create(at + "/quotes/BTC"))));
    }

    private static String java(HttpClient client, String name, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return "%s %d %s %s"
                .formatted(name, answer.statusCode(), Gateway.header(answer, "content-type"), answer.version());
    }

    @Test
    void apachesClient_isServed_thoughItOffersToGoOnInTls() throws IOException {
        try (var client = HttpClients.createDefault()) {
            var said = new ArrayList<String>();
            for (var request : List.of(
                    ClassicRequestBuilder.get(base + "/quotes/BTC").setHeader("authorization", "Bearer " + token),
                    ClassicRequestBuilder.post(base + "/rpc")
                            .setHeader("authorization", "Bearer " + token)
                            .setEntity(CALL, ContentType.APPLICATION_JSON),
                    ClassicRequestBuilder.get(base + "/quotes/BTC"))) {
                var name = List.of("quote", "rpc", "refused").get(said.size());
                said.add(client.execute(request.build(), answer -> {
                    EntityUtils.consume(answer.getEntity());
                    return "%s %d %s %s"
                            .formatted(
                                    name, answer.getCode(), answer.getEntity().getContentType(), answer.getVersion());
                }));
            }
            assertThat(said).isEqualTo(served("HTTP/1.1"));
        }
    }

    @Test
    void pythonsClient_isServed() {
        assertThat(lines("python3", "client.py", base, token)).isEqualTo(served("HTTP/1.1"));
    }

    @Test
    void gosClient_isServed() {
        assertThat(lines(fetched.resolve("client").toString(), base, token)).isEqualTo(served("HTTP/1.1"));
    }

    private static List<String> lines(String... command) {
        return Checkout.run(CLIENTS, Map.of(), List.of(command)).ok().lines().toList();
    }

    @Test
    void pageOfAnotherOrigin_isServed_andReadsWhatItNeeds() {
        var said = Checkout.run(
                Checkout.ROOT.resolve("integration-tests/browser"),
                Map.of(),
                List.of("node", "origin.mjs", base, token));

        assertThat(said.exitCode()).as(said.out() + said.err()).isZero();
        assertThat(said.out().lines().filter(line -> line.startsWith("ok - "))).hasSize(7);
    }

    @Test
    void nginxInFront_isServed_withItsDefaults_andOverHttp10(@TempDir Path folder) throws Exception {
        int port = free();
        int old = free();
        var config = Files.writeString(
                folder.resolve("nginx.conf"),
                Files.readString(CLIENTS.resolve("nginx.conf"))
                        .replace("FOLDER", folder.toString())
                        .replace("GATEWAY", base.substring(base.lastIndexOf(':') + 1))
                        .replace("NEW", String.valueOf(port))
                        .replace("OLD", String.valueOf(old)));
        try (var nginx = new Running(
                        CLIENTS,
                        Map.of(),
                        List.of(
                                fetched.resolve("nginx").toString(),
                                "-p",
                                folder.toString(),
                                "-c",
                                config.toString()));
                var client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            await().ignoreExceptions().until(() -> {
                new Socket("127.0.0.1", port).close();
                return true;
            });
            assertThat(java(client, "http://127.0.0.1:" + port)).isEqualTo(served("HTTP_1_1"));
            assertThat(java(client, "http://127.0.0.1:" + old)).isEqualTo(served("HTTP_1_1"));
            nginx.stop();
        }
    }

    private static int free() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static List<String> served(String protocol) {
        return List.of(
                "quote 200 application/json " + protocol,
                "rpc 200 application/json " + protocol,
                "refused 401 application/problem+json " + protocol);
    }
}
