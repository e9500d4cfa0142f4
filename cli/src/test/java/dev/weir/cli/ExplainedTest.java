package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

final class ExplainedTest {
    private static final String API = """
            {"name": "quotes", "policy": "learned"}""";
    private static final String NODE = """
            {"node": "amber", "weight": 412000, "shareWanted": 0.412, "shareReal": 0.3987, "latencyMillis": 4.26,
             "p99Millis": 9.94, "errorRatio": 0.0025, "requestsPerSecond": 51.25, "pricePerCall": "0.0001", "usable": true,
             "reported": {"utilisation": 0.4249, "inFlight": 3},
             "why": {"latencyMillis": 4.4, "failureProbability": 0.001,
                     "contributions": [{"name": "latency", "value": 0.2215}, {"name": "price", "value": -0.0404}],
                     "guards": ["floor", {"name": "step", "detail": "held at 20 %"}]},
             "pin": {"share": 0.4, "reason": "load test"}}""";
    private static final String MODEL = """
            {"digest": "0a1b2c", "message": "in use"}""";
    private static final String NETWORK = """
            {"digest": null, "message": "candidate in shadow"}""";

    @Test
    void node_withAPrediction_isExplainedInFull() throws JsonProcessingException {
        assertThat(explained(API, NODE, MODEL)).isEqualTo("""
                amber on quotes: weight 412,000 of 1,000,000 (41.2 % wanted, 39.9 % in fact), policy learned
                  measured: 4.3 ms mean, 9.9 ms p99, 0.25 % errors, 51.3 calls/s; price 0.0001 WEIR a call; live
                  says of itself: utilisation 42 %, 3 in flight
                  predicted: 4.4 ms, 0.10 % failures
                 PART     POINTS OF SHARE
                 latency           +22.15
                 price              -4.04
                  guards: floor, step held at 20 %
                  pinned: load test
                  model: 0a1b2c (in use)
                  policy network: none (candidate in shadow)
                """);
    }

    @Test
    void node_whoseTailLeftTheCrowd_isSaidToBeDrained() throws JsonProcessingException {
        assertThat(explained(API, NODE.replace("\"usable\": true", "\"usable\": true, \"drained\": true"), MODEL))
                .contains("a call; drained: far slower than the others\n");
    }

    @Test
    void node_thatIsBehindItsChain_saysByHowMuch() throws JsonProcessingException {
        assertThat(explained(API, NODE.replace("\"usable\": true", """
                        "usable": true, "drained": true, "head": {"standing": "BEHIND", "words": "7 blocks behind"}"""), MODEL))
                .contains("a call; drained: 7 blocks behind\n");
    }

    @Test
    void node_withoutPredictionPinOrModel_isExplainedByItsMeasurements() throws JsonProcessingException {
        var silent = """
                {"node": "dune", "weight": 0, "shareWanted": 0, "shareReal": 0, "latencyMillis": 0, "p99Millis": 0,
                 "errorRatio": 0, "requestsPerSecond": 0, "pricePerCall": "0.00005", "usable": false,
                 "reported": {"utilisation": null, "inFlight": null}, "why": null, "pin": null}""";

        assertThat(explained(API, silent, """
                {"digest": null, "message": "nothing was trained yet"}""")).isEqualTo("""
                dune on quotes: weight 0 of 1,000,000 (0.0 % wanted, 0.0 % in fact), policy learned
                  measured: 0.0 ms mean, 0.0 ms p99, 0.00 % errors, 0.0 calls/s; price 0.00005 WEIR a call; no heartbeat
                  model: none (nothing was trained yet)
                  policy network: none (candidate in shadow)
                """);
    }

    @Test
    void node_thatSaysPartOfIt_isHeardAsFar() throws JsonProcessingException {
        assertThat(explained(API, NODE.replace("\"utilisation\": 0.4249", "\"utilisation\": null"), MODEL))
                .contains("  says of itself: 3 in flight\n");
        assertThat(explained(API, NODE.replace("\"inFlight\": 3", "\"inFlight\": null"), MODEL))
                .contains("  says of itself: utilisation 42 %\n");
    }

    @Test
    void node_whileACandidateIsOnTrial_saysOfWhichKind_andWhatItWouldGive() throws JsonProcessingException {
        var json = JsonMapper.builder().build();
        var view = json.readTree("""
                {"model": %s, "network": {"digest": "c0ffee", "message": "in use"},
                 "rollout": {"kind": "policy network", "candidate": "ffee", "stage": "canary 10 %%"}}""".formatted(MODEL));
        var node = NODE.replace("\"pin\":", "\"shareCandidate\": 0.251, \"pin\":");

        assertThat(Explained.text(json.readTree(API), json.readTree(node), view))
                .endsWith("""
                  model: 0a1b2c (in use)
                  policy network: c0ffee (in use)
                  candidate: policy network ffee in canary 10 %; it would have 25.1 %
                """.indent(0));
    }

    private static String explained(String api, String node, String model) throws JsonProcessingException {
        var json = JsonMapper.builder().build();
        var view = json.createObjectNode();
        view.set("model", json.readTree(model));
        view.set("network", json.readTree(NETWORK));
        return Explained.text(json.readTree(api), json.readTree(node), view);
    }
}
