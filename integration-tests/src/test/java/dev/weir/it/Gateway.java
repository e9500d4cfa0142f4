package dev.weir.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weir.chain.Devnet;
import dev.weir.chain.signature.Eip191;
import dev.weir.chain.signature.Signer;
import dev.weir.cli.supervisor.ControlSocket;
import dev.weir.it.Checkout.Running;
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
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The one gateway that all stories share: started before the first, ended after the last. */
final class Gateway implements AutoCloseable {
    /** By how much all ports are moved; {@code WEIR_TEST_PORTS} says another number, so that two checkouts can be tested side by side. */
    static final int OFFSET = Integer.parseInt(System.getenv().getOrDefault("WEIR_TEST_PORTS", "11000"));

    /** Its judge shares what is in flight with a second one, which only {@link JudgesStoryTest} starts; it looks at all nodes, as a lone one does. */
    private static final Map<String, String> LONE_BUT_FOR_ONE =
            Map.of("WEIR_PEERS", "127.0.0.1:" + secondJudge(), "WEIR_LOOK", "0");

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final AtomicInteger WALLETS = new AtomicInteger(1_000);

    private final Path home = Path.of("target/home").toAbsolutePath();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Gateway() {
        weir("down").ok();
        Checkout.delete(home);
        Checkout.weir(home, LONE_BUT_FOR_ONE, "up", "--detach", "--port-offset", String.valueOf(OFFSET))
                .ok();
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

    /** Traffic on quotes until it is stopped. Its exit code then is SIGTERM's. */
    Running traffic(String rate) {
        return Checkout.start(home, "traffic", "--api", "quotes", "--rate", rate, "--duration", "4m", "-o", "json");
    }

    static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + (port + OFFSET) + path);
    }

    int port() {
        return 10_000 + OFFSET;
    }

    /** Where a second judge would serve gRPC. */
    static int secondJudge() {
        return 9_195 + OFFSET;
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
        return json(get("/auth/challenge?account=" + account(wallet)))
                .get("message")
                .asText();
    }

    HttpResponse<String> session(String message, String signature) {
        return post("/auth/session", object("message", message, "signature", signature));
    }

    /** Signs in as a wallet would. */
    String token(Signer wallet) {
        var message = challenge(wallet);
        return json(session(message, wallet.sign(Eip191.digest(message))))
                .get("token")
                .asText();
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
        var text = send(HttpRequest.newBuilder(uri(9_901, "/stats?filter=" + name))
                        .GET())
                .body();
        return text.lines()
                .map(line -> line.split(": ", 2))
                .filter(parts -> parts[0].equals(name))
                .map(parts -> Long.parseLong(parts[1]))
                .findFirst()
                .orElse(0L);
    }

    /** A gauge or counter without labels, of the service that listens at the port. */
    double metric(int port, String name) {
        return send(HttpRequest.newBuilder(uri(port, "/metrics")))
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name));
    }

    /** The last requests and the counts of all, as the dashboard is told. */
    JsonNode access() {
        return json(send(HttpRequest.newBuilder(uri(8_080, "/api/v1/access"))));
    }

    /** The lines of Envoy's {@code /clusters}. */
    List<String> clusters() {
        return send(HttpRequest.newBuilder(uri(9_901, "/clusters")))
                .body()
                .lines()
                .toList();
    }

    /** The weights that Envoy has in force for an API, by address. */
    Map<String, Integer> envoyWeights(String cluster) {
        var weights = new TreeMap<String, Integer>();
        for (var line : clusters()) {
            var fields = line.split("::");
            if (fields.length == 4 && fields[0].equals(cluster) && fields[2].equals("weight")) {
                weights.put(fields[1], Integer.parseInt(fields[3]));
            }
        }
        return weights;
    }

    /** A process of the gateway, as {@code ./weir status} shows it. */
    JsonNode process(String name) {
        return stream(processes())
                .filter(process -> process.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no process " + name));
    }

    JsonNode processes() {
        return ControlSocket.ask(home.resolve("run/control.sock"), "status").get("processes");
    }

    /** SIGKILL: no goodbye. The supervisor starts it again. */
    void kill(String name) {
        long pid = process(name).get("pid").asLong();
        ProcessHandle.of(pid)
                .orElseThrow(() -> new AssertionError(name + " has no process"))
                .destroyForcibly();
    }

    /** SIGSTOP: it is there, and does nothing. */
    void suspend(String name) {
        signal("STOP", process(name).get("pid").asLong());
    }

    /** What was suspended goes on. */
    void resumeAll() {
        stream(processes())
                .filter(process -> process.path("pid").asLong() > 0)
                .forEach(process -> signal("CONT", process.get("pid").asLong()));
    }

    static void signal(String signal, long pid) {
        Checkout.run(Path.of("."), Map.of(), List.of("kill", "-" + signal, String.valueOf(pid)));
    }

    /** SIGKILL, and it stays down until {@link #start}. */
    void killForGood(String name) {
        kill(name);
        weir("stop", name).ok();
    }

    void start(String name) {
        weir("start", name).ok();
    }

    /** Waits until everything runs and every node is usable. */
    void settle() {
        await("every process runs")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> stream(processes())
                        .allMatch(process -> process.get("state").asText().equals("running")));
        await("every node is usable")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> stream(view().get("apis"))
                                .flatMap(api -> stream(api.get("nodes")))
                                .filter(node -> node.get("usable").asBoolean())
                                .count()
                        == (long) view().get("apis").size() * nodes().size());
        var signedIn = await("a signed-in call is answered")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        this::freshToken,
                        token -> get("/quotes/BTC", bearer(token)).statusCode() == 200);
        await("the pick's route answers")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> get("/fast/quotes/BTC", bearer(signedIn)).statusCode() == 200);
    }

    /** Honest calls that met a server's error or no answer. */
    static long faults(JsonNode report) {
        var honest = report.at("/parties/honest");
        long unanswered = Gateway.stream(honest.get("failures"))
                .mapToLong(JsonNode::asLong)
                .sum();
        return unanswered
                + honest.get("statuses")
                        .propertyStream()
                        .filter(status -> Integer.parseInt(status.getKey()) >= 500)
                        .mapToLong(status -> status.getValue().asLong())
                        .sum();
    }

    static List<String> nodes() {
        return List.of("amber", "birch", "cedar", "dune", "ember");
    }
}
