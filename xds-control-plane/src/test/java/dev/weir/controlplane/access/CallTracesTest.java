package dev.weir.controlplane.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.accesslog.AttemptEnded;
import dev.weir.accesslog.Ending;
import dev.weir.accesslog.RequestEnded;
import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.RequestId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CallTracesTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final RequestId ID = new RequestId("a-1");

    private final CallTraces calls = new CallTraces();

    @Test
    void call_isItsEndAndItsAttempts_inWhicheverOrderTheyCome() {
        calls.attempted(attempt(ID, "amber", new Ending.Failed(Ending.Failure.UNREACHABLE)));
        calls.ended(ended(ID, "allow", new Ending.Answered(200)));
        calls.attempted(attempt(ID, "birch", new Ending.Answered(200)));

        var call = calls.find(ID).orElseThrow();
        assertThat(call.attempts())
                .extracting(attempt -> attempt.node() + " " + attempt.ending())
                .containsExactly("amber not reached", "birch answered 200");
        var end = call.end().orElseThrow();
        assertThat(end.tookMillis()).isEqualTo(12.5);
        assertThat(end.refusal()).isEmpty();
        assertThat(end.decision()).isEqualTo("allow");
    }

    @Test
    void caller_isMasked() {
        calls.ended(ended(ID, "stake_required", new Ending.Refused(403, "ext_authz_denied", Optional.empty())));

        var end = calls.find(ID).orElseThrow().end().orElseThrow();
        assertThat(end.caller().text()).isEqualTo("eip155:31337:0xabcdef…cdef");
        assertThat(end.refusal()).contains("stake_required");
        assertThat(MaskedCaller.of("ip:192.0.2.17").text()).isEqualTo("ip:192.0.2.…");
        assertThat(MaskedCaller.of("ip:2001:db8::1").text()).isEqualTo("ip:2001:db8:…");
        assertThat(MaskedCaller.of("anything else").text()).isEqualTo("…");
    }

    @Test
    void oldestCalls_areForgotten() {
        for (int i = 0; i <= CallTraces.KEPT; i++) {
            calls.ended(ended(new RequestId("call-" + i), "allow", new Ending.Answered(200)));
        }

        assertThat(calls.find(new RequestId("call-0"))).isEmpty();
        assertThat(calls.find(new RequestId("call-1"))).isPresent();
        assertThat(calls.find(new RequestId("call-" + CallTraces.KEPT))).isPresent();
    }

    @Test
    void attemptsOfOneCall_areBounded() {
        for (int i = 0; i < 20; i++) {
            calls.attempted(attempt(ID, "amber", new Ending.TimedOut()));
        }

        assertThat(calls.find(ID).orElseThrow().attempts()).hasSize(8);
    }

    @Test
    void requestThatEnvoyDidNotName_isNotKept() {
        calls.ended(new RequestEnded(
                Optional.empty(),
                AT,
                Duration.ZERO,
                Optional.empty(),
                "127.0.0.1",
                "GET",
                "/",
                new Ending.LeftByCaller(),
                0));

        assertThat(calls.find(ID)).isEmpty();
    }

    private static AttemptEnded attempt(RequestId id, String node, Ending ending) {
        return new AttemptEnded(
                id,
                new ApiName("quotes"),
                "quotes.edge",
                new NodeId(node),
                AT,
                Duration.ofMillis(3),
                true,
                ending,
                Optional.empty());
    }

    private static RequestEnded ended(RequestId id, String decision, Ending ending) {
        return new RequestEnded(
                Optional.of(id),
                AT,
                Duration.ofNanos(12_500_000),
                Optional.of(new RequestEnded.Judged(
                        "quotes", "eip155:31337:0xabcdef0123456789abcdef0123456789abcdef", "open", decision, 0, "")),
                "127.0.0.1",
                "GET",
                "/quotes/BTC",
                ending,
                200);
    }
}
