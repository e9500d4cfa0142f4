package dev.weir.it;

import static dev.weir.it.Gateway.bearer;
import static dev.weir.it.Gateway.code;
import static dev.weir.it.Gateway.header;
import static dev.weir.it.Gateway.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.chain.Devnet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What fails, and what callers see of it: docs/failure-modes.md, each row on the real parts. */
@ExtendWith(Gateway.Extension.class)
final class FailureStoryTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private Gateway gateway;

    @BeforeEach
    void settled(Gateway shared) {
        gateway = shared;
        gateway.settle();
    }

    @AfterEach
    void restore() {
        for (var process : gateway.processes()) {
            if (process.get("state").asText().equals("stopped")) {
                gateway.start(process.get("name").asText());
            }
        }
        gateway.settle();
    }

    @Test
    void killedNode_failsNoIdempotentRequest_underWeights() {
        killUnderTraffic("quotes");
    }

    @Test
    void killedNode_failsNoIdempotentRequest_underPick() {
        killUnderTraffic("fast");
    }

    @Test
    void killedNode_failsNoReadOfTheChain() {
        killUnderTraffic("rpc");
    }

    @Test
    void deadControlPlane_leavesTheLastGoodWeightsInForce() {
        gateway.weir("pin", "cedar", "--api", "quotes", "--share", "45", "--reason", "a mark to find again")
                .ok();
        await().atMost(SOON)
                .until(() ->
                        gateway.envoyWeights("quotes.edge").values().stream().anyMatch(weight -> weight > 449_000));
        var before = gateway.envoyWeights("quotes.edge");
        var token = gateway.freshToken();

        gateway.killForGood("xds-control-plane");

        for (int i = 0; i < 15; i++) {
            assertThat(gateway.get("/quotes/BTC", bearer(token)).statusCode()).isEqualTo(200);
            assertThat(gateway.get("/fast/quotes/BTC", bearer(token)).statusCode())
                    .isEqualTo(200);
        }
        assertThat(gateway.envoyWeights("quotes.edge")).isEqualTo(before);

        gateway.start("xds-control-plane");
        gateway.settle();
        assertThat(gateway.node("quotes", "cedar").at("/pin/reason").asText()).isEqualTo("a mark to find again");
        gateway.weir("unpin", "cedar", "--api", "quotes", "--reason", "the test is over")
                .ok();
    }

    @Test
    void deadJudge_letsNothingPass_andSaysWhenToComeBack() {
        var token = gateway.freshToken();
        gateway.killForGood("ext-authz-service");

        for (var path : new String[] {"/quotes/BTC", "/fast/quotes/BTC"}) {
            var answer = gateway.get(path, bearer(token));
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(header(answer, "retry-after")).isEqualTo("1");
            assertThat(header(answer, "content-type")).startsWith("application/problem+json");
            assertThat(code(answer)).isEqualTo("judge_unavailable");
            assertThat(header(answer, "x-weir-node")).isEmpty();
        }
        assertThat(gateway.get("/auth/challenge?account=" + Gateway.account(Devnet.signer(8)))
                        .statusCode())
                .isEqualTo(503);
    }

    @Test
    void deadRateLimitService_leavesABoundedLocalLimit() {
        gateway.killForGood("ratelimit-service");
        var token = gateway.freshToken();

        long start = System.nanoTime();
        var statuses = new ArrayList<Integer>();
        for (int i = 0; i < 120; i++) {
            statuses.add(gateway.get("/quotes/BTC", bearer(token)).statusCode());
        }
        double seconds = (System.nanoTime() - start) / 1e9;

        assertThat(statuses).containsOnly(200, 429).contains(200, 429);
        // A bucket of 20, filled anew by 20 each second.
        assertThat(statuses.stream().filter(status -> status == 200).count())
                .isLessThanOrEqualTo(20 + 20 * (long) Math.ceil(seconds));
    }

    @Test
    void deadChain_closesWhatNeedsAStake_andNothingElse() {
        gateway.weir("stake", "100", "--account", "9").ok();
        var token = gateway.token(Devnet.signer(9));
        gateway.killForGood("anvil");

        await().atMost(SOON).untilAsserted(() -> {
            var answer = gateway.post(
                    "/rpc", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\",\"params\":[]}", bearer(token));
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(code(answer)).isEqualTo("stake_unavailable");
            assertThat(header(answer, "retry-after")).matches("[123]");
        });
        assertThat(gateway.get("/quotes/BTC", bearer(token)).statusCode()).isEqualTo(200);

        gateway.start("anvil");
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> gateway.post(
                                        "/rpc",
                                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\",\"params\":[]}",
                                        bearer(token))
                                .statusCode()
                        == 200);
    }

    @Test
    void crash_isRestarted() {
        long before = gateway.process("ratelimit-service").get("pid").asLong();

        gateway.kill("ratelimit-service");

        await().atMost(SOON).untilAsserted(() -> {
            var process = gateway.process("ratelimit-service");
            assertThat(process.get("state").asText()).isEqualTo("running");
            assertThat(process.get("pid").asLong()).isNotEqualTo(before);
            assertThat(process.get("restarts").asInt()).isPositive();
        });
    }

    private void killUnderTraffic(String api) {
        var traffic = CompletableFuture.supplyAsync(
                () -> gateway.weir("traffic", "--api", api, "--rate", "60", "--duration", "14s", "-o", "json"));
        var name = api.equals("fast") ? "fast-quotes" : api.equals("rpc") ? "eth-rpc" : api;
        await("traffic reaches amber")
                .atMost(SOON)
                .until(() ->
                        gateway.node(name, "amber").get("requestsPerSecond").asDouble() > 4);

        gateway.killForGood("amber");

        var report = json(traffic.join().ok());
        assertThat(report.at("/parties/honest/calls").asLong()).isGreaterThan(500);
        assertThat(Gateway.faults(report)).as(report.toString()).isZero();
        assertThat(gateway.node(name, "amber").get("usable").asBoolean()).isFalse();
    }
}
