package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.chain.signature.Signer;
import dev.weir.it.Checkout.Said;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code ./weir trace}: a caller names the id that it saw, and its operator finds the call. */
@ExtendWith(Gateway.Extension.class)
final class TraceStoryTest {
    private final Signer wallet = Gateway.freshWallet();
    private Gateway gateway;
    private String token;

    @BeforeEach
    void signedIn(Gateway shared) {
        gateway = shared;
        gateway.settle();
        token = gateway.token(wallet);
    }

    @Test
    void answeredCall_tellsItsNode_andWhyThatHadItsPart() {
        var answer = gateway.get("/quotes/BTC?key=secret-in-a-query", Gateway.bearer(token));
        assertThat(answer.statusCode()).isEqualTo(200);

        var said = trace(answer, "table");

        assertThat(said.out())
                .contains("GET /quotes/BTC, API quotes: 200 after")
                .contains("let in by the judge")
                .contains(Gateway.header(answer, "x-weir-node"))
                .contains("chosen by Envoy; ")
                .doesNotContain("secret-in-a-query", token, wallet.wallet().toString());
    }

    @Test
    void callByThePick_saysThatTheJudgeNamedItsNode() {
        var answer = gateway.get("/fast/quotes/BTC", Gateway.bearer(token));

        var call = Gateway.json(trace(answer, "json").out());

        assertThat(call.at("/attempts/0/attempt/node").asText()).isEqualTo(Gateway.header(answer, "x-weir-node"));
        assertThat(call.at("/attempts/0/standing/actuator").asText()).isEqualTo("pick");
        assertThat(call.at("/attempts/0/standing/contributions").isEmpty()).isFalse();
        assertThat(call.at("/end/tookMillis").asDouble()).isPositive();
        assertThat(call.at("/end/caller").asText())
                .startsWith("eip155:31337:0x")
                .contains("…");
    }

    @Test
    void refusedCall_saysWhy() {
        assertThat(trace(gateway.get("/quotes/BTC"), "table").out())
                .contains("refused: credentials_missing")
                .contains("no node had it");
    }

    @Test
    void callThatNobodyMade_isSaidToBeUnknown() {
        var said = gateway.weir("trace", "00000000-0000-4000-8000-000000000000");

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).contains("call_unknown", "The id is the x-request-id of the answer.");
        assertThat(gateway.weir("trace", "no id!").exitCode()).isEqualTo(2);
    }

    /** A client cannot choose the id. */
    @Test
    void idOfAClient_isNotTaken() {
        var answer = gateway.get("/quotes/BTC", "x-request-id", "chosen-by-a-client");

        assertThat(Gateway.header(answer, "x-request-id"))
                .isNotEqualTo("chosen-by-a-client")
                .isNotEmpty();
    }

    @Test
    void withoutACollector_noSpanIsMade() {
        assertThat(gateway.clusters()).noneMatch(line -> line.startsWith("traces::"));
    }

    private Said trace(HttpResponse<String> answer, String format) {
        var id = Gateway.header(answer, "x-request-id");
        assertThat(id).isNotEmpty();
        return await("the call was logged")
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> gateway.weir("trace", id, "-o", format),
                        said -> said.exitCode() == 0
                                && !said.out().contains("has not ended")
                                && !said.out().contains("\"end\" : null"));
    }
}
