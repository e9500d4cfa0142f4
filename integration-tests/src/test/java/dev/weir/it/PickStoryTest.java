package dev.weir.it;

import static dev.weir.it.Gateway.bearer;
import static dev.weir.it.Gateway.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.chain.Devnet;
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
