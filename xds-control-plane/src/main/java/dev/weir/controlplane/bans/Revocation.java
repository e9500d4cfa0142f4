package dev.weir.controlplane.bans;

import dev.weir.model.WalletAddress;
import java.time.Instant;
import java.util.Objects;

/**
 * The sessions of a wallet that stood at a moment, and stand no more.
 *
 * @param endingBy those that would end by then: a session that is opened later ends later
 */
public record Revocation(WalletAddress wallet, Instant endingBy) {
    public Revocation {
        Objects.requireNonNull(wallet, "wallet is null");
        Objects.requireNonNull(endingBy, "endingBy is null");
    }
}
