package dev.weir.chain.adapter.web3j;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.weir.chain.ContractAddresses;
import dev.weir.chain.port.StakeReader;
import dev.weir.chain.port.StakeUnavailable;
import dev.weir.model.TokenAmount;
import dev.weir.model.WalletAddress;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;

/**
 * Reads stakes from the vault, and remembers each for a second: a wallet that calls a hundred times a second costs one
 * question, and a new stake counts within two blocks of a second each. What could not be read is not remembered.
 */
public final class Web3jStakeReader implements StakeReader {
    /** No longer than the devnet's blocks. */
    static final Duration FRESH = Duration.ofSeconds(1);

    /** About 2 MB when full; the wallets that call within one second. */
    static final int MAX_WALLETS = 10_000;

    private final ChainConnection chain;
    private final WalletAddress vault;
    private final Cache<WalletAddress, TokenAmount> recent;

    public Web3jStakeReader(ChainConnection chain, ContractAddresses contracts) {
        this(chain, contracts, Ticker.systemTicker());
    }

    Web3jStakeReader(ChainConnection chain, ContractAddresses contracts, Ticker ticker) {
        this.chain = chain;
        this.vault = contracts.stakeVault();
        this.recent = Caffeine.newBuilder()
                .expireAfterWrite(FRESH)
                .maximumSize(MAX_WALLETS)
                .ticker(ticker)
                .build();
    }

    @Override
    public TokenAmount stakeOf(WalletAddress wallet) {
        return recent.get(wallet, this::read);
    }

    private TokenAmount read(WalletAddress wallet) {
        try {
            var stake = chain.call(vault, Contracts.stakeOf(wallet)).getFirst();
            return new TokenAmount((BigInteger) stake.getValue());
        } catch (IOException e) {
            throw new StakeUnavailable("the stake of " + wallet + " is unknown: " + e.getMessage(), e);
        }
    }
}
