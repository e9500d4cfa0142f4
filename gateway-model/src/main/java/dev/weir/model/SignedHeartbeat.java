package dev.weir.model;

import java.util.Objects;

/** A heartbeat with its operator's EIP-712 signature, 65 bytes as 0x and hex. */
public record SignedHeartbeat(Heartbeat heartbeat, String signature) {
    public SignedHeartbeat {
        Objects.requireNonNull(heartbeat, "heartbeat is null");
        Objects.requireNonNull(signature, "signature is null");
    }
}
