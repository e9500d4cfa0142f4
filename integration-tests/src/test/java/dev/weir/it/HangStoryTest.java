package dev.weir.it;

import static dev.weir.it.Gateway.bearer;
import static dev.weir.it.Gateway.code;
import static dev.weir.it.Gateway.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.chain.Devnet;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Parts that hang (SIGSTOP): they take connections and answer nothing. What is gone is in {@link FailureStoryTest}. */
@ExtendWith(Gateway.Extension.class)
final class HangStoryTest {
    /** Less than the supervisor waits before it starts a hung process anew. */
    private static final Duration HANG = Duration.ofSeconds(10);

    private static final Duration PAUSE = Duration.ofMillis(80);

    private Gateway gateway;

    @BeforeEach
    void settled(Gateway shared) {
        gateway = shared;
        gateway.settle();
    }

    @AfterEach
    void goOn() {
        gateway.resumeAll();
    }

    @Test
    void controlPlaneThatIsSuspendedForTenSeconds_andWakes_failsNoCall() {
        var token = gateway.freshToken();
        var other = gateway.freshToken();
        gateway.suspend("xds-control-plane");
        servedFor(HANG, token, other);

        gateway.resumeAll();
        servedFor(Duration.ofSeconds(6), token, other);

        assertThat(gateway.stat("cluster.quotes.edge.membership_healthy")).isEqualTo(5);
    }

    @Test
    void hungChain_closesWhatNeedsAStake_andHoldsUpNothingElse() {
        var token = gateway.token(Devnet.signer(8));
        gateway.suspend("anvil");

        for (int i = 0; i < 10; i++) {
            assertThat(gateway.get("/quotes/BTC", bearer(token)).statusCode()).isEqualTo(200);
        }
        var refused = gateway.post(
                "/rpc",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_blockNumber\",\"params\":[]}",
                bearer(gateway.freshToken()));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(code(refused)).isEqualTo("stake_unavailable");
        assertThat(header(refused, "retry-after")).matches("[123]");
    }

    @Test
    void hungNode_failsNoIdempotentCall() {
        var token = gateway.freshToken();
        var other = gateway.freshToken();
        gateway.suspend("amber");

        servedFor(HANG, token, other);
    }

    @Test
    void hungJudge_letsNothingPass() {
        var token = gateway.freshToken();
        gateway.suspend("ext-authz-service");

        var answer = gateway.get("/quotes/BTC", bearer(token));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(code(answer)).isEqualTo("judge_unavailable");
    }

    @Test
    void hungRateLimitService_stillServes_upToTheLocalLimit() {
        var token = gateway.freshToken();
        gateway.suspend("ratelimit-service");

        assertThat(IntStream.range(0, 4)
                        .map(call -> gateway.get("/quotes/BTC", bearer(token)).statusCode()))
                .containsOnly(200);
    }

    /** By both ways of choosing a node, some ten calls a second each: no more than an ordinary caller's. A call that takes long is as long as it likes. */
    private void servedFor(Duration time, String token, String other) {
        var until = Instant.now().plus(time);
        while (Instant.now().isBefore(until)) {
            assertThat(gateway.get("/quotes/BTC", bearer(token)).statusCode()).isEqualTo(200);
            assertThat(gateway.get("/fast/quotes/BTC", bearer(other)).statusCode())
                    .isEqualTo(200);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
