package dev.weir.chain.signature;

import dev.weir.model.WalletAddress;
import java.util.Objects;

/** What became of the question who signed. Anything but {@link Recovered} is a refusal: it fails closed. */
public sealed interface Recovery {
    /** The account whose key made the signature. Whether it is the right account is the caller's to compare. */
    record Recovered(WalletAddress wallet) implements Recovery {
        public Recovered {
            Objects.requireNonNull(wallet, "wallet is null");
        }
    }

    /** Not 65 bytes of hex, or r, s or v out of range. */
    record Malformed() implements Recovery {}

    /** s is in the upper half: the twin of a good signature that anyone can compute from it (EIP-2, rule 2). */
    record HighS() implements Recovery {}

    /** Well formed, but no key can have made it. */
    record Unrecoverable() implements Recovery {}
}
