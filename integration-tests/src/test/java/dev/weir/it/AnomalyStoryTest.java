package dev.weir.it;

import static dev.weir.it.Gateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attackers are slowed or refused, and the honest beside them are not. */
@ExtendWith(Gateway.Extension.class)
final class AnomalyStoryTest {
    private Gateway gateway;

    @BeforeEach
    void settled(Gateway shared) {
        gateway = shared;
        gateway.settle();
    }

    @ParameterizedTest
    @ValueSource(strings = {"scan", "flood", "stuffing"})
    void attacker_isSlowedOrRefused_andTheHonestAreNot(String attack) {
        long anomalousBefore = anomalous();

        var report = json(gateway.weir("traffic", "--rate", "60", "--duration", "20s", "--attack", attack, "-o", "json")
                .ok());

        var attacker = report.at("/parties/" + attack);
        long stopped = status(attacker, 403) + status(attacker, 429);
        assertThat(stopped)
                .as(report.toString())
                .isGreaterThan(attacker.get("calls").asLong() / 2);
        assertThat(anomalous()).isGreaterThan(anomalousBefore);

        var honest = report.at("/parties/honest");
        assertThat(status(honest, 200))
                .as(report.toString())
                .isEqualTo(honest.get("calls").asLong());
    }

    @Test
    void everyJudgedRequest_carriesAScoreWithReasons_toTheDashboard() {
        gateway.weir("traffic", "--rate", "20", "--duration", "12s", "--attack", "scan", "-o", "json")
                .ok();

        var recent = gateway.access().get("recent");

        assertThat(recent).isNotEmpty();
        assertThat(Gateway.stream(recent))
                .allSatisfy(
                        request -> assertThat(request.get("anomaly").asDouble()).isBetween(0.0, 1.0));
        assertThat(Gateway.stream(recent)).anySatisfy(request -> {
            assertThat(request.get("anomaly").asDouble()).isGreaterThan(0.3);
            assertThat(request.get("anomalyReasons").asText()).matches("[a-z-]+=[01]\\.[0-9]+.*");
        });
    }

    private long anomalous() {
        return gateway.access().at("/byDecision/anomalous").asLong();
    }

    private static long status(JsonNode party, int status) {
        return party.get("statuses").path(String.valueOf(status)).asLong();
    }
}
