package dev.weir.node.heartbeat;

import dev.weir.model.Heartbeat;
import java.util.Objects;

/** @param signature the operator's, 0x and 130 hex digits */
public record SignedHeartbeat(Heartbeat heartbeat, String signature) {
    public SignedHeartbeat {
        Objects.requireNonNull(heartbeat, "heartbeat is null");
        Objects.requireNonNull(signature, "signature is null");
    }
}
