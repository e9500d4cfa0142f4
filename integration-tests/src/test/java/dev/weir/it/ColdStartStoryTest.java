package dev.weir.it;

import static dev.weir.it.Gateway.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An Envoy that starts while there is no control plane: the judge's relay tells it the last configuration. */
@ExtendWith(Gateway.Extension.class)
final class ColdStartStoryTest {
    /** Without the relay it would be never. How long it takes on a machine that does nothing else stands in the decision, docs/adr/0017-cold-start.md. */
    private static final Duration COLD_START = Duration.ofSeconds(15);

    private static final Duration BACK = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofSeconds(20);

    private Gateway gateway;
    private String token;

    @BeforeEach
    void settled(Gateway shared) {
        gateway = shared;
        gateway.settle();
        token = gateway.freshToken();
    }

    @AfterEach
    void restore() {
        gateway.resumeAll();
        for (var process : gateway.processes()) {
            if (process.get("state").asText().equals("stopped")) {
                gateway.start(process.get("name").asText());
            }
        }
        gateway.settle();
    }

    @Test
    void envoyThatStarts_whileTheControlPlaneIsGone_serves_andIsLedAgainOnceItIsBack() {
        double before = served();
        gateway.killForGood("xds-control-plane");

        assertThat(startOfEnvoy()).isLessThan(COLD_START);
        assertThat(gateway.get("/fast/quotes/BTC", bearer(token)).statusCode()).isEqualTo(200);
        assertThat(served()).isEqualTo(before + 1);

        gateway.start("xds-control-plane");
        await().atMost(SOON).ignoreExceptions().until(() -> !gateway.view().isEmpty());
        isLedAgain();
    }

    @Test
    void envoyThatStarts_whileTheControlPlaneHangs_serves_andIsLedAgainOnceItGoesOn() {
        gateway.suspend("xds-control-plane");

        assertThat(startOfEnvoy()).isLessThan(COLD_START);

        gateway.resumeAll();
        isLedAgain();
    }

    /** The judge knows the configuration from its disk alone. */
    @Test
    void envoyThatStarts_whileNobodyAnswers_servesOnceTheJudgeDoes() {
        gateway.killForGood("xds-control-plane");
        gateway.killForGood("ext-authz-service");
        restartEnvoy();
        assertThatThrownBy(this::isServed).hasCauseInstanceOf(ConnectException.class);

        gateway.start("ext-authz-service");

        await().atMost(SOON).ignoreExceptions().until(this::isServed);
        assertThat(gateway.metric(8_081, "weir_judge_relay_age_seconds")).isPositive();
    }

    /** How long after its process began Envoy first served a call. */
    private Duration startOfEnvoy() {
        var began = restartEnvoy();
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(this::isServed);
        return Duration.between(began, Instant.now());
    }

    /** @return when its process began */
    private Instant restartEnvoy() {
        long before = gateway.process("envoy").get("pid").asLong();
        gateway.kill("envoy");
        return await().atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> beganAfter(before), Optional::isPresent)
                .orElseThrow();
    }

    /** When the process began that took the place of another; not at once, and the kernel knows it a little later still. */
    private Optional<Instant> beganAfter(long before) {
        return Optional.of(gateway.process("envoy").path("pid").asLong())
                .filter(pid -> pid > 0 && pid != before)
                .flatMap(ProcessHandle::of)
                .flatMap(process -> process.info().startInstant());
    }

    private boolean isServed() {
        return gateway.get("/quotes/BTC", bearer(token)).statusCode() == 200;
    }

    /** The control plane knows the gateway, and moves its weights. */
    private void isLedAgain() {
        await("the gateway is back at the control plane")
                .atMost(BACK)
                .untilAsserted(() -> assertThat(gateway.view()
                                .at("/gateways/gateway-1/connected")
                                .asBoolean())
                        .isTrue());
        gateway.weir("pin", "cedar", "--api", "quotes", "--share", "45", "--reason", "does it arrive?")
                .ok();
        await("a pin arrives")
                .atMost(BACK)
                .until(() ->
                        gateway.envoyWeights("quotes.edge").values().stream().anyMatch(weight -> weight > 449_000));
        gateway.weir("unpin", "cedar", "--api", "quotes", "--reason", "it did").ok();
    }

    private double served() {
        return gateway.metric(8_081, "weir_judge_relay_served_total");
    }
}
