package dev.weir.chain.adapter.web3j;

import dev.weir.chain.ContractAddresses;
import dev.weir.chain.port.StakeReader;
import dev.weir.chain.port.StakeUnavailable;
import dev.weir.model.TokenAmount;
import dev.weir.model.WalletAddress;
import java.io.IOException;
import java.math.BigInteger;

/** Reads stakes from the vault, each time anew. Blocks for as long as its connection waits. */
public final class Web3jStakeReader implements StakeReader {
    private final ChainConnection chain;
    private final WalletAddress vault;

    public Web3jStakeReader(ChainConnection chain, ContractAddresses contracts) {
        this.chain = chain;
        this.vault = contracts.stakeVault();
    }

    @Override
    public TokenAmount stakeOf(WalletAddress wallet) {
        try {
            var stake = chain.call(vault, Contracts.stakeOf(wallet)).getFirst();
            return new TokenAmount((BigInteger) stake.getValue());
        } catch (IOException e) {
            throw new StakeUnavailable("the stake of " + wallet + " is unknown: " + e.getMessage(), e);
        }
    }
}
