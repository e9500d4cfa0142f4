package dev.weir.traffic.load.adapter.apache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.weir.traffic.load.Outcome;
import dev.weir.traffic.load.Outcome.Answered;
import dev.weir.traffic.load.Outcome.Failed;
import dev.weir.traffic.load.Outcome.Failure;
import dev.weir.traffic.workload.Party;
import dev.weir.traffic.workload.PlannedCall;
import dev.weir.traffic.workload.PlannedCaller;
import dev.weir.traffic.workload.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over real sockets, against a small server that keeps what it was asked. */
final class ApacheWireTest {
    private static final PlannedCaller CALLER = PlannedCaller.of(Party.FLOOD, 1);

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server = server();
    private final ApacheWire wire = new ApacheWire(server.getAddress(), 10);

    @BeforeEach
    void listen() {
        server.createContext("/", exchange -> {
            try (exchange) {
                asked.add(exchange.getRemoteAddress().getAddress().getHostAddress() + " " + exchange.getRequestMethod()
                        + " " + exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("Authorization") + " "
                        + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                byte[] answer = "{\"node\":\"another\"}".getBytes(UTF_8);
                int status = exchange.getRequestURI().getPath().startsWith("/moved") ? 302 : 200;
                exchange.getResponseHeaders().set("Location", "/elsewhere");
                exchange.getResponseHeaders().set("x-weir-node", "amber");
                exchange.sendResponseHeaders(status, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        wire.close();
        server.stop(0);
    }

    @Test
    void answer_namesItsNode() {
        assertThat(send(Request.get("/quotes/BTC"))).isEqualTo(new Answered(200, Optional.of("amber")));
    }

    @Test
    void call_comesFromItsCallersAddress_withItsToken() {
        wire.send(new PlannedCall(0, CALLER, Request.post("/rpc", "{}")), Optional.of("secret"));

        assertThat(asked).containsExactly("127.65.0.2 POST /rpc Bearer secret {}");
    }

    @Test
    void call_withoutToken_hasNoCredentials() {
        send(Request.get("/quotes/BTC"));

        assertThat(asked).containsExactly("127.65.0.2 GET /quotes/BTC null ");
    }

    @Test
    void redirect_isNotFollowed() {
        assertThat(send(Request.get("/moved"))).isEqualTo(new Answered(302, Optional.empty()));
        assertThat(asked).hasSize(1);
    }

    /** Paths as scanners and old logs have them. Each has an outcome; none stops the run. */
    @ParameterizedTest
    @ValueSource(strings = {"/a?b=c&d", "/..;/", "/a|b", "/%zz", "/a{b}", "//a//b", "/a\\b", "/?q=[x]^`", "/a#b"})
    void oddPath_hasAnOutcome(String path) {
        assertThat(send(Request.get(path))).isNotNull();
    }

    @Test
    void closedPort_isNotConnected() throws IOException {
        int port;
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        try (var nowhere = new ApacheWire(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1)) {
            assertThat(nowhere.send(new PlannedCall(0, CALLER, Request.get("/")), Optional.empty()))
                    .isEqualTo(new Failed(Failure.NOT_CONNECTED));
        }
    }

    private Outcome send(Request request) {
        return wire.send(new PlannedCall(0, CALLER, request), Optional.empty());
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
