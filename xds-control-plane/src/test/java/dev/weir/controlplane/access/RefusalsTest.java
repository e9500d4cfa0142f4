package dev.weir.controlplane.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.accesslog.Ending;
import dev.weir.accesslog.RequestEnded;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RefusalsTest {
    @Test
    void judgesRefusal_isItsCode() {
        assertThat(reason("stake_required", new Ending.Refused(403, "ext_authz_denied", Optional.empty())))
                .contains("stake_required");
    }

    @Test
    void letInAndOverTheLimit_isRateLimited() {
        assertThat(reason("allow", new Ending.Refused(429, "request_rate_limited", Optional.empty())))
                .contains("rate_limited");
    }

    @Test
    void judgeGone_isNotTheNodesFault() {
        assertThat(reason("allow", new Ending.Refused(503, "ext_authz_error", Optional.empty())))
                .contains("judge_unavailable");
    }

    @Test
    void envoysOwnRefusal_isByItsStatus_andWhatIsNotListedIsOther() {
        assertThat(reason("allow", new Ending.Refused(404, "route_not_found", Optional.empty())))
                .contains("api_unknown");
        assertThat(reason("allow", new Ending.Refused(418, "whatever", Optional.empty())))
                .contains("other");
    }

    @Test
    void noNode_isUnavailable_andALateOneSlow() {
        assertThat(reason("allow", new Ending.Failed(Ending.Failure.NO_NODE))).contains("nodes_unavailable");
        assertThat(reason("allow", new Ending.Failed(Ending.Failure.ANSWER_MALFORMED)))
                .contains("node_answer_malformed");
        assertThat(reason("allow", new Ending.TimedOut())).contains("nodes_slow");
    }

    /** As {@code custom_response} leaves it: a status, and no details. */
    @Test
    void answerThatIsTooLong_isNoMalformedOne() {
        assertThat(reason("allow", new Ending.Refused(502, "", Optional.empty())))
                .contains("answer_too_large");
    }

    @Test
    void answered_left_andPreflight_areNoRefusals() {
        assertThat(reason("allow", new Ending.Answered(500))).isEmpty();
        assertThat(reason("allow", new Ending.LeftByCaller())).isEmpty();
        assertThat(reason("allow", new Ending.Refused(200, "cors", Optional.empty())))
                .isEmpty();
    }

    private static Optional<String> reason(String decision, Ending ending) {
        return Refusals.reason(new RequestEnded(
                Optional.empty(),
                Instant.EPOCH,
                Duration.ZERO,
                Optional.of(new RequestEnded.Judged("quotes", "ip:127.0.0.7", "open", decision, 0, "")),
                "127.0.0.7",
                "GET",
                "/quotes/BTC",
                ending,
                200));
    }
}
