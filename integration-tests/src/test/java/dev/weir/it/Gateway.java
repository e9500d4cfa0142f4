package dev.weir.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weir.chain.Devnet;
import dev.weir.chain.signature.Eip191;
import dev.weir.chain.signature.Signer;
import dev.weir.it.Checkout.Said;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The one gateway that all stories share: started before the first, ended after the last. */
final class Gateway implements AutoCloseable {
    private static final int OFFSET = 20_000;
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final AtomicInteger WALLETS = new AtomicInteger(1_000);

    private final Path home = Path.of("target/home").toAbsolutePath();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Gateway() {
        weir("up", "--detach", "--port-offset", String.valueOf(OFFSET)).ok();
    }

    /** Hands the gateway to tests. */
    static final class Extension implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Gateway.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(Gateway.class, key -> new Gateway(), Gateway.class);
        }
    }

    @Override
    public void close() {
        weir("down").ok();
    }

    Path home() {
        return home;
    }

    Said weir(String... arguments) {
        return Checkout.weir(home, arguments);
    }

    static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + (port + OFFSET) + path);
    }

    int port() {
        return 10_000 + OFFSET;
    }

    /** A call through Envoy. @param headers name, value, name, value … */
    HttpResponse<String> get(String path, String... headers) {
        return send(HttpRequest.newBuilder(uri(10_000, path)), headers);
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return send(
                HttpRequest.newBuilder(uri(10_000, path))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                headers);
    }

    HttpResponse<String> send(HttpRequest.Builder request, String... headers) {
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** A wallet that nobody used before. */
    static Signer freshWallet() {
        return Signer.of("%064x".formatted(BigInteger.TWO.pow(200).add(BigInteger.valueOf(WALLETS.incrementAndGet()))));
    }

    static String account(Signer wallet) {
        return "eip155:" + Devnet.CHAIN_ID + ":" + wallet.wallet();
    }

    String challenge(Signer wallet) {
        return json(get("/auth/challenge?account=" + account(wallet))).get("message").asText();
    }

    HttpResponse<String> session(String message, String signature) {
        return post("/auth/session", object("message", message, "signature", signature));
    }

    /** Signs in as a wallet would. */
    String token(Signer wallet) {
        var message = challenge(wallet);
        return json(session(message, wallet.sign(Eip191.digest(message)))).get("token").asText();
    }

    String freshToken() {
        return token(freshWallet());
    }

    static String[] bearer(String token) {
        return new String[] {"authorization", "Bearer " + token};
    }

    static JsonNode json(HttpResponse<String> answer) {
        return json(answer.body());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    /** A JSON object of strings. */
    static String object(String... pairs) {
        var object = JSON.createObjectNode();
        for (int i = 0; i < pairs.length; i += 2) {
            object.put(pairs[i], pairs[i + 1]);
        }
        return object.toString();
    }

    static String code(HttpResponse<String> answer) {
        return json(answer).path("code").asText();
    }

    static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    /** What the dashboard is told now. */
    JsonNode view() {
        return json(send(HttpRequest.newBuilder(uri(8_080, "/api/v1/view"))));
    }

    JsonNode node(String api, String node) {
        return stream(api(api).get("nodes"))
                .filter(view -> view.get("node").asText().equals(node))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no node " + node + " in " + api));
    }

    JsonNode api(String api) {
        return stream(view().get("apis"))
                .filter(view -> view.get("name").asText().equals(api))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no API " + api));
    }

    static java.util.stream.Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** One counter or gauge of Envoy. */
    long stat(String name) {
        var text = send(HttpRequest.newBuilder(uri(9_901, "/stats?filter=^" + name.replace(".", "\\.") + "$"))
                        .GET())
                .body();
        return text.lines()
                .map(line -> line.split(": ", 2))
                .filter(parts -> parts[0].equals(name))
                .map(parts -> Long.parseLong(parts[1]))
                .findFirst()
                .orElse(0L);
    }

    /** A process of the gateway, as {@code ./weir status} shows it. */
    JsonNode process(String name) {
        return stream(json(weir("status", "-o", "json").ok()))
                .filter(process -> process.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no process " + name));
    }

    /** SIGKILL: no goodbye. */
    void kill(String name) {
        long pid = process(name).get("pid").asLong();
        ProcessHandle.of(pid).orElseThrow(() -> new AssertionError(name + " has no process")).destroyForcibly();
    }

    /** Waits until everything runs and every node is usable. */
    void settle() {
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(500)).ignoreExceptions().until(() -> stream(
                        json(weir("status", "-o", "json").ok()))
                .allMatch(process -> process.get("state").asText().equals("running")));
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> stream(view().get("apis"))
                .flatMap(api -> stream(api.get("nodes")))
                .allMatch(node -> node.get("usable").asBoolean()));
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> get("/auth/").statusCode() == 200);
    }

    static List<String> nodes() {
        return List.of("amber", "birch", "cedar", "dune", "ember");
    }

}
