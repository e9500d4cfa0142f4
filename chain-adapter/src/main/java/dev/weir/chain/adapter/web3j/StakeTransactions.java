package dev.weir.chain.adapter.web3j;

import dev.weir.chain.ContractAddresses;
import dev.weir.chain.adapter.web3j.Transactions.Draft;
import dev.weir.chain.port.TransactionFailed.NotSent;
import dev.weir.chain.port.TransactionFailed.Reverted;
import dev.weir.chain.signature.Signer;
import dev.weir.model.TokenAmount;
import dev.weir.model.WalletAddress;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;

/**
 * What a wallet does with its stake. Each method returns when its transactions are mined, and fails with a
 * {@link dev.weir.chain.port.TransactionFailed} that says what happened to them. One thread per wallet at a time.
 */
public final class StakeTransactions {
    private final ChainConnection chain;
    private final ContractAddresses contracts;
    private final Transactions transactions;

    public StakeTransactions(ChainConnection chain, ContractAddresses contracts) {
        this.chain = chain;
        this.contracts = contracts;
        this.transactions = new Transactions(chain);
    }

    /** Approves the amount and stakes it, in one block where the chain allows. */
    public void stake(Signer signer, TokenAmount amount) {
        var balance = balanceOf(signer.wallet());
        if (!balance.isAtLeast(amount)) {
            throw new Reverted("stake is refused: " + signer.wallet() + " has " + balance.toTokens() + " WEIR, not "
                    + amount.toTokens());
        }
        transactions.execute(
                signer,
                List.of(
                        Draft.call(contracts.token(), Contracts.approve(contracts.stakeVault(), amount)),
                        Draft.call(contracts.stakeVault(), Contracts.stake(amount))));
    }

    /** Asks the amount back: it stops counting now, and can be withdrawn after the vault's cooldown. */
    public void unstake(Signer signer, TokenAmount amount) {
        var request = Contracts.requestUnstake(amount);
        transactions.check(signer, contracts.stakeVault(), request);
        transactions.execute(signer, List.of(Draft.call(contracts.stakeVault(), request)));
    }

    /** Takes everything that was asked back, once the cooldown is over. */
    public void withdraw(Signer signer) {
        transactions.check(signer, contracts.stakeVault(), Contracts.withdraw());
        transactions.execute(signer, List.of(Draft.call(contracts.stakeVault(), Contracts.withdraw())));
    }

    /** The tokens that the wallet has and could stake. */
    public TokenAmount balanceOf(WalletAddress wallet) {
        try {
            var balance =
                    chain.call(contracts.token(), Contracts.balanceOf(wallet)).getFirst();
            return new TokenAmount((BigInteger) balance.getValue());
        } catch (IOException e) {
            throw new NotSent("the balance of " + wallet + " is unknown: " + e.getMessage(), e);
        }
    }
}
