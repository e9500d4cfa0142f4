package dev.weir.chain.port;

import dev.weir.model.TokenAmount;
import dev.weir.model.WalletAddress;
import java.util.Optional;

/**
 * Tells how much a wallet has at stake. Safe for use by many threads; a call may block for as long as the adapter's timeout.
 */
@FunctionalInterface
public interface StakeReader {
    /**
     * The stake that counts now: what the wallet has locked, without what it has asked back. Not older than one block or
     * one second, whichever is longer; zero for a wallet that never staked.
     *
     * @throws StakeUnavailable if the chain did not answer, or answered nonsense; the caller decides what that means
     */
    TokenAmount stakeOf(WalletAddress wallet);

    /**
     * What is known of the stake without waiting for a chain; empty where nothing is. For what a stake makes nicer and does not decide: it may be some
     * minutes old.
     */
    default Optional<TokenAmount> known(WalletAddress wallet) {
        return Optional.of(stakeOf(wallet));
    }
}
