package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.scoring.FeatureSchema;
import dev.weir.scoring.adapter.onnx.ModelRegistry;
import dev.weir.scoring.adapter.onnx.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A model comes by stages, and goes by itself or by one command; the audit log says so. */
@ExtendWith(Gateway.Extension.class)
final class RolloutStoryTest {
    private static final Path INVERTING = Path.of("src/test/resources/models/inverting.onnx");
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration STAGES = Duration.ofSeconds(120);

    private Gateway gateway;

    @BeforeEach
    void settled(Gateway shared) {
        gateway = shared;
        gateway.settle();
    }

    @Test
    void modelThatPrefersSlowNodes_isTriedOnAFewRealCalls_andGoesByItself() throws IOException {
        var before = gateway.view().at("/model/digest");
        long faultsBefore = faults();
        try (var traffic = gateway.traffic("100")) {
            var digest = publish(1);
            var canaried = new AtomicLong();

            await().atMost(STAGES).pollInterval(Duration.ofMillis(500)).until(() -> {
                canaried.accumulateAndGet(gateway.stat("cluster.quotes.edge.canary.upstream_rq_total"), Math::max);
                return whats(digest).contains("abort");
            });

            assertThat(whats(digest)).startsWith("publish", "stage", "stage").doesNotContain("in-force");
            assertThat(canaried.get()).isPositive();
            assertThat(gateway.view().at("/model/digest")).isEqualTo(before);
            assertThat(gateway.weir("audit").ok()).contains("abort", "of quotes: failed");
            assertThat(traffic.stop().out()).contains("honest");
        }
        assertThat(faults()).isEqualTo(faultsBefore);
    }

    @Test
    void candidate_goesByOneCommand_andDoesNotComeBackByItself() throws IOException {
        var digest = publish(2);
        await().atMost(SOON)
                .until(() -> gateway.view().at("/rollout/candidate").asText().equals(digest));
        assertThat(gateway.view().at("/rollout/stage").asText()).isEqualTo("shadow");

        gateway.weir("rollback", "--reason", "a story").ok();

        await().atMost(SOON).until(() -> gateway.view().at("/rollout").isNull());
        assertThat(gateway.weir("audit").ok().lines().toList())
                .last()
                .asString()
                .contains("operator", "rollback", digest.substring(0, 12), "a story");
        gateway.weir("stop", "xds-control-plane").ok();
        gateway.start("xds-control-plane");
        gateway.settle();
        assertThat(gateway.view().at("/rollout").isNull()).isTrue();
        assertThat(gateway.view().at("/model/digest").asText()).isNotEqualTo(digest);
        assertThat(gateway.view().at("/auditTrouble").isNull()).isTrue();
    }

    /** Calls that failed for another reason than a judge that was late. */
    private long faults() {
        return gateway.stat("http.gateway.downstream_rq_5xx") - gateway.stat("http.gateway.ext_authz.error");
    }

    /** @param seed makes it a model of its own */
    private String publish(long seed) throws IOException {
        var now = Instant.now();
        return new ModelRegistry(gateway.home().resolve("data/models"))
                .publish(
                        Files.readAllBytes(INVERTING),
                        new Provenance(
                                FeatureSchema.VERSION,
                                FeatureSchema.names(),
                                "by hand",
                                seed,
                                now,
                                now,
                                now,
                                0,
                                Map.of()))
                .value();
    }

    /** What the audit log says of a model, in order. */
    private List<String> whats(String digest) {
        return Gateway.stream(
                        Gateway.json(gateway.weir("audit", "-o", "json").ok()).get("entries"))
                .filter(entry -> entry.get("subject").asText().equals("model " + digest))
                .map(entry -> entry.get("what"))
                .map(JsonNode::asText)
                .toList();
    }
}
