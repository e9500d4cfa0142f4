package dev.weir.controlplane.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.accesslog.Ending;
import dev.weir.accesslog.RequestEnded;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RequestSeenTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00.000000005Z");

    @Test
    void judgedRequest_showsTheDecision() {
        var judged = new RequestEnded.Judged("quotes", "eip155:31337:0xab", "slowed", "allow", 0.75, "rate 0.75");

        assertThat(RequestSeen.of(ended(Optional.of(judged), "/quotes/ETH", new Ending.Answered(200), 200)))
                .isEqualTo(new RequestSeen(
                        AT,
                        "quotes",
                        "eip155:31337:0xab",
                        "GET",
                        "/quotes/ETH",
                        200,
                        "allow",
                        "slowed",
                        0.75,
                        "rate 0.75"));
    }

    @Test
    void unjudgedRequest_isOfItsAddress_andShowsNoDecision() {
        var seen = RequestSeen.of(ended(Optional.empty(), "/", new Ending.LeftByCaller(), 0));

        assertThat(seen.caller()).isEqualTo("ip:127.0.0.7");
        assertThat(seen.decision()).isEmpty();
        assertThat(seen.status()).isZero();
    }

    @Test
    void longPath_isCutAt120() {
        assertThat(RequestSeen.of(ended(Optional.empty(), "/" + "x".repeat(500), new Ending.Answered(200), 200))
                        .path())
                .hasSize(120);
    }

    private static RequestEnded ended(Optional<RequestEnded.Judged> judged, String path, Ending ending, int status) {
        return new RequestEnded(Optional.empty(), AT, Duration.ZERO, judged, "127.0.0.7", "GET", path, ending, status);
    }
}
