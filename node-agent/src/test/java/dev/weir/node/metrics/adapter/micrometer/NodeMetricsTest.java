package dev.weir.node.metrics.adapter.micrometer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.EndpointAddress;
import dev.weir.model.Heartbeat;
import dev.weir.model.NodeId;
import dev.weir.model.SignedHeartbeat;
import dev.weir.node.heartbeat.HeartbeatReply;
import dev.weir.node.http.Answer;
import dev.weir.node.http.NodeCall;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NodeMetricsTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final NodeMetrics metrics = new NodeMetrics(() -> 3, () -> 32, () -> now);

    @Test
    void calls_areCountedByApiAndKindOfStatus_neverByTheirPath() throws InterruptedException {
        var endpoint = metrics.timed(path -> "quotes", call -> Answer.json(404, "{}"));

        endpoint.answer(call("/quotes/whatever-a-stranger-asks"));

        assertThat(scraped())
                .contains("weir_node_request_duration_seconds_count{api=\"quotes\",status=\"4xx\",} 1.0")
                .doesNotContain("stranger");
    }

    @Test
    void heartbeats_areCountedByHowTheyFared_andTheLastAcceptedOneIsTimed() throws InterruptedException {
        metrics.counted(beat -> new HeartbeatReply.Accepted()).send(heartbeat());
        now = now.plusSeconds(7);
        metrics.counted(beat -> new HeartbeatReply.Unreachable("gone")).send(heartbeat());

        assertThat(scraped())
                .contains("weir_node_heartbeats_total{result=\"accepted\",} 1.0")
                .contains("weir_node_heartbeats_total{result=\"refused\",} 0.0")
                .contains("weir_node_heartbeats_total{result=\"unreachable\",} 1.0")
                .contains("weir_node_heartbeat_age_seconds 7.0");
    }

    @Test
    void load_isShown() throws InterruptedException {
        assertThat(scraped()).contains("weir_node_calls_in_flight 3.0").contains("weir_node_calls_capacity 32.0");
    }

    private String scraped() throws InterruptedException {
        return new String(metrics.answer(call("/metrics")).body(), UTF_8);
    }

    private SignedHeartbeat heartbeat() {
        return new SignedHeartbeat(
                new Heartbeat(new NodeId("amber"), new EndpointAddress.Socket("127.0.0.1", 9101), 1, now, 0),
                "0x" + "0".repeat(130));
    }

    private static NodeCall call(String path) {
        return new NodeCall("GET", path, name -> Optional.empty(), new byte[0]);
    }
}
