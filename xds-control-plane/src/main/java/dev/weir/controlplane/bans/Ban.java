package dev.weir.controlplane.bans;

import dev.weir.model.AccountId;
import dev.weir.model.Caller;
import dev.weir.model.WalletAddress;
import java.time.Instant;
import java.util.Objects;

/**
 * A wallet or a network address that is refused for a time.
 *
 * @param subject a wallet as {@code 0x…}, or {@code ip:} and an address; of IPv6 the first of its /64
 * @param reason told to the caller too
 * @param by whose token it was
 */
public record Ban(String subject, Instant at, Instant until, String reason, String by) {
    public Ban {
        Objects.requireNonNull(subject, "subject is null");
        Objects.requireNonNull(at, "at is null");
        Objects.requireNonNull(until, "until is null");
        Objects.requireNonNull(reason, "reason is null");
        Objects.requireNonNull(by, "by is null");
    }

    /** @param written a wallet, an account as {@code eip155:1:0x…}, or an IP address */
    public static String subject(String written) {
        try {
            if (written.startsWith("eip155:")) {
                return AccountId.parse(written).wallet().value();
            }
            return written.startsWith("0x")
                    ? new WalletAddress(written).value()
                    : Caller.Address.literal(written).key();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + written + "' is neither a wallet, such as 0x and 40 hex digits, nor an IP address", e);
        }
    }
}
