package dev.weir.controlplane.fleet.port;

import dev.weir.model.SignedHeartbeat;
import dev.weir.model.WalletAddress;
import java.util.Optional;

/** A signature is the signer's address in plain text. */
public final class FakeVerifier implements HeartbeatVerifier {
    @Override
    public Optional<WalletAddress> signer(SignedHeartbeat heartbeat) {
        return heartbeat.signature().startsWith("0x")
                ? Optional.of(new WalletAddress(heartbeat.signature()))
                : Optional.empty();
    }
}
