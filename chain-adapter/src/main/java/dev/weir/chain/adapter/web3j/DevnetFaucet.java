package dev.weir.chain.adapter.web3j;

import dev.weir.chain.ContractAddresses;
import dev.weir.chain.Devnet;
import dev.weir.chain.adapter.web3j.Transactions.Draft;
import dev.weir.chain.adapter.web3j.Transactions.Sent;
import dev.weir.chain.signature.Signer;
import dev.weir.model.TokenAmount;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes stakers out of fresh wallets on a development chain, where the first wallet owns the token. Takes about two blocks, for
 * any number of wallets. Fails with a {@link dev.weir.chain.port.TransactionFailed}.
 */
public final class DevnetFaucet {
    /** A tenth of a coin: gas for hundreds of transactions. */
    private static final BigInteger GAS_MONEY = BigInteger.TEN.pow(17);

    private static final Signer OWNER = Devnet.signer(0);

    private final ContractAddresses contracts;
    private final Web3jStakeReader stakes;
    private final Transactions transactions;

    public DevnetFaucet(ChainConnection chain, ContractAddresses contracts) {
        this.contracts = contracts;
        this.stakes = new Web3jStakeReader(chain, contracts);
        this.transactions = new Transactions(chain);
    }

    /** Returns once each wallet has at least this stake; those that have it already are left alone. */
    public void stakers(List<Signer> wallets, TokenAmount stake) {
        var poor = wallets.stream()
                .filter(wallet -> !stakes.stakeOf(wallet.wallet()).isAtLeast(stake))
                .toList();
        if (poor.isEmpty()) {
            return;
        }
        transactions.execute(
                OWNER,
                poor.stream().flatMap(wallet -> gifts(wallet, stake).stream()).toList());
        var sent = new ArrayList<Sent>();
        for (Signer wallet : poor) {
            sent.addAll(transactions.send(
                    wallet,
                    List.of(
                            Draft.call(contracts.token(), Contracts.approve(contracts.stakeVault(), stake)),
                            Draft.call(contracts.stakeVault(), Contracts.stake(stake)))));
        }
        sent.forEach(transactions::mined);
    }

    private List<Draft> gifts(Signer wallet, TokenAmount stake) {
        return List.of(
                Draft.transfer(wallet.wallet(), GAS_MONEY),
                Draft.call(contracts.token(), Contracts.mint(wallet.wallet(), stake)));
    }
}
