package dev.weir.node.heartbeat.port;

import dev.weir.model.Heartbeat;

/** Signs for the node's operator. */
@FunctionalInterface
public interface HeartbeatSigner {
    /** The signature as 0x and 130 hex digits. */
    String sign(Heartbeat heartbeat);
}
