package dev.weir.it;

import static dev.weir.it.Gateway.bearer;
import static dev.weir.it.Gateway.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.chain.Devnet;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code actuator: pick}: the judge's answer names the endpoint. Killing a picked node is in {@link FailureStoryTest}. */
@ExtendWith(Gateway.Extension.class)
final class PickStoryTest {
    private static final int CALLS = 60;
    private static final List<String> SLOWED = List.of("birch", "cedar", "dune", "ember");

    private Gateway gateway;

    @BeforeEach
    void settled(Gateway shared) {
        gateway = shared;
        gateway.settle();
    }

    @AfterEach
    void heal() {
        SLOWED.forEach(node -> gateway.weir("impair", node, "--heal").ok());
    }

    @Test
    void leastExpectedDelay_isAskedFirst_beyondWhatAWeightMay() {
        SLOWED.forEach(node -> gateway.weir("impair", node, "--latency", "20x").ok());
        gateway.weir("stake", "100", "--account", "9").ok();
        var token = gateway.token(Devnet.signer(9));
        counted("/fast/quotes/BTC", token);

        var picked = counted("/fast/quotes/BTC", token);

        // The weights' cap is 60 %: this many at one node can only have been picked.
        assertThat(picked.getOrDefault("amber", 0)).as(picked.toString()).isGreaterThan(CALLS * 8 / 10);
    }

    @Test
    void dashboard_tellsThatTheApiIsPicked() {
        assertThat(gateway.api("fast-quotes").get("actuator").asText()).isEqualTo("pick");
        assertThat(gateway.api("quotes").get("actuator").asText()).isEqualTo("weights");
    }

    @Test
    void clientThatNamesEndpoints_changesNothing() {
        var answer = gateway.get(
                "/fast/quotes/BTC",
                "authorization",
                "Bearer " + gateway.freshToken(),
                "x-weir-endpoints",
                "127.0.0.1:1",
                "endpoints",
                "127.0.0.1:1");

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void callersWhoLeaveAtAnyMoment_leaveNoGrantInFlight_andMoveNobodyElse() throws IOException {
        SLOWED.forEach(node -> gateway.weir("impair", node, "--latency", "20x").ok());
        gateway.weir("stake", "100", "--account", "9").ok();
        var token = gateway.token(Devnet.signer(9));
        counted("/fast/quotes/BTC", token);

        for (int millis = 1; millis <= 40; millis++) {
            for (int caller = 0; caller < 3; caller++) {
                leave(token, millis);
            }
        }

        await("no grant is in flight")
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(gateway.metric(8_081, "weir_judge_grants_in_flight"))
                        .isZero());
        var picked = counted("/fast/quotes/BTC", token);
        assertThat(picked.getOrDefault("amber", 0)).as(picked.toString()).isGreaterThan(CALLS * 8 / 10);
    }

    /** Hangs up after so many milliseconds without an answer, or with it. */
    private void leave(String token, int millis) throws IOException {
        try (var socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout(millis);
            socket.getOutputStream()
                    .write(("GET /fast/quotes/BTC HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer " + token
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            var _ = socket.getInputStream().read();
        } catch (SocketTimeoutException impatient) {
            // As meant.
        }
    }

    private Map<String, Integer> counted(String path, String token) {
        var byNode = new HashMap<String, Integer>();
        for (int i = 0; i < CALLS; i++) {
            var answer = gateway.get(path, bearer(token));
            assertThat(answer.statusCode()).isEqualTo(200);
            byNode.merge(header(answer, "x-weir-node"), 1, Integer::sum);
        }
        return byNode;
    }
}
