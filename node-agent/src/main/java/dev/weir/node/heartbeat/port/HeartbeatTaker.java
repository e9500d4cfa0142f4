package dev.weir.node.heartbeat.port;

import dev.weir.model.SignedHeartbeat;
import dev.weir.node.heartbeat.HeartbeatReply;

/** Whoever turns heartbeats into endpoints. */
@FunctionalInterface
public interface HeartbeatTaker {
    /** Waits for a bounded time; a fault is a reply, not an exception. */
    HeartbeatReply send(SignedHeartbeat heartbeat) throws InterruptedException;
}
