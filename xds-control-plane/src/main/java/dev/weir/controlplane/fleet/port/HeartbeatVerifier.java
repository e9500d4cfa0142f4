package dev.weir.controlplane.fleet.port;

import dev.weir.model.SignedHeartbeat;
import dev.weir.model.WalletAddress;
import java.util.Optional;

/** Tells who signed a heartbeat. */
public interface HeartbeatVerifier {
    /** Empty where the signature is malformed, malleable or by nobody. Never throws for bad input. */
    Optional<WalletAddress> signer(SignedHeartbeat heartbeat);
}
