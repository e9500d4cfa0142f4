package dev.weir.cli.devnet;

import dev.weir.chain.ContractAddresses;
import dev.weir.chain.adapter.web3j.ChainConnection;
import dev.weir.chain.adapter.web3j.StakeTransactions;
import dev.weir.chain.signature.Signer;
import dev.weir.cli.instance.Home;
import dev.weir.cli.instance.Instance;
import dev.weir.model.TokenAmount;

/** Stakes of the devnet's wallets. */
public final class DevnetStake {
    private final Instance instance;
    private final ContractAddresses contracts;

    public DevnetStake(Instance instance, Home home) {
        this.instance = instance;
        this.contracts = ContractAddresses.read(home.contracts());
    }

    /** Stakes with a real transaction and returns, once it is mined, what the wallet has left to stake. */
    public TokenAmount stake(Signer signer, TokenAmount amount) {
        try (var chain = ChainConnection.open(instance.chain())) {
            var transactions = new StakeTransactions(chain, contracts);
            transactions.stake(signer, amount);
            return transactions.balanceOf(signer.wallet());
        }
    }
}
