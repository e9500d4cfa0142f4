package dev.weir.node.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.EndpointAddress;
import dev.weir.model.Heartbeat;
import dev.weir.model.NodeId;
import dev.weir.model.SignedHeartbeat;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PulseTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.500Z");

    private final List<SignedHeartbeat> sent = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();

    @Test
    void heartbeats_whileAccepted_comeEachSecondWithAGrowingSequence() {
        run(new HeartbeatReply.Accepted(), new HeartbeatReply.Accepted());
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
        assertThat(sent)
                .containsExactly(
                        new SignedHeartbeat(heartbeat(NOW.toEpochMilli()), "signed"),
                        new SignedHeartbeat(heartbeat(NOW.toEpochMilli() + 1), "signed"));
    }

    @Test
    void heartbeats_whileNobodyTakesThem_slowDownToFourSeconds_andRecoverAtOnce() {
        run(
                new HeartbeatReply.Unreachable("gone"),
                new HeartbeatReply.Refused("unknown"),
                new HeartbeatReply.Unreachable("gone"),
                new HeartbeatReply.Accepted());
        assertThat(pauses)
                .containsExactly(
                        Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(4), Duration.ofSeconds(1));
    }

    private static Heartbeat heartbeat(long sequence) {
        return new Heartbeat(new NodeId("amber"), new EndpointAddress.Socket("127.0.0.1", 9101), sequence, NOW, 3);
    }

    private void run(HeartbeatReply... replies) {
        var script = new ArrayDeque<>(List.of(replies));
        var pulse = new Pulse(
                new NodeId("amber"),
                new EndpointAddress.Socket("127.0.0.1", 9101),
                () -> 3,
                heartbeat -> "signed",
                heartbeat -> {
                    if (script.isEmpty()) {
                        throw new InterruptedException("the script is over");
                    }
                    sent.add(heartbeat);
                    return script.remove();
                },
                InstantSource.fixed(NOW),
                pauses::add);
        pulse.run();
        assertThat(Thread.interrupted()).isTrue();
    }
}
