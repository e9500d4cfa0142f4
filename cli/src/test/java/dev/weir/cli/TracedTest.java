package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

final class TracedTest {
    private static final String END = """
            "end": {"at": "2026-01-01T00:00:00Z", "api": "quotes", "caller": "eip155:31337:0xabcdef…cdef", "method": "GET", "path": "/quotes/BTC", "status": %d,
              "decision": "%s", "refusal": %s, "tier": "open", "anomaly": 0.25, "anomalyReasons": "rate=0.25", "tookMillis": 12.54}""";

    @Test
    void call_tellsWho_whyLetIn_whichNodesAndWhy() throws JsonProcessingException {
        assertThat(text(END.formatted(200, "allow", "null"), """
                                {"attempt": {"node": "amber", "ending": "not reached", "latencyMillis": 0, "endedAt": "2026-01-01T00:00:00Z"}, "standing": null},
                                {"attempt": {"node": "birch", "ending": "answered 200", "latencyMillis": 9.26, "endedAt": "2026-01-01T00:00:00Z"},
                                 "standing": {"actuator": "weights", "policy": "ewma", "shareWanted": 0.314, "shareReal": 0.3,
                                   "contributions": [{"name": "price", "value": 0.001}, {"name": "latency", "value": -0.02}, {"name": "equal share", "value": 0.2}, {"name": "guard", "value": 0.1}]}}""")).isEqualTo("""
                        a-1
                          GET /quotes/BTC, API quotes: 200 after 12.5 ms, at 2026-01-01T00:00:00Z
                          caller: eip155:31337:0xabcdef…cdef, tier open, anomaly 0.25 (rate=0.25)
                          let in by the judge
                         ATTEMPT  NODE   ENDING        LATENCY  SHARE WANTED  IN FACT  WHY
                               1  amber  not reached    0.0 ms  –             –        that time is forgotten
                               2  birch  answered 200   9.3 ms        31.4 %   30.0 %  chosen by Envoy; ewma (equal share +20.00, guard +10.00, latency -2.00)
                        """);
    }

    @Test
    void refusal_saysItsCode() throws JsonProcessingException {
        assertThat(text(END.formatted(403, "stake_required", "\"stake_required\""), ""))
                .contains("  refused: stake_required\n", "  no node had it\n");
    }

    @Test
    void callThatWasLetInAndIsOverItsLimit_saysBoth() throws JsonProcessingException {
        assertThat(text(END.formatted(429, "allow", "\"rate_limited\""), ""))
                .contains("  let in by the judge, then refused: rate_limited\n");
    }

    @Test
    void callThatLasts_saysSo() throws JsonProcessingException {
        assertThat(text("\"end\": null", "")).contains("has not ended");
    }

    private static String text(String end, String attempts) throws JsonProcessingException {
        return Traced.text(
                new ObjectMapper().readTree("{\"request\": \"a-1\", " + end + ", \"attempts\": [" + attempts + "]}"));
    }
}
